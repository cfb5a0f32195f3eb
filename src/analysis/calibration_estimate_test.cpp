#include "analysis/calibration_estimate.h"

#include <cmath>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lilong::analysis
{
namespace
{

Margin const kStair{.column = "stair", .levels = {"a", "b"}, .totals = {3, 9}, .of_row = {0, 0, 1, 1}};

TEST(Calibration, two_stairs_are_weighted_to_what_the_register_counts)
{
    auto const weights = calibrated_weights({3, 3, 3, 3}, {kStair}).value();
    EXPECT_DOUBLE_EQ(weights[0], 1.5);
    EXPECT_DOUBLE_EQ(weights[3], 4.5);
    auto const residuals = calibration_residuals({1, 0, 1, 1}, {3, 3, 3, 3}, {kStair});
    EXPECT_NEAR(residuals[0], 0.5, 1e-12); // the cell mean is taken out
    EXPECT_NEAR(residuals[2], 0, 1e-12);
}

TEST(Calibration, totals_that_no_weights_can_meet_name_the_worst_of_them)
{
    Margin const age{
        .column = "age", .levels = {"old", "young"}, .totals = {6, 6}, .of_row = {0, 0, 1, 1}}; // age follows stair
    auto const refused = calibrated_weights({1, 1, 1, 1}, {kStair, age});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "analysis.margin_not_met");
}

RC_GTEST_PROP(Calibration, weighted_counts_reproduce_every_total, ())
{
    auto const n = *rc::gen::inRange<std::size_t>(12, 60);
    std::vector<double> base;
    Margin one{.column = "one", .levels = {"x", "y", "z"}, .totals = {0, 0, 0}, .of_row = {}},
        two{.column = "two", .levels = {"p", "q"}, .totals = {0, 0}, .of_row = {}};
    for (std::size_t i = 0; i < n; ++i) {
        base.push_back(*rc::gen::inRange(1, 20));
        one.of_row.push_back(i < 6 ? static_cast<int>(i % 3) : *rc::gen::inRange(0, 3)); // every cell occurs
        two.of_row.push_back(i < 6 ? static_cast<int>(i / 3) : *rc::gen::inRange(0, 2));
        auto const truth = static_cast<double>(*rc::gen::inRange(1, 30)); // totals that some weights do meet
        one.totals[static_cast<std::size_t>(one.of_row[i])] += truth;
        two.totals[static_cast<std::size_t>(two.of_row[i])] += truth;
    }
    auto const weights = calibrated_weights(base, {one, two}).value();
    for (auto const* margin : {&one, &two})
        for (std::size_t level = 0; level < margin->levels.size(); ++level) {
            double sum = 0;
            for (std::size_t i = 0; i < n; ++i) sum += margin->of_row[i] == static_cast<int>(level) ? weights[i] : 0;
            RC_ASSERT(std::abs(sum - margin->totals[level]) <= 1.1e-9 * margin->totals[level]);
        }
}

} // namespace
} // namespace lilong::analysis
