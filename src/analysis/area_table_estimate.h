// Areas x needs (page S5): each area's share beside the share of the whole they belong to, which differences are more
// than chance, and between which ranks an area lies.
//
// Source: an area is a part of its whole, so Var(p_k - P) = V_P + V_k (1 - 2 W_k) with W_k = N_k/N, from P = sum W_j
// p_j over independent parts (contrast of ST-24, without finite correction, ST-29); t test with the part's df; all
// cells of the table are one family under Benjamini-Hochberg (ST-50). Ranks: Klein, Wright & Wieczorek (2020) with
// Sidak levels (ST-73); "cannot be excluded from the first ten" (ST-74) is a rank interval that begins at ten or
// better.
#pragma once

#include <map>

#include "analysis/round_place.h"

namespace lilong::analysis
{

inline constexpr double kTableRate = 0.10; // ST-50

enum class AgainstWhole { above, below, alike, cannot_tell };
constexpr std::string_view name(AgainstWhole standing)
{
    constexpr std::string_view names[]{"above", "below", "alike", "cannot_tell"};
    return names[static_cast<int>(standing)];
}

struct AreaCell {
    std::optional<Estimate> share;  // nothing: nobody was asked there
    double difference = kUndefined; // from the whole, in shares
    AgainstWhole standing = AgainstWhole::cannot_tell;
    std::optional<RankInterval> rank; // among the areas of the table, for this need
};

struct AreaRow {
    AreaId area;
    std::int64_t answered = 0, registered = 0;
    std::vector<AreaCell> cells; // in the order of the items
};

struct AreaTable {
    std::vector<std::string> items; // largest share of the whole first
    std::vector<Estimate> whole;    // of the items
    std::vector<AreaRow> areas;
    std::int64_t tested = 0, told_apart = 0; // the family of ST-50
    std::int64_t first_places = 0;           // how long the list of ST-74 is here
};

struct AreaOfTable {
    AreaId area;
    std::optional<RoundPlace> place; // nothing: not in this round
};

// `only`: one item instead of all.
Result<AreaTable> table_of_areas(RoundCube const& cube, RoundPlace const& whole, std::span<AreaOfTable const> areas,
                                 std::int32_t domain, std::optional<std::int32_t> only = {});

// V_P + V_k (1 - 2 W_k); both without finite correction. NaN when either error is not defined.
double variance_against_whole(Estimate const& part, Estimate const& whole);

// ST-74 for lists of any length: ten of more than twenty, three of more than six, else one.
std::int64_t first_places(std::int64_t ranked);

} // namespace lilong::analysis
