#include "analysis/random_draw_rule.h"

#include <cmath>
#include <gtest/gtest.h>

namespace lilong::analysis
{
namespace
{

template <typename Draw>
std::pair<double, double> mean_and_variance(int times, Draw const& draw)
{
    double sum = 0, squares = 0;
    for (int i = 0; i < times; ++i) {
        auto const value = static_cast<double>(draw());
        sum += value;
        squares += value * value;
    }
    auto const mean = sum / times;
    return {mean, squares / times - mean * mean};
}

TEST(RandomDraw, each_distribution_has_its_mean_and_its_variance)
{
    SeededRng rng{1972};
    constexpr int kTimes = 40'000;
    auto const normal = mean_and_variance(kTimes, [&] { return draw_normal(rng); });
    EXPECT_NEAR(normal.first, 0, 0.02);
    EXPECT_NEAR(normal.second, 1, 0.03);
    for (auto const shape : {0.3, 1.0, 7.5}) {
        auto const gamma = mean_and_variance(kTimes, [&] { return draw_gamma(rng, shape); });
        EXPECT_NEAR(gamma.first, shape, 0.02 * (1 + shape));
        EXPECT_NEAR(gamma.second, shape, 0.06 * (1 + shape));
    }
    auto const beta = mean_and_variance(kTimes, [&] { return draw_beta(rng, 3, 5); });
    EXPECT_NEAR(beta.first, 3.0 / 8, 0.004);
    EXPECT_NEAR(beta.second, 15.0 / (64 * 9), 0.001);
    for (std::int64_t const n : {5, 40, 1415}) {
        auto const binomial = mean_and_variance(kTimes, [&] { return draw_binomial(rng, n, 0.3); });
        auto const m = static_cast<double>(n);
        EXPECT_NEAR(binomial.first, 0.3 * m, 4 * std::sqrt(m * .21 / kTimes));
        EXPECT_NEAR(binomial.second / (m * .21), 1, 0.04);
    }
}

TEST(RandomDraw, the_same_seed_gives_the_same_draws)
{
    SeededRng one{9}, two{9};
    for (int i = 0; i < 100; ++i) EXPECT_EQ(draw_binomial(one, 500, .4), draw_binomial(two, 500, .4));
}

TEST(RandomDraw, certain_and_impossible_things_stay_so)
{
    SeededRng rng{3};
    EXPECT_EQ(draw_binomial(rng, 100, 0), 0);
    EXPECT_EQ(draw_binomial(rng, 100, 1), 100);
    EXPECT_EQ(draw_binomial(rng, 0, .5), 0);
    auto const tiny = draw_beta(rng, 1e-9, 1e-9);
    EXPECT_TRUE(tiny == 0 || tiny == 1);
}

} // namespace
} // namespace lilong::analysis
