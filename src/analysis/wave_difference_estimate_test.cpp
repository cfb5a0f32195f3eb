#include "analysis/wave_difference_estimate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <numeric>
#include <vector>

#include "base/chance.h"

namespace lilong::analysis
{
namespace
{

using Answers = std::map<int, double>; // household → 0/1

StratumSums sums(Answers const& answers, double population)
{
    auto const n = static_cast<double>(answers.size());
    auto const w = population / n;
    StratumSums s{.units = static_cast<std::int64_t>(answers.size()),
                  .population = population,
                  .units_in_domain = static_cast<std::int64_t>(answers.size())};
    for (auto const& [_, y] : answers) {
        s.b_u += w * y;
        s.b_v += w;
        s.a_uu += w * w * y * y;
        s.a_uv += w * w * y;
        s.a_vv += w * w;
    }
    return s;
}

WaveStratum waves(Answers const& first, Answers const& second, double population)
{
    WaveStratum out{
        .first = sums(first, population), .second = sums(second, population), .overlap = {}, .common_population = {}};
    auto const w1 = population / static_cast<double>(first.size()),
               w2 = population / static_cast<double>(second.size());
    for (auto const& [household, y1] : first) {
        auto const found = second.find(household);
        if (found == second.end()) continue;
        auto const u1 = w1 * y1, u2 = w2 * found->second;
        auto& o = out.overlap;
        o.households += 1;
        o.u1 += u1, o.v1 += w1, o.u2 += u2, o.v2 += w2;
        o.u1u2 += u1 * u2, o.u1v2 += u1 * w2, o.v1u2 += w1 * u2, o.v1v2 += w1 * w2;
    }
    return out;
}

WaveDifference change(Answers const& first, Answers const& second, double population,
                      Statistic statistic = Statistic::ratio)
{
    std::vector const strata{waves(first, second, population)};
    return wave_difference(strata, statistic, {}).value();
}

// ST-94: N = 6; households 1,2,3 answer 1,0,1; then 2,3,4 answer 0,1,1
TEST(WaveDifference, two_small_waves_worked_by_hand)
{
    auto const d = change({{1, 1}, {2, 0}, {3, 1}}, {{2, 0}, {3, 1}, {4, 1}}, 6);
    EXPECT_NEAR(d.difference, 0, 1e-15);
    EXPECT_NEAR(d.first.variance, 1.0 / 18, 1e-15);
    EXPECT_NEAR(d.second.variance, 1.0 / 18, 1e-15);
    EXPECT_NEAR(d.covariance, 1.0 / 36, 1e-15);
    EXPECT_NEAR(d.se(), std::sqrt(1.0 / 18), 1e-15);
    EXPECT_EQ(d.df, 2);
    EXPECT_EQ(d.households_in_both, 2);
}

TEST(WaveDifference, a_wave_compared_with_itself_has_not_changed_and_that_is_certain)
{
    Answers const wave{{1, 1}, {2, 0}, {3, 1}, {4, 0}, {5, 1}};
    for (auto statistic : {Statistic::ratio, Statistic::total}) {
        auto const d = change(wave, wave, 12, statistic);
        EXPECT_EQ(d.difference, 0);
        EXPECT_EQ(d.se(), 0);
    }
}

// ST-94 (2): population of six, n1 = n2 = 3, two in both: unbiased over all 180 outcomes, for the total.
TEST(WaveDifference, the_estimated_variance_is_right_on_average_over_all_samples)
{
    std::array<double, 6> const y1{1, 0, 1, 1, 0, 0}, y2{1, 0, 1, 1, 1, 0};
    double outcomes = 0, sum = 0, squares = 0, estimated = 0, independent = 0;
    for (unsigned a = 0; a < 64; ++a)
        for (unsigned b = 0; b < 64; ++b) {
            if (__builtin_popcount(a) != 3 || __builtin_popcount(b) != 3 || __builtin_popcount(a & b) != 2) continue;
            Answers first, second;
            for (int i = 0; i < 6; ++i) {
                if ((a >> i) & 1U) first[i] = y1[static_cast<std::size_t>(i)];
                if ((b >> i) & 1U) second[i] = y2[static_cast<std::size_t>(i)];
            }
            auto const d = change(first, second, 6);
            outcomes += 1;
            sum += d.difference;
            squares += d.difference * d.difference;
            estimated += d.first.variance + d.second.variance - 2 * d.covariance;
            independent += d.first.variance + d.second.variance;
        }
    EXPECT_EQ(outcomes, 180);
    auto const mean = sum / outcomes;
    EXPECT_NEAR(mean, 1.0 / 6, 1e-12);
    EXPECT_NEAR(squares / outcomes - mean * mean, 13.0 / 180, 1e-12);
    EXPECT_NEAR(estimated / outcomes, 13.0 / 180, 1e-12);
    EXPECT_NEAR(independent / outcomes, 17.0 / 180, 1e-12);
}

// ST-55: with fewer than two common households the bound stands in for what cannot be estimated.
TEST(WaveDifference, without_common_households_in_a_near_census_the_interval_is_wider_than_for_independent_waves)
{
    auto const d = change({{1, 1}, {2, 0}, {3, 1}}, {{4, 1}, {5, 0}, {6, 0}}, 6);
    // factor 0 - 6*9/36 = -1.5; s1 = s2 = sqrt(1/3)/3 on the scale of z
    EXPECT_NEAR(d.covariance, -1.5 * 4 * (1.0 / 3) / 36, 1e-15);
    EXPECT_GT(d.variance, d.first.variance + d.second.variance);
}

TEST(WaveDifference, without_a_known_population_a_single_common_household_counts_as_independence)
{
    auto stratum = waves({{1, 1}, {2, 0}}, {{2, 1}, {3, 0}}, 8);
    stratum.first.population = stratum.second.population = kNoPopulation;
    std::vector const strata{stratum};
    auto const d = wave_difference(strata, Statistic::ratio, {}).value();
    EXPECT_EQ(d.covariance, 0);
}

// ST-94 (2), simulation with a stored seed: N = 500, 300 and 250 answer, 200 in both; nominal 95 %.
TEST(WaveDifference, the_interval_of_a_change_holds_the_truth_about_95_times_in_100)
{
    SeededRng rng{53};
    constexpr int kPopulation = 500;
    std::vector<double> before(kPopulation), after(kPopulation);
    double truth = 0;
    for (std::size_t i = 0; i < kPopulation; ++i) {
        auto const need = rng.unit();
        before[i] = rng.unit() < 0.1 + 0.5 * need ? 1 : 0;
        after[i] = rng.unit() < 0.2 ? (rng.unit() < 0.2 + 0.5 * need ? 1 : 0) : before[i];
        truth += (after[i] - before[i]) / kPopulation;
    }
    std::vector<int> order(kPopulation);
    std::iota(order.begin(), order.end(), 0);
    constexpr int kDraws = 1500;
    int covered = 0;
    for (int draw = 0; draw < kDraws; ++draw) {
        for (std::size_t i = order.size() - 1; i > 0; --i) std::swap(order[i], order[rng.below(i + 1)]);
        Answers first, second;
        for (std::size_t i = 0; i < 350; ++i) { // 200 in both, then 100 only before, 50 only after
            auto const household = order[i];
            if (i < 300) first[household] = before[static_cast<std::size_t>(household)];
            if (i < 200 || i >= 300) second[household] = after[static_cast<std::size_t>(household)];
        }
        auto const interval = wave_difference_interval(change(first, second, kPopulation), 0.95);
        covered += interval.lower <= truth && truth <= interval.upper ? 1 : 0;
    }
    EXPECT_GE(covered, kDraws * 0.935);
    EXPECT_LE(covered, kDraws * 0.965);
}

} // namespace
} // namespace lilong::analysis
