#include "analysis/quantile_estimate.h"

#include <gtest/gtest.h>

namespace lilong::analysis
{
namespace
{

// ST-94: ordinal 1,2,2,3,3,3,4,4,5,5 with equal weights: median 3, interval [2, 5]
std::vector<double> const kAnswers{1, 2, 2, 3, 3, 3, 4, 4, 5, 5};
Histogram const kHistogram{.values = {1, 2, 3, 4, 5}, .weights = {1, 2, 3, 2, 2}};

ShareUpTo share_up_to(double population)
{
    return [=](std::size_t category) -> Result<Linearised> {
        StratumSums s{.units = 10, .population = population, .units_in_domain = 10};
        for (auto y : kAnswers) {
            auto const u = y <= kHistogram.values[category] ? 1.0 : 0.0;
            s.b_u += u;
            s.b_v += 1;
            s.a_uu += u;
            s.a_uv += u;
            s.a_vv += 1;
        }
        std::vector const strata{s};
        return ratio_of_sums(strata, {});
    };
}

TEST(QuantileEstimate, the_median_of_ten_answers_lies_between_two_and_five)
{
    auto const median = quantile_estimate(kHistogram, share_up_to(kNoPopulation), 0.5, 0.95).value();
    EXPECT_EQ(median.value, 3);
    EXPECT_EQ(median.interval.lower, 2);
    EXPECT_EQ(median.interval.upper, 5);
    EXPECT_NEAR(median.se, 3 / (2 * 2.2621571627982), 1e-9);
}

TEST(QuantileEstimate, when_everybody_answered_the_quantile_is_a_point)
{
    auto const median = quantile_estimate(kHistogram, share_up_to(10), 0.5, 0.95).value();
    EXPECT_EQ(median.interval.lower, 3);
    EXPECT_EQ(median.interval.upper, 3);
    EXPECT_EQ(median.se, 0);
}

TEST(QuantileEstimate, shares_outside_the_unit_interval_give_the_extreme_category)
{
    EXPECT_EQ(quantile_of(kHistogram, -0.1), 1);
    EXPECT_EQ(quantile_of(kHistogram, 1.1), 5);
    EXPECT_EQ(quantile_of(kHistogram, 0.3), 2); // exactly 3 of 10: a tie belongs to the lower category
}

} // namespace
} // namespace lilong::analysis
