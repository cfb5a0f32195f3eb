// Whole tables of shares: every committee × group × item with standard error and interval, from weighted sums or from
// counts, in one pass. Each row is what share_of gives for that cell; nothing is approximated for speed.
//     auto const table = share_table(weighted_table(rows), places, {});
//     table[cell * items + item].lower
//
// Source: ST-20 and ST-34, finished by taylor_estimate and share_interval_estimate.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/row_weight_sums.h"
#include "analysis/share_interval_estimate.h"
#include "analysis/types.h"

namespace lilong::analysis
{

// Of the committee in which a cell lies.
struct CellPlace {
    std::int64_t households = 0;       // n_h: that answered
    double population = kNoPopulation; // N_h
};

struct TableShare {
    std::int64_t n = 0;
    double value = kUndefined, se = kUndefined, lower = kUndefined, upper = kUndefined, df = 0;
    bool boundary = false, lonely = false, over_coverage = false;
};

struct TableOptions {
    Method method = Method::wilson;
    double level = 0.95;
    FiniteCorrection fpc = FiniteCorrection::on;
};

// `places` has one entry per cell of the table; the shares follow cell by cell, item by item.
std::vector<TableShare> share_table(WeightedTable const& sums, std::int32_t items, std::span<CellPlace const> places,
                                    TableOptions const& options);

TableShare share_of_cell(WeightedSums const& sums, CellPlace const& place, TableOptions const& options);

} // namespace lilong::analysis
