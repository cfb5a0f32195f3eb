#include "needs/gate_rule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lilong::needs
{
namespace
{

TEST(GateRule, ninety_percent_of_418_passes_and_forty_percent_of_12_does_not)
{
    // lower bounds (Wilson, 95 %): 376 of 418 → .867; 5 of 12 → .193
    EXPECT_EQ(judge({.lower_bound = .867}), GateAnswer::opens);
    EXPECT_EQ(judge({.lower_bound = .193}), GateAnswer::below_threshold);
}

TEST(GateRule, exactly_the_threshold_and_exactly_rank_five_pass)
{
    EXPECT_EQ(judge({.lower_bound = .30, .rank_begin = 5}), GateAnswer::opens);
    EXPECT_EQ(judge({.lower_bound = .30, .rank_begin = 6}), GateAnswer::rank_too_low);
}

TEST(GateRule, a_surprise_opens_from_fifteen_percent_whatever_its_rank)
{
    EXPECT_EQ(judge({.lower_bound = .15, .rank_begin = 20, .upward_surprise = true}), GateAnswer::opens_as_surprise);
    EXPECT_EQ(judge({.lower_bound = .149, .rank_begin = 20, .upward_surprise = true}), GateAnswer::below_threshold);
}

TEST(GateRule, a_convenience_round_and_a_cell_too_small_never_open_by_themselves)
{
    EXPECT_EQ(judge({.design = "convenience", .lower_bound = .9, .upward_surprise = true}), GateAnswer::convenience);
    EXPECT_EQ(judge({.insufficient = true, .lower_bound = .9}), GateAnswer::insufficient);
}

TEST(GateRule, a_need_that_non_response_could_undo_says_so)
{
    EXPECT_TRUE(depends_on_who_answered({.lower_bound = .35, .lower_without_nonresponse = .22}));
    EXPECT_FALSE(depends_on_who_answered({.lower_bound = .35, .lower_without_nonresponse = .31}));
}

TEST(GateRule, eight_candidates_open_at_most_surprises_first_then_most_households)
{
    std::vector<Signal> signals;
    for (char c = 'a'; c <= 'j'; ++c) signals.push_back({std::string{c}, {.lower_bound = .4}, 100});
    signals[9].input.upward_surprise = true;
    signals[8].households = 500;
    auto const opened = to_open(signals, 0);
    ASSERT_EQ(opened.size(), 8U);
    EXPECT_EQ(signals[opened[0]].item, "j");
    EXPECT_EQ(signals[opened[1]].item, "i");
    EXPECT_EQ(signals[opened[2]].item, "a");
    EXPECT_EQ(to_open(signals, 7).size(), 1U);
    EXPECT_TRUE(to_open(signals, 9).empty());
}

RC_GTEST_PROP(GateRule, a_higher_lower_bound_never_closes_the_gate, (bool surprise))
{
    auto const rank = *rc::gen::inRange(1, 12);
    auto const low = *rc::gen::inRange(0, 1000), high = *rc::gen::inRange(low, 1001);
    auto const at = [&](int permille) {
        return opens(judge({.lower_bound = permille / 1000.0, .rank_begin = rank, .upward_surprise = surprise}));
    };
    RC_ASSERT(!at(low) || at(high));
}

} // namespace
} // namespace lilong::needs
