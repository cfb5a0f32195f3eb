// Which further cells must be hidden so that no sensitive cell can be computed from the published ones (ST-84). Exact
// arithmetic modulo a prime: the same input gives the same pattern on every machine.
//
// Source: Langsrud (2024), secondary cell suppression by Gaussian elimination. A cell is a 0/1 row over the inner
// cells. Published rows are brought into echelon form one after the other, in order of priority; a row is left out
// (hidden) when, reduced by those before it, it is a multiple of what is left of a sensitive row: publishing it would
// put that sensitive row into the span. A row that equals a sensitive row but for what one contributor knows of itself
// is left out, too.
#pragma once

#include <cstdint>
#include <vector>

#include "disclosure/table.h"

namespace lilong::disclosure
{

// One exact sum of inner cells that is already out (earlier editions).
using KnownRow = std::vector<std::int32_t>;

struct SuppressionInput {
    std::vector<bool> sensitive;   // by cell
    std::vector<bool> held_back;   // by cell: hidden whatever the elimination says
    std::vector<KnownRow> earlier; // published before
};

struct SuppressionPattern {
    std::vector<bool> hidden;     // by cell; sensitive and held back ones, too
    std::vector<bool> out_before; // sensitive now, but computable from earlier editions alone: nothing can hide it
};

// Indices of the cells in the order in which they are offered for publication: level, large before small, key.
std::vector<std::size_t> priority_order(Table const& table);

SuppressionPattern suppress(Table const& table, SuppressionInput const& input);

// Elimination takes the first way that is safe, which is not always the shortest. In small tables single published
// cells (in very small ones, pairs) are hidden by way of trial, the least important first; those that save others stay
// hidden. Gives the cells to hold back, among them those of `input`.
inline constexpr std::size_t kMostCellsTried = 100, kMostCellsTriedInPairs = 25;
std::vector<bool> sparing(Table const& table, SuppressionInput input);

} // namespace lilong::disclosure
