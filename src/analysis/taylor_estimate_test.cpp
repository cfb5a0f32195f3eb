#include "analysis/taylor_estimate.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lilong::analysis
{
namespace
{

struct Unit {
    double u = 0, v = 0; // weighted sums of one household
};

StratumSums stratum(std::vector<Unit> const& units, double population = kNoPopulation)
{
    StratumSums s{.units = static_cast<std::int64_t>(units.size()), .population = population, .name = "A"};
    for (auto const& unit : units) {
        s.units_in_domain += unit.v > 0 ? 1 : 0;
        s.b_u += unit.u;
        s.b_v += unit.v;
        s.a_uu += unit.u * unit.u;
        s.a_uv += unit.u * unit.v;
        s.a_vv += unit.v * unit.v;
    }
    return s;
}

std::vector<Unit> weighted(double w, std::vector<double> const& values)
{
    std::vector<Unit> out;
    for (auto y : values) out.push_back({w * y, w});
    return out;
}

constexpr TaylorOptions kAdjust{.fpc = FiniteCorrection::on, .lonely = LonelyRule::adjust};
constexpr TaylorOptions kCertainty{.fpc = FiniteCorrection::on, .lonely = LonelyRule::certainty};
constexpr TaylorOptions kFail{.fpc = FiniteCorrection::on, .lonely = LonelyRule::fail};

// ST-94 (1), worked by hand
TEST(TaylorEstimate, two_of_five_answers_out_of_ten_households)
{
    std::vector const strata{stratum(weighted(2, {1, 1, 0, 0, 0}), 10)};
    auto const share = ratio_of_sums(strata, kFail).value();
    EXPECT_DOUBLE_EQ(share.value, 0.4);
    EXPECT_NEAR(share.se(), std::sqrt(0.5 * 0.24 / 4), 1e-15);
    EXPECT_EQ(share.df, 4);
    EXPECT_DOUBLE_EQ(share.f, 0.5);
    RowSums const rows{.n = 5, .w = 10, .wx = 10, .wy = 4, .wxx = 10, .wxy = 4, .wyy = 4};
    EXPECT_NEAR(design_effect_of_share(share, rows), 1, 1e-12);
    EXPECT_NEAR(design_effect_of_ratio(share, rows), 1, 1e-12);
}

TEST(TaylorEstimate, residents_of_one_household_are_counted_together)
{
    // N = 6 households, 3 answer with (members, yes) = (2,1), (1,1), (1,0); weight 2
    std::vector const strata{stratum({{2, 4}, {2, 2}, {0, 2}}, 6)};
    auto const share = ratio_of_sums(strata, kFail).value();
    EXPECT_DOUBLE_EQ(share.value, 0.5);
    EXPECT_NEAR(share.variance, 0.0234375, 1e-15);
    auto const total = total_of_sums(strata, kFail).value();
    EXPECT_DOUBLE_EQ(total.value, 4);
    EXPECT_DOUBLE_EQ(share.denominator, 8);
}

TEST(TaylorEstimate, a_committee_counted_completely_adds_no_error)
{
    auto const a = stratum(weighted(2, {1, 1, 0, 0}), 8), b = stratum(weighted(1, {1, 0}), 2);
    std::vector const both{a, b}, census{b};
    auto const mean = ratio_of_sums(both, kFail).value();
    auto const total = total_of_sums(both, kFail).value();
    EXPECT_DOUBLE_EQ(mean.value, 0.5);
    EXPECT_NEAR(mean.se(), 0.163299316185545, 1e-14);
    EXPECT_DOUBLE_EQ(total.value, 5);
    EXPECT_NEAR(total.se(), 1.63299316185545, 1e-13);
    auto const counted = ratio_of_sums(census, kFail).value();
    EXPECT_EQ(counted.se(), 0);
    EXPECT_FALSE(counted.unseen);
    auto const point = wald_interval(counted, 0.95);
    EXPECT_EQ(point.lower, 0.5);
    EXPECT_EQ(point.upper, 0.5);
}

TEST(TaylorEstimate, a_lonely_household_is_refused_centred_or_certain_as_asked)
{
    auto lonely = stratum(weighted(4, {5}));
    lonely.name = "B";
    std::vector const strata{stratum(weighted(2, {1, 3})), lonely};
    auto const refused = ratio_of_sums(strata, kFail);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "analysis.lonely_stratum");
    EXPECT_EQ(refused.error().facts.at("stratum"), "B");
    auto const total = total_of_sums(strata, kAdjust).value();
    EXPECT_DOUBLE_EQ(total.value, 28);
    EXPECT_NEAR(total.se(), std::sqrt(16 + (20 - 28.0 / 3) * (20 - 28.0 / 3)), 1e-12);
    EXPECT_TRUE(total.lonely);
    auto const mean = ratio_of_sums(strata, kAdjust).value();
    EXPECT_DOUBLE_EQ(mean.value, 3.5);
    EXPECT_NEAR(mean.se(), 0.901388, 5e-7);
    EXPECT_NEAR(total_of_sums(strata, kCertainty).value().se(), 4, 1e-12);
    EXPECT_NEAR(ratio_of_sums(strata, kCertainty).value().se(), 0.5, 1e-12);
}

TEST(TaylorEstimate, the_only_household_of_a_committee_is_a_census_and_not_lonely)
{
    std::vector const strata{stratum(weighted(2, {1, 0}), 4), stratum(weighted(1, {1}), 1)};
    auto const share = ratio_of_sums(strata, kFail);
    ASSERT_TRUE(share);
    EXPECT_FALSE(share->lonely);
}

TEST(TaylorEstimate, more_answers_than_registered_households_count_as_a_census_with_a_flag)
{
    std::vector const strata{stratum(weighted(1, {1, 0, 1}), 2)};
    auto const share = ratio_of_sums(strata, kFail).value();
    EXPECT_TRUE(share.over_coverage);
    EXPECT_EQ(share.variance, 0);
    EXPECT_DOUBLE_EQ(share.f, 1);
}

TEST(TaylorEstimate, nobody_in_the_domain_gives_no_number_instead_of_zero)
{
    std::vector const strata{stratum({{0, 0}, {0, 0}}, 8)};
    auto const share = ratio_of_sums(strata, kFail).value();
    EXPECT_TRUE(std::isnan(share.value));
    EXPECT_TRUE(std::isnan(share.se()));
}

TEST(TaylorEstimate, one_member_of_a_group_gives_no_interval)
{
    std::vector const strata{stratum({{1, 1}, {0, 0}, {0, 0}}, 9)};
    auto const share = ratio_of_sums(strata, kFail).value();
    EXPECT_EQ(share.df, 0);
    EXPECT_TRUE(std::isnan(wald_interval(share, 0.95).lower));
}

// identities, ST-94 (2)
std::vector<std::int64_t> some_answers()
{
    auto values = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 6));
    values.push_back(1);
    values.push_back(4);
    return values;
}

