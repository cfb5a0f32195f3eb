#include "base/money.h"

#include <gtest/gtest.h>
#include <limits>
#include <rapidcheck/gtest.h>

namespace lilong
{
namespace
{

constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();

TEST(Money, a_yuan_is_a_hundred_fen)
{
    EXPECT_EQ(Money::yuan(250'000).in_fen(), 25'000'000);
    EXPECT_EQ(Money::yuan(1), Money::fen(100));
}

TEST(Money, sums_and_remainders_are_exact)
{
    auto fund = Money::yuan(250'000);
    fund -= Money::yuan(136'000);
    EXPECT_EQ(fund, Money::yuan(114'000));
    EXPECT_EQ(fund + Money::fen(1) - Money::yuan(114'000), Money::fen(1));
}

TEST(Money, text_always_has_two_decimals)
{
    EXPECT_EQ(Money::yuan(136'000).yuan_text(), "136000.00");
    EXPECT_EQ(Money::fen(5).yuan_text(), "0.05");
    EXPECT_EQ(Money::fen(-5).yuan_text(), "-0.05");
    EXPECT_EQ(Money::fen(-12'345).yuan_text(), "-123.45");
    EXPECT_EQ(Money::fen(kLeast).yuan_text(), "-92233720368547758.08");
}

TEST(Money, a_sum_that_does_not_fit_throws_instead_of_wrapping)
{
    EXPECT_THROW((void)(Money::fen(kMost) + Money::fen(1)), std::overflow_error);
    EXPECT_THROW((void)(Money::fen(kLeast) - Money::fen(1)), std::overflow_error);
    EXPECT_THROW((void)Money::yuan(kMost / 100 + 1), std::overflow_error);
    EXPECT_EQ((Money::fen(kMost - 1) + Money::fen(1)).in_fen(), kMost);
}

RC_GTEST_PROP(Money, adding_and_taking_away_again_changes_nothing, (std::int32_t a, std::int32_t b))
{
    RC_ASSERT(Money::fen(a) + Money::fen(b) - Money::fen(b) == Money::fen(a));
}

} // namespace
} // namespace lilong
