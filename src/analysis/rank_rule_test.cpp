#include "analysis/rank_rule.h"

#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lilong::analysis
{
namespace
{

using testing::ElementsAre;
using testing::IsEmpty;

Estimate share(double value, Design design = Design::census_attempt)
{
    Estimate out;
    out.value = value;
    out.se = 0.02;
    out.n = 500;
    out.design = design;
    return out;
}

TEST(RankRule, joint_intervals_worked_by_hand)
{
    std::vector<Interval> const places{{.50, .60}, {.40, .55}, {.20, .30}};
    EXPECT_THAT(ranks_from_intervals(places), ElementsAre(RankInterval{1, 2}, RankInterval{1, 2}, RankInterval{3, 3}));
    EXPECT_THAT(ranks_from_intervals(std::vector<Interval>{{.5, .6}, {.4, .5}}),
                ElementsAre(RankInterval{1, 2}, RankInterval{1, 2})); // touching intervals overlap
}

TEST(RankRule, the_variance_of_a_paired_difference_is_that_of_the_households_that_differ)
{
    // n = 10: 4 want only the gate, 1 only the lamps; d = .3, Var = .5/9 * (.5 - .09)
    auto const d = paired_difference({.yes_yes = 2, .yes_no = 4, .no_yes = 1, .no_no = 3}, 0.5);
    EXPECT_NEAR(d.difference, 0.3, 1e-15);
    EXPECT_NEAR(d.variance, 0.5 / 9 * 0.41, 1e-15);
    EXPECT_EQ(d.df, 9);
}

TEST(RankRule, everybody_preferring_one_need_is_a_sign_test_and_not_a_certainty)
{
    EXPECT_DOUBLE_EQ(paired_difference({.yes_no = 2}, 0).p_value, 0.5);
    EXPECT_EQ(paired_difference({.yes_no = 2}, 1).p_value, 0);
    EXPECT_EQ(paired_difference({.yes_yes = 5}, 0).p_value, 1);
}

TEST(RankRule, needs_that_cannot_be_told_apart_share_their_places)
{
    std::vector<NeedShare> const needs{{7, share(.30)}, {8, share(.60)}, {9, share(.31)}};
    auto const pair = [&](std::size_t i, std::size_t j) {
        PairedDifference d;
        d.difference = needs[i].estimate.value - needs[j].estimate.value;
        d.p_value = std::abs(d.difference) > 0.1 ? 0.001 : 0.6;
        return d;
    };
    auto const ranked = rank_needs(needs, pair);
    ASSERT_EQ(ranked.size(), 3U);
    EXPECT_EQ(ranked[0].need, 8);
    EXPECT_EQ(ranked[0].rank, (RankInterval{1, 1}));
    EXPECT_THAT(ranked[0].not_told_apart, IsEmpty());
    EXPECT_EQ(ranked[1].need, 9);
    EXPECT_EQ(ranked[1].rank, (RankInterval{2, 3}));
    EXPECT_THAT(ranked[1].not_told_apart, ElementsAre(7));
}

TEST(RankRule, whoever_came_gives_no_ranks)
{
    std::vector<NeedShare> const needs{{1, share(.9, Design::convenience)}, {2, share(.1, Design::convenience)}};
    auto const ranked = rank_needs(needs, [](auto, auto) { return PairedDifference{.p_value = 0}; });
    EXPECT_FALSE(ranked[0].rank);
    std::vector<Estimate> const places{share(.9, Design::convenience), share(.1)};
    auto const ranks = rank_places(places);
    EXPECT_FALSE(ranks[0]);
    EXPECT_EQ(ranks[1], (RankInterval{1, 1}));
}

TEST(RankRule, a_place_at_full_share_is_ranked_by_its_boundary_interval)
{
    auto full = share(1.0);
    full.se = 0;
    full.flags.boundary = true;
    full.lower = 0.8;
    full.upper = 1;
    std::vector<Estimate> const places{full, share(.95)};
    EXPECT_EQ(rank_places(places)[0], (RankInterval{1, 2}));
}

} // namespace
} // namespace lilong::analysis