std::vector<double> as_doubles(std::vector<std::int64_t> const& values) { return {values.begin(), values.end()}; }

RC_GTEST_PROP(TaylorEstimate, a_census_has_no_sampling_error, ())
{
    auto const values = as_doubles(some_answers());
    std::vector const strata{stratum(weighted(1, values), static_cast<double>(values.size()))};
    RC_ASSERT(ratio_of_sums(strata, kFail).value().se() == 0);
    RC_ASSERT(total_of_sums(strata, kFail).value().se() == 0);
}

RC_GTEST_PROP(TaylorEstimate, the_total_is_the_mean_times_the_population, ())
{
    auto const values = as_doubles(some_answers());
    auto const n = static_cast<double>(values.size());
    auto const population = n + static_cast<double>(*rc::gen::inRange(1, 500));
    std::vector const strata{stratum(weighted(population / n, values), population)};
    auto const mean = ratio_of_sums(strata, kFail).value();
    auto const total = total_of_sums(strata, kFail).value();
    RC_ASSERT(std::abs(total.value - mean.value * population) < 1e-9 * population);
    RC_ASSERT(std::abs(total.se() - mean.se() * population) < 1e-8 * population);
}

RC_GTEST_PROP(TaylorEstimate, the_order_of_households_does_not_matter, ())
{
    auto values = as_doubles(some_answers());
    std::vector const forwards{stratum(weighted(3, values))};
    std::ranges::reverse(values);
    std::vector const backwards{stratum(weighted(3, values))};
    RC_ASSERT(ratio_of_sums(forwards, kFail).value().variance == ratio_of_sums(backwards, kFail).value().variance);
}

RC_GTEST_PROP(TaylorEstimate, the_covariance_of_a_share_with_itself_is_its_variance, ())
{
    auto const values = as_doubles(some_answers());
    auto const s = stratum(weighted(2, values), 2.0 * static_cast<double>(values.size()));
    std::vector const strata{s};
    auto const mean = ratio_of_sums(strata, kFail).value();
    std::vector<CrossSums> const cross{{.units = s.units,
                                        .population = s.population,
                                        .b_ua = s.b_u,
                                        .b_va = s.b_v,
                                        .b_ub = s.b_u,
                                        .b_vb = s.b_v,
                                        .uaub = s.a_uu,
                                        .uavb = s.a_uv,
                                        .vaub = s.a_uv,
                                        .vavb = s.a_vv}};
    auto const covariance = covariance_of_ratios(cross, mean, mean, FiniteCorrection::on);
    RC_ASSERT(std::abs(covariance - mean.variance) <= 1e-12 * (1 + mean.variance));
}

RC_GTEST_PROP(TaylorEstimate, shares_of_all_levels_add_to_one_and_their_covariances_to_zero, ())
{
    auto const values = some_answers();
    auto const n = static_cast<std::int64_t>(values.size());
    std::vector<Linearised> shares;
    std::vector<double> counts;
    for (std::int64_t level = 0; level < 6; ++level) {
        std::vector<double> indicator;
        for (auto v : values) indicator.push_back(v == level ? 1 : 0);
        std::vector const strata{stratum(weighted(1, indicator), 1e6)};
        shares.push_back(ratio_of_sums(strata, kFail).value());
        counts.push_back(strata.front().b_u);
    }
    double sum = 0, row = shares[1].variance;
    for (auto const& share : shares) sum += share.value;
    for (std::size_t other = 0; other < shares.size(); ++other) {
        if (other == 1) continue;
        auto const m = static_cast<double>(n);
        std::vector<CrossSums> const cross{{.units = n,
                                            .population = 1e6,
                                            .b_ua = counts[1],
                                            .b_va = m,
                                            .b_ub = counts[other],
                                            .b_vb = m,
                                            .uaub = 0,
                                            .uavb = counts[1],
                                            .vaub = counts[other],
                                            .vavb = m}};
        row += covariance_of_ratios(cross, shares[1], shares[other], FiniteCorrection::on);
    }
    RC_ASSERT(std::abs(sum - 1) < 1e-12);
    RC_ASSERT(std::abs(row) < 1e-12);
}

} // namespace
} // namespace lilong::analysis
