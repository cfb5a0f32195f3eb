#include "analysis/odd_item_estimate.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <rapidcheck/gtest.h>

namespace lilong::analysis
{
namespace
{

double logistic(double x) { return 1 / (1 + std::exp(-x)); }
double logit(double p) { return std::log(p / (1 - p)); }

// Logits 0, 1 / 0, 3 with equal weights n P (1 - P): rows and columns take away all but (l11 - l12 - l21 + l22)/4 = ±
// .5.
TEST(OddItem, two_committees_and_two_needs_worked_by_hand)
{
    std::vector<OddCell> cells;
    double const logits[2][2]{{0, 1}, {0, 3}};
    for (std::int32_t i = 0; i < 2; ++i)
        for (std::int32_t j = 0; j < 2; ++j) {
            auto const share = logistic(logits[i][j]);
            cells.push_back({i, j, share, 100 / (share * (1 - share))});
        }
    std::vector<std::string> const classes{"1990s", "1990s"};
    auto const odd = odd_items(cells, classes);
    EXPECT_NEAR(odd[0].residual, .5, 1e-9);
    EXPECT_NEAR(odd[1].residual, -.5, 1e-9);
    EXPECT_NEAR(odd[2].residual, -.5, 1e-9);
    EXPECT_NEAR(odd[3].residual, .5, 1e-9);
    EXPECT_NEAR(odd[3].expected, logistic(2.5), 1e-9);
}

std::vector<OddCell> grid(std::int32_t areas, std::int32_t items, std::uint32_t seed)
{
    std::vector<OddCell> cells;
    for (std::int32_t i = 0; i < areas; ++i)
        for (std::int32_t j = 0; j < items; ++j) {
            seed = seed * 1664525U + 1013904223U;
            cells.push_back({i, j, .05 + .9 * ((seed >> 8) % 1000) / 1000.0, 50.0 + (seed >> 20) % 400});
        }
    return cells;
}

RC_GTEST_PROP(OddItem, weighted_residuals_add_to_nothing_in_every_committee_and_for_every_need_of_a_class, ())
{
    auto const cells = grid(14, 6, *rc::gen::arbitrary<std::uint32_t>());
    std::vector<std::string> classes;
    for (int i = 0; i < 14; ++i) classes.push_back(i < 7 ? "1990s" : "from 2000");
    std::map<std::int32_t, double> rows;
    std::map<std::pair<std::string, std::int32_t>, double> columns;
    auto const odd = odd_items(cells, classes);
    for (std::size_t k = 0; k < cells.size(); ++k) {
        auto const weighted = cells[k].answers * cells[k].share * (1 - cells[k].share) * odd[k].residual;
        rows[cells[k].area] += weighted;
        columns[{classes[static_cast<std::size_t>(cells[k].area)], cells[k].item}] += weighted;
    }
    for (auto const& [area, sum] : rows) RC_ASSERT(std::abs(sum) < 1e-6);
    for (auto const& [item, sum] : columns) RC_ASSERT(std::abs(sum) < 1e-6);
}

TEST(OddItem, a_need_that_leaves_its_committee_and_its_age_class_is_the_first_to_read)
{
    std::vector<OddCell> cells;
    std::vector<std::string> classes;
    for (std::int32_t i = 0; i < 12; ++i) {
        classes.push_back(i % 2 == 0 ? "1990s" : "from 2000");
        for (std::int32_t j = 0; j < 5; ++j)
            cells.push_back({i, j, logistic(-1 + .1 * i + .3 * j + (i % 2 == 0 ? .2 * j : 0)), 200});
    }
    cells[3 * 5 + 2].share = logistic(logit(cells[3 * 5 + 2].share) + 2);
    auto const odd = odd_items(cells, classes);
    auto const first = std::ranges::max_element(odd, {}, [](OddItem const& one) { return std::abs(one.residual); });
    EXPECT_EQ(first->area, 3);
    EXPECT_EQ(first->item, 2);
    for (auto const& one : odd) {
        if (one.area % 2 != 0) continue;
        EXPECT_NEAR(one.residual, 0, 1e-9); // the other class is additive as made
    }
}

TEST(OddItem, a_rare_age_class_joins_the_largest_and_empty_cells_take_no_part)
{
    auto cells = grid(8, 3, 7);
    cells[4].answers = 0;
    std::vector<std::string> classes(8, "1990s");
    classes[0] = "unknown";
    auto const odd = odd_items(cells, classes);
    EXPECT_EQ(odd.size(), cells.size() - 1);
    EXPECT_GT(std::abs(odd[0].residual), 1e-6); // alone it would fit itself exactly
}

} // namespace
} // namespace lilong::analysis
