#include "analysis/small_area_estimate.h"

#include <cmath>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "analysis/random_draw_rule.h"

namespace lilong::analysis
{
namespace
{

// two areas of equal size, .2 and .4, and a sub-district at .5: both rise by .2
TEST(SmallAreaEstimate, the_sub_district_moves_its_areas_by_one_amount)
{
    std::vector const shares{.2, .4}, weights{.5, .5};
    std::vector<Interval> const free{{0, 1}, {0, 1}};
    auto const moved = benchmarked(shares, weights, free, .5);
    EXPECT_NEAR(moved[0], .4, 1e-15);
    EXPECT_NEAR(moved[1], .6, 1e-15);
}

// the same, but the second area cannot exceed .45: it gives .05, the first takes the remaining .35
TEST(SmallAreaEstimate, what_a_cut_area_cannot_take_the_others_take)
{
    std::vector const shares{.2, .4}, weights{.5, .5};
    std::vector<Interval> const limits{{0, 1}, {.35, .45}};
    auto const moved = benchmarked(shares, weights, limits, .5);
    EXPECT_NEAR(moved[0], .55, 1e-15);
    EXPECT_NEAR(moved[1], .45, 1e-15);
}

std::vector<SmallArea> made(std::uint64_t seed, int areas, double precision, double fraction = .3)
{
    SeededRng rng{seed};
    std::vector<SmallArea> out;
    for (int i = 0; i < areas; ++i) {
        SmallArea area{
            .population = 100 + static_cast<std::int64_t>(rng.below(300)), .group = i % 4, .characteristics = {}};
        area.answers = static_cast<std::int64_t>(fraction * static_cast<double>(area.population));
        area.weight = static_cast<double>(area.population) / static_cast<double>(area.answers);
        area.yes = draw_binomial(rng, area.answers, draw_beta(rng, .3 * precision, .7 * precision));
        out.push_back(area);
    }
    return out;
}

RC_GTEST_PROP(SmallAreaEstimate, every_sub_district_keeps_its_direct_share_and_no_area_leaves_what_its_answers_allow,
              ())
{
    auto const areas =
        made(*rc::gen::arbitrary<std::uint64_t>(), 24, *rc::gen::inRange(2, 200), *rc::gen::inRange(2, 10) / 10.0);
    auto const predicted = predict_areas(areas);
    RC_PRE(predicted.has_value());
    for (std::int32_t group = 0; group < 4; ++group) {
        double direct = 0, sum = 0, all = 0;
        for (std::size_t i = 0; i < areas.size(); ++i) {
            if (areas[i].group != group) continue;
            auto const n = static_cast<double>(areas[i].population);
            auto const& one = predicted->areas[i];
            direct += n * static_cast<double>(areas[i].yes) / static_cast<double>(areas[i].answers);
            sum += n * one.share;
            all += n;
            RC_ASSERT(one.share >= static_cast<double>(areas[i].yes) / n - 1e-12);
            RC_ASSERT(one.share <= 1 - static_cast<double>(areas[i].answers - areas[i].yes) / n + 1e-12);
            RC_ASSERT(one.interval.lower <= one.share + 1e-9);
            RC_ASSERT(one.interval.upper >= one.share - 1e-9);
        }
        RC_ASSERT(std::abs(direct / all - sum / all) < 1e-9);
    }
}

TEST(SmallAreaEstimate, a_counted_area_keeps_its_share_whatever_the_sub_district_says)
{
    auto areas = made(4, 24, 10);
    areas[0].answers = areas[0].population;
    areas[0].yes = areas[0].population / 5;
    areas[0].weight = 1;
    auto const predicted = predict_areas(areas).value();
    auto const own = static_cast<double>(areas[0].yes) / static_cast<double>(areas[0].population);
    EXPECT_NEAR(predicted.areas[0].share, own, 1e-12);
    EXPECT_NEAR(predicted.areas[0].interval.upper - predicted.areas[0].interval.lower, 0, 1e-12);
}

TEST(SmallAreaEstimate, the_bootstrap_adds_the_error_of_the_model_and_the_same_seed_repeats_it)
{
    auto const areas = made(65, 24, 15);
    auto const fitted = predict_areas(areas).value();
    SeededRng rng{200}, again{200};
    auto const one = bootstrap_areas(areas, fitted, 60, rng), two = bootstrap_areas(areas, fitted, 60, again);
    EXPECT_EQ(one.mean_squared_error, two.mean_squared_error);
    EXPECT_GT(one.used, 50);
    double mean = 0;
    for (std::size_t i = 0; i < areas.size(); ++i) {
        EXPECT_GE(one.inflation[i], 1);
        EXPECT_GT(one.mean_squared_error[i], 0);
        mean += one.inflation[i] / static_cast<double>(areas.size());
    }
    EXPECT_GT(mean, 1.02); // 24 areas say what is usual with some error of their own
    auto const wider = with_model_uncertainty(fitted.areas[3], 1.44, areas[3]);
    EXPECT_NEAR(wider.variance, fitted.areas[3].variance * 1.44, 1e-15);
    EXPECT_LE(wider.interval.lower, fitted.areas[3].interval.lower);
    EXPECT_GE(wider.interval.upper, fitted.areas[3].interval.upper);
}

TEST(SmallAreaEstimate, fewer_than_eight_areas_are_no_model)
{
    EXPECT_EQ(predict_areas(made(1, 7, 20)).error().code, "analysis.model_needs_more_areas");
}

} // namespace
} // namespace lilong::analysis
