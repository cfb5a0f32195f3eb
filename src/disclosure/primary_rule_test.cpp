#include "disclosure/primary_rule.h"

#include <gtest/gtest.h>

namespace lilong::disclosure
{
namespace
{

Counts of(std::int64_t persons, std::int64_t yes)
{
    return {persons, persons, yes, static_cast<double>(persons), static_cast<double>(yes)};
}

TEST(PrimaryRule, everybody_sees_percentages_on_thirty_answers_and_more) // ST-82
{
    EXPECT_TRUE(is_sensitive(of(29, 12), Audience::everybody));
    EXPECT_FALSE(is_sensitive(of(30, 12), Audience::everybody));
}

TEST(PrimaryRule, staff_see_cells_of_five_and_analysts_of_ten)
{
    EXPECT_TRUE(is_sensitive(of(9, 5), Audience::analyst));
    EXPECT_FALSE(is_sensitive(of(10, 5), Audience::analyst));
    EXPECT_TRUE(is_sensitive(of(4, 2), Audience::staff));
    EXPECT_FALSE(is_sensitive(of(6, 3), Audience::staff));
}

TEST(PrimaryRule, many_persons_of_few_households_are_few)
{
    auto counts = of(40, 20);
    counts.households = 9;
    EXPECT_TRUE(is_sensitive(counts, Audience::everybody));
    counts.households = 10;
    EXPECT_FALSE(is_sensitive(counts, Audience::everybody));
}

TEST(PrimaryRule, one_or_two_who_need_it_or_who_do_not_are_hidden_in_a_large_cell)
{
    for (auto const audience : {Audience::staff, Audience::analyst, Audience::everybody}) {
        EXPECT_TRUE(is_sensitive(of(600, 2), audience));
        EXPECT_FALSE(is_sensitive(of(600, 3), audience));
        EXPECT_TRUE(is_sensitive(of(600, 598), audience));
        EXPECT_FALSE(is_sensitive(of(600, 597), audience));
    }
}

TEST(PrimaryRule, all_or_none_of_a_small_group_is_hidden)
{
    EXPECT_TRUE(is_sensitive(of(29, 29), Audience::staff));
    EXPECT_TRUE(is_sensitive(of(29, 0), Audience::staff));
    EXPECT_FALSE(is_sensitive(of(30, 30), Audience::everybody));
    EXPECT_FALSE(is_sensitive(of(30, 0), Audience::everybody));
}

TEST(PrimaryRule, bases_are_rounded_to_five_and_percentages_to_whole_ones) // ST-83
{
    for (std::int64_t base = 0; base < 200; ++base) {
        auto const printed = rounded_base(base);
        EXPECT_EQ(printed % 5, 0);
        EXPECT_LE(behind_base(printed).lower, static_cast<double>(base));
        EXPECT_GE(behind_base(printed).upper, static_cast<double>(base));
        for (std::int64_t yes = 0; base > 0 && yes <= base; ++yes) {
            auto const share = static_cast<double>(yes) / static_cast<double>(base);
            auto const behind = behind_percent(whole_percent(share));
            EXPECT_LE(behind.lower, share + 1e-12);
            EXPECT_GE(behind.upper, share - 1e-12);
        }
    }
}

} // namespace
} // namespace lilong::disclosure
