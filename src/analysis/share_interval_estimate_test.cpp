#include "analysis/share_interval_estimate.h"

#include <cmath>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "analysis/distribution_rule.h"

namespace lilong::analysis
{
namespace
{

TEST(ShareInterval, two_of_five_answers_out_of_ten_could_be_two_to_seven_households)
{
    auto const interval = hypergeometric_interval({.yes = 2, .answers = 5, .population = 10}, 0.95);
    EXPECT_DOUBLE_EQ(interval.lower, 0.2);
    EXPECT_DOUBLE_EQ(interval.upper, 0.7);
    auto const none = hypergeometric_interval({.yes = 0, .answers = 5, .population = 10}, 0.95);
    EXPECT_DOUBLE_EQ(none.lower, 0);
    EXPECT_DOUBLE_EQ(none.upper, 0.3);
}

TEST(ShareInterval, everybody_asked_gives_a_point)
{
    auto const interval = hypergeometric_interval({.yes = 3, .answers = 9, .population = 9}, 0.95);
    EXPECT_DOUBLE_EQ(interval.lower, 3.0 / 9);
    EXPECT_DOUBLE_EQ(interval.upper, 3.0 / 9);
}

// ST-33: guaranteed coverage, by enumeration of every N <= 40, n and K.
TEST(ShareInterval, the_exact_interval_holds_the_truth_at_least_95_times_in_100)
{
    for (std::int64_t population = 1; population <= 40; ++population)
        for (std::int64_t n = 1; n <= population; ++n) {
            std::vector<Interval> intervals;
            for (std::int64_t x = 0; x <= n; ++x)
                intervals.push_back(hypergeometric_interval({x, n, population}, 0.95));
            for (std::int64_t yes = 0; yes <= population; ++yes) {
                double coverage = 0;
                auto const truth = static_cast<double>(yes) / static_cast<double>(population);
                for (std::int64_t x = std::max<std::int64_t>(0, n - (population - yes)); x <= std::min(n, yes); ++x) {
                    auto const probability = hypergeometric_at_most(x, yes, {x, n, population}) -
                                             hypergeometric_at_most(x - 1, yes, {x, n, population});
                    auto const& i = intervals[static_cast<std::size_t>(x)];
                    if (i.lower <= truth && truth <= i.upper) coverage += probability;
                }
                ASSERT_GE(coverage, 0.95 - 1e-12) << "N " << population << " n " << n << " K " << yes;
            }
        }
}

TEST(ShareInterval, tail_probabilities_of_a_large_committee_agree_with_counting)
{
    // N = 10, K = 4, n = 5: P(X >= 2) = 1 - (C(6,5) + C(4,1) C(6,4)) / C(10,5) = 1 - 66/252
    EXPECT_NEAR(hypergeometric_at_least(2, 4, {2, 5, 10}), 1 - 66.0 / 252, 1e-15);
    auto const up = hypergeometric_at_least(265, 425, {265, 877, 1415});
    auto const down = hypergeometric_at_most(264, 425, {265, 877, 1415});
    EXPECT_NEAR(up + down, 1, 1e-14);
}

TEST(ShareInterval, equal_weights_without_correction_make_wilson_that_of_n_minus_one_answers)
{
    rc::check("Wilson with n_eff = p(1-p)/v is Wilson with n-1", [] {
        auto const n = *rc::gen::inRange<std::int64_t>(3, 2000);
        auto const x = *rc::gen::inRange<std::int64_t>(1, n);
        auto const p = static_cast<double>(x) / static_cast<double>(n);
        auto const m = static_cast<double>(n - 1);
        ShareFacts const facts{.share = p, .variance = p * (1 - p) / m, .df = m, .n = n, .n_psu = n};
        auto const ours = share_interval(facts, Method::automatic, 0.95);
        auto const expected = wilson_interval(p, m, t_quantile(0.975, m));
        RC_ASSERT(ours.method == Method::wilson);
        RC_ASSERT(std::abs(ours.interval.lower - expected.lower) < 1e-12);
        RC_ASSERT(std::abs(ours.interval.upper - expected.upper) < 1e-12);
    });
}

TEST(ShareInterval, no_yes_among_two_of_640_households_is_never_zero_plus_minus_zero)
{
    ShareFacts const facts{.share = 0, .variance = 0, .df = 1, .n = 2, .n_psu = 2, .f = 2.0 / 640, .unseen = true};
    for (auto asked : {Method::automatic, Method::wilson, Method::korn_graubard, Method::xlogit, Method::wald}) {
        auto const out = share_interval(facts, asked, 0.95);
        EXPECT_TRUE(out.boundary);
        EXPECT_EQ(out.interval.lower, 0);
        EXPECT_GT(out.interval.upper, 0.5);
        EXPECT_LE(out.interval.upper, 1);
    }
    EXPECT_EQ(share_interval(facts, Method::wald, 0.95).method, Method::korn_graubard);
}

TEST(ShareInterval, a_clustered_item_widens_the_boundary)
{
    ShareFacts facts{.share = 1, .variance = 0, .df = 99, .n = 100, .n_psu = 100, .f = 0, .unseen = true};
    auto const narrow = share_interval(facts, Method::wilson, 0.95);
    facts.boundary_deff = 4;
    auto const wide = share_interval(facts, Method::wilson, 0.95);
    EXPECT_LT(wide.interval.lower, narrow.interval.lower);
    auto const t = t_quantile(0.975, 99);
    EXPECT_NEAR(narrow.interval.lower, 1 / (1 + t * t / 100), 1e-12); // Wilson at 100 %
}

TEST(ShareInterval, korn_graubard_of_a_simple_sample_is_clopper_pearson_of_n_minus_one)
{
    // p = 3/10, v = p q/9, df 9: n* = 9; Beta quantiles from R 4.2: qbeta(.025, 2.7, 7.3), qbeta(.975, 3.7, 6.3)
    ShareFacts const facts{.share = 0.3, .variance = 0.21 / 9, .df = 9, .n = 10, .n_psu = 10};
    auto const out = share_interval(facts, Method::korn_graubard, 0.95);
    EXPECT_NEAR(out.interval.lower, 0.0590341119647935, 1e-10);
    EXPECT_NEAR(out.interval.upper, 0.672019206094728, 1e-10);
}

} // namespace
} // namespace lilong::analysis
