#include "needs/severity_rule.h"

#include <gtest/gtest.h>

namespace lilong::needs
{
namespace
{

TEST(SeverityRule, the_table_of_lower_bounds_has_its_edges_where_it_says)
{
    EXPECT_EQ(severity(.449, "public_service", ""), 1);
    EXPECT_EQ(severity(.45, "public_service", ""), 2);
    EXPECT_EQ(severity(.60, "public_service", ""), 3);
    EXPECT_EQ(severity(.75, "public_service", ""), 4);
}

TEST(SeverityRule, safety_and_vulnerable_groups_add_one_each_and_five_is_the_most)
{
    EXPECT_EQ(severity(.2, "public_safety", ""), 2);
    EXPECT_EQ(severity(.2, "public_service", "hardship"), 2);
    EXPECT_EQ(severity(.9, "public_safety", "disabled"), 5);
}

TEST(SeverityRule, the_secretary_moves_it_by_one_at_most)
{
    EXPECT_TRUE(within_one(4, 3));
    EXPECT_FALSE(within_one(5, 3));
    EXPECT_FALSE(within_one(6, 5));
}

TEST(SeverityRule, heads_are_rounded_half_up)
{
    EXPECT_EQ(heads_of(418, .5), 209);
    EXPECT_EQ(heads_of(5, .5), 3);
    EXPECT_EQ(heads_of(10, .24), 2);
}

} // namespace
} // namespace lilong::needs
