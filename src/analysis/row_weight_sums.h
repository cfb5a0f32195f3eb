// Weighted sums for weights that differ from row to row, as imported files bring them (ST-19): n, sum of w, w^2, wy and
// w^2 y per cell and binary item. Rows are taken cell by cell; inside 240 rows plain, across them with compensation, so
// their order changes nothing beyond 1e-12. Our own rounds need none of this: their weights are classes (ST-5) and
// follow from integer counts.
//
// Source: Neumaier (1974). All terms have one sign, so 240 plain additions lose less than 3e-14 of the sum.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/cube.h"

namespace lilong::analysis
{

struct WeightedRows {
    std::int32_t cells = 0, items = 0;
    std::span<std::int32_t const> cell;  // of each row
    std::span<double const> weight;      // of each row, not below 0
    std::span<std::int8_t const> values; // row after row: 0, 1, kMissing or kNotAsked
};

struct WeightedSums {
    std::int64_t n = 0; // valid answers
    double w = 0, ww = 0, wy = 0, wwy = 0;
};

class WeightedTable
{
public:
    WeightedTable(std::int32_t cells, std::int32_t items);
    WeightedSums at(std::int32_t cell, std::int32_t item) const
    {
        auto const& part = parts_[static_cast<std::size_t>(cell) * items_ + static_cast<std::size_t>(item)];
        return {part.n, part.w + part.w_carried, part.ww + part.ww_carried, part.wy + part.wy_carried,
                part.wwy + part.wwy_carried};
    }
    std::int64_t rows(std::int32_t cell) const { return rows_[static_cast<std::size_t>(cell)]; }

    struct Part { // of one cell and item; the second of each pair carries what rounding took
        std::int64_t n = 0;
        double w = 0, w_carried = 0, ww = 0, ww_carried = 0;
        double wy = 0, wy_carried = 0, wwy = 0, wwy_carried = 0;
    };

private:
    friend WeightedTable weighted_table(WeightedRows const& rows);
    std::size_t items_;
    std::vector<Part> parts_;
    std::vector<std::int64_t> rows_;
};

WeightedTable weighted_table(WeightedRows const& rows);

} // namespace lilong::analysis
