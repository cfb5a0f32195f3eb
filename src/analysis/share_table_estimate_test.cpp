#include "analysis/share_table_estimate.h"

#include <cmath>
#include <gtest/gtest.h>

#include "base/chance.h"

namespace lilong::analysis
{
namespace
{

void expect_same(double a, double b, char const* what, std::size_t at)
{
    if (std::isnan(a) || std::isnan(b))
        EXPECT_EQ(std::isnan(a), std::isnan(b)) << what << " " << at;
    else
        EXPECT_NEAR(a, b, 1e-13 + 1e-12 * std::abs(b)) << what << " " << at;
}

// Cells that are empty, of one household, counted completely, over their register; items that all or none want.
TEST(ShareTable, a_whole_table_says_of_each_cell_what_the_cell_says_alone)
{
    SeededRng rng{5};
    constexpr std::int32_t kCells = 40, kItems = 6;
    std::vector<std::int32_t> cell;
    std::vector<double> weight;
    std::vector<std::int8_t> values;
    std::vector<CellPlace> places(kCells);
    for (std::int32_t c = 0; c < kCells; ++c) {
        auto const rows = c == 0 ? 0 : c == 1 ? 1 : 2 + rng.below(60);
        auto const n = static_cast<std::int64_t>(rows + rng.below(3));
        auto& place = places[static_cast<std::size_t>(c)];
        place = {n, static_cast<double>(n) * 1.6};
        if (c % 5 == 2) place.population = static_cast<double>(n);
        if (c % 7 == 3) place.population = static_cast<double>(n) * 0.9;
        if (c % 11 == 4) place.population = kNoPopulation;
        for (std::uint64_t row = 0; row < rows; ++row) {
            cell.push_back(c);
            weight.push_back(0.5 + 3 * rng.unit());
            for (std::int32_t j = 0; j < kItems; ++j)
                values.push_back(j == 0               ? 0
                                 : j == 1             ? 1
                                 : rng.below(20) == 0 ? kMissing
                                                      : static_cast<std::int8_t>(rng.below(100) < 30));
        }
    }
    auto const sums = weighted_table({kCells, kItems, cell, weight, values});
    for (auto const fpc : {FiniteCorrection::on, FiniteCorrection::off})
        for (auto const method : {Method::wilson, Method::wald, Method::xlogit}) {
            TableOptions const options{.method = method, .level = 0.9, .fpc = fpc};
            auto const table = share_table(sums, kItems, places, options);
            ASSERT_EQ(table.size(), static_cast<std::size_t>(kCells * kItems));
            for (std::size_t at = 0; at < table.size(); ++at) {
                auto const c = static_cast<std::int32_t>(at) / kItems, item = static_cast<std::int32_t>(at) % kItems;
                auto const alone = share_of_cell(sums.at(c, item), places[static_cast<std::size_t>(c)], options);
                expect_same(table[at].value, alone.value, "value", at);
                expect_same(table[at].se, alone.se, "se", at);
                expect_same(table[at].lower, alone.lower, "lower", at);
                expect_same(table[at].upper, alone.upper, "upper", at);
                EXPECT_EQ(table[at].df, alone.df);
                EXPECT_EQ(table[at].n, alone.n);
                EXPECT_EQ(table[at].boundary, alone.boundary);
                EXPECT_EQ(table[at].lonely, alone.lonely);
                EXPECT_EQ(table[at].over_coverage, alone.over_coverage);
            }
        }
}

} // namespace
} // namespace lilong::analysis
