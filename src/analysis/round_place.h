// Where an area lies in the cube of a round, and what pages ask about it there: whole committees, or one estate of a
// committee. Refuses analysis.not_in_round for areas that the round does not cover.
#pragma once

#include "analysis/round_cube.h"
#include "areas/area_tree.h"

namespace lilong::analysis
{

struct RoundPlace {
    std::vector<std::int32_t> strata;
    std::optional<std::int32_t> cell; // one estate; the stratum is its committee
};

Result<RoundPlace> place_in_round(RoundCube const& cube, areas::AreaTree const& tree, AreaId const& area);

std::vector<std::int32_t> cells_in(RoundCube const& cube, RoundPlace const& place);
std::int64_t answered_in(RoundCube const& cube, RoundPlace const& place, std::int32_t domain);
std::int64_t registered_in(RoundCube const& cube, RoundPlace const& place); // N

// Items that are asked of everybody, or of the group whose page it is.
bool asked_in(RoundCube const& cube, std::vector<std::int32_t> const& cells, std::int32_t domain, std::int32_t item);

ShareOptions shown_on_pages(RoundCube const& cube);
std::int64_t change_number(RoundCube const& cube); // equal numbers, equal figures

} // namespace lilong::analysis
