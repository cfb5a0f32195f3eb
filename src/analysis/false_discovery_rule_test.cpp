#include "analysis/false_discovery_rule.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lilong::analysis
{
namespace
{

using testing::DoubleNear;
using testing::ElementsAre;

std::vector const kFour{.01, .02, .03, .50};

TEST(FalseDiscoveryRule, four_p_values_worked_by_hand)
{
    auto const near = [](double x) { return DoubleNear(x, 1e-12); };
    EXPECT_THAT(benjamini_hochberg(kFour), ElementsAre(near(.04), near(.04), near(.04), near(.50)));
    EXPECT_THAT(holm(kFour), ElementsAre(near(.04), near(.06), near(.06), near(.50)));
    for (auto p : benjamini_yekutieli(kFour)) EXPECT_GT(p, .05);
    EXPECT_NEAR(coverage_level(3, 4), .9625, 1e-15);
}

TEST(FalseDiscoveryRule, the_threshold_is_what_one_more_cell_would_have_needed)
{
    EXPECT_DOUBLE_EQ(rejection_threshold(kFour, .10), .10);
    EXPECT_DOUBLE_EQ(rejection_threshold(std::vector{.4, .5}, .10), .05);
}

RC_GTEST_PROP(FalseDiscoveryRule, a_stricter_rule_never_gives_a_smaller_value_and_order_does_not_matter, ())
{
    auto const whole = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 1001));
    std::vector<double> p;
    for (auto w : whole) p.push_back(w / 1000.0);
    auto const bh = benjamini_hochberg(p), by = benjamini_yekutieli(p), family = holm(p);
    for (std::size_t i = 0; i < p.size(); ++i) {
        RC_ASSERT(bh[i] >= p[i]);
        RC_ASSERT(by[i] >= bh[i]);
        RC_ASSERT(family[i] >= bh[i] - 1e-15);
        RC_ASSERT(by[i] <= 1);
    }
    std::vector<double> backwards(p.rbegin(), p.rend());
    auto reversed = benjamini_hochberg(backwards);
    std::ranges::reverse(reversed);
    RC_ASSERT(reversed == bh);
}

} // namespace
} // namespace lilong::analysis
