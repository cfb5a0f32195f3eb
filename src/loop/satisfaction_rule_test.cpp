#include "loop/satisfaction_rule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lilong::loop
{
namespace
{

// Origin: the roots of (p − x)² = z²·x(1 − x)/n, solved as a quadratic for p = .88, n = 100.
TEST(SatisfactionRule, the_wilson_interval_of_88_in_100_solves_its_equation)
{
    auto const found = wilson_interval(88, 100);
    EXPECT_DOUBLE_EQ(found.share, .88);
    EXPECT_NEAR(found.lower, .8018790, 1e-6);
    EXPECT_NEAR(found.upper, .9300059, 1e-6);
}

TEST(SatisfactionRule, nobody_asked_says_nothing)
{
    auto const found = wilson_interval(0, 0);
    EXPECT_EQ(found.lower, 0);
    EXPECT_EQ(found.upper, 1);
}

RC_GTEST_PROP(SatisfactionRule, the_interval_always_holds_the_share_and_stays_between_nothing_and_all, ())
{
    auto const n = *rc::gen::inRange<std::int64_t>(1, 5000);
    auto const count = *rc::gen::inRange<std::int64_t>(0, n + 1);
    auto const found = wilson_interval(count, n);
    RC_ASSERT(found.lower >= 0 && found.upper <= 1);
    RC_ASSERT(found.lower <= found.share + 1e-12 && found.share <= found.upper + 1e-12);
}

TEST(SatisfactionRule, ten_answers_or_a_twentieth_of_the_origins_are_enough)
{
    EXPECT_FALSE(enough_answered({.origins = 376, .answered = 9}));
    EXPECT_TRUE(enough_answered({.origins = 376, .answered = 10}));
    EXPECT_TRUE(enough_answered({.origins = 40, .answered = 2}));
    EXPECT_FALSE(enough_answered({.origins = 40, .answered = 1}));
    EXPECT_FALSE(enough_answered({.origins = 0, .answered = 0}));
}

TEST(SatisfactionRule, exactly_four_in_five_satisfied_is_enough_and_more_than_one_in_five_not_solved_is_too_much)
{
    EXPECT_TRUE(satisfied_enough({.answered = 10, .satisfied = 8, .solved_no = 2}));
    EXPECT_FALSE(satisfied_enough({.answered = 10, .satisfied = 7, .solved_no = 0}));
    EXPECT_FALSE(satisfied_enough({.answered = 100, .satisfied = 80, .solved_no = 21}));
    EXPECT_FALSE(satisfied_enough({}));
}

} // namespace
} // namespace lilong::loop
