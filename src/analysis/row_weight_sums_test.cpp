#include "analysis/row_weight_sums.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

#include "base/chance.h"

namespace lilong::analysis
{
namespace
{

struct Rows {
    std::vector<std::int32_t> cell;
    std::vector<double> weight;
    std::vector<std::int8_t> values;
    std::int32_t items = 0;
    WeightedRows view() const { return {7, items, cell, weight, values}; }
};

Rows some_rows(std::uint64_t seed, std::int32_t items)
{
    SeededRng rng{seed};
    Rows out;
    out.items = items;
    for (int row = 0; row < 3'000; ++row) {
        out.cell.push_back(static_cast<std::int32_t>(rng.below(7)));
        out.weight.push_back(std::exp(12 * (rng.unit() - 0.5)));
        for (std::int32_t j = 0; j < items; ++j)
            out.values.push_back(std::array<std::int8_t, 4>{0, 1, kMissing, kNotAsked}[rng.below(4)]);
    }
    return out;
}

TEST(RowWeightSums, weights_are_summed_over_valid_answers_and_over_those_who_said_yes)
{
    std::vector<std::int32_t> const cell{1, 0, 1};
    std::vector<double> const weight{1.5, 2, 4};
    std::vector<std::int8_t> const values{1, 0, 1, 1, 0, kMissing};
    auto const table = weighted_table({2, 2, cell, weight, values});
    auto const first = table.at(1, 0);
    EXPECT_EQ(first.n, 2);
    EXPECT_EQ(first.w, 5.5);
    EXPECT_EQ(first.ww, 18.25);
    EXPECT_EQ(first.wy, 1.5);
    EXPECT_EQ(first.wwy, 2.25);
    EXPECT_EQ(table.at(1, 1).n, 1);
    EXPECT_EQ(table.rows(0), 1);
}

TEST(RowWeightSums, sums_agree_with_long_double_and_do_not_depend_on_the_order_of_rows) // ST-19
{
    for (std::int32_t items : {1, 25, 32, 41}) {
        auto const rows = some_rows(static_cast<std::uint64_t>(items), items);
        auto const table = weighted_table(rows.view());
        Rows turned = rows;
        std::ranges::reverse(turned.cell);
        std::ranges::reverse(turned.weight);
        for (std::size_t row = 0; row < rows.cell.size(); ++row)
            std::copy_n(rows.values.begin() + static_cast<std::ptrdiff_t>(row) * items, items,
                        turned.values.end() - static_cast<std::ptrdiff_t>(row + 1) * items);
        auto const other = weighted_table(turned.view());
        for (std::int32_t cell = 0; cell < 7; ++cell)
            for (std::int32_t j = 0; j < items; ++j) {
                long double w = 0, wwy = 0;
                std::int64_t n = 0;
                for (std::size_t row = 0; row < rows.cell.size(); ++row) {
                    auto const value = rows.values[row * static_cast<std::size_t>(items) + static_cast<std::size_t>(j)];
                    if (rows.cell[row] != cell || value < 0) continue;
                    ++n;
                    w += rows.weight[row];
                    if (value > 0) wwy += static_cast<long double>(rows.weight[row]) * rows.weight[row];
                }
                auto const sums = table.at(cell, j), again = other.at(cell, j);
                ASSERT_EQ(sums.n, n);
                ASSERT_NEAR(sums.w, static_cast<double>(w), 1e-13 * static_cast<double>(w));
                ASSERT_NEAR(sums.wwy, static_cast<double>(wwy), 1e-13 * static_cast<double>(wwy));
                ASSERT_NEAR(sums.w, again.w, 1e-12 * again.w);
                ASSERT_NEAR(sums.wwy, again.wwy, 1e-12 * again.wwy);
            }
    }
}

TEST(RowWeightSums, rows_that_do_not_fit_together_are_not_summed)
{
    std::vector<std::int32_t> const cell{2};
    std::vector<double> const weight{1};
    std::vector<std::int8_t> const values{1};
    EXPECT_THROW(weighted_table({2, 1, cell, weight, values}), std::out_of_range);
    EXPECT_THROW(weighted_table({3, 2, cell, weight, values}), std::invalid_argument);
}

} // namespace
} // namespace lilong::analysis
