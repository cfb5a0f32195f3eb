// The cube of one round with the names of its axes: which stratum is which committee, which cell which estate, which
// domain which group, which item which need item. Built by round_cube_service from the database; read by
// estimate_service.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "analysis/compact_answers.h"
#include "analysis/cube_estimate.h"
#include "survey/types.h"

namespace lilong::analysis
{

// An area as the analysis sees it: facts that tell which areas are alike.
struct PeerFacts {
    AreaId area;
    AreaId sub_district;
    std::string estate_type;       // empty for a whole committee
    std::optional<int> build_year; // likewise
};

struct RoundAxes {
    std::vector<AreaId> committees;  // by stratum
    std::vector<AreaId> cells;       // estates; the first cell of a committee is the committee itself, for
                                     // households whose estate is not on the map
    std::vector<PeerFacts> facts;    // by cell
    std::vector<std::string> groups; // domain d is groups[d - 1]
    std::vector<std::string> items;  // need item keys
    std::vector<int> places;         // of the items in the coded text, 1 …
    std::unordered_map<AreaId, std::int32_t> stratum_of, cell_of;

    std::optional<std::int32_t> item(std::string_view key) const;
    std::optional<std::int32_t> domain(std::string_view group) const; // "all" is 0
};

struct RoundCube {
    survey::Round round;
    RoundAxes axes;
    PopulationRegister population;
    Cube cube;
    std::vector<CompactAnswers> answers; // per stratum, as counted: withdrawn again when they are read anew
    std::vector<std::int64_t> change;    // per stratum: the change number that was read
    std::optional<Instant> frozen_at;    // of a closed round: its counters no longer follow the answers (ST-17)
};

// A character of the coded text as the cube counts it: the first two options are yes (ST-8), the rest no.
std::int8_t counted(char code);

CubeShape shape_of(RoundAxes const& axes, survey::Unit unit);

} // namespace lilong::analysis
