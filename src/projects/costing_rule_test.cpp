#include "projects/costing_rule.h"

#include <gtest/gtest.h>

namespace lilong::projects
{
namespace
{

Costing two_ways()
{
    Costing c;
    c.alternatives = {{{"不动", "do nothing"}, {}, 0, 0, "", true},
                      {{"拓宽", "widen"}, Money::yuan(98'000), 418, 30, ""},
                      {{"人车分流", "two gates"}, Money::yuan(136'000), 418, 45, ""}};
    c.chosen = 2;
    c.lines = {{{"土建", "works"}, Money::yuan(100'000), "three offers"},
               {{"道闸", "barrier"}, Money::yuan(36'000), "price list"}};
    return c;
}

TEST(CostingRule, two_alternatives_besides_doing_nothing_or_a_reason_for_one)
{
    auto c = two_ways();
    EXPECT_TRUE(enough_alternatives(c));
    c.alternatives.pop_back();
    EXPECT_FALSE(enough_alternatives(c));
    c.why_few_alternatives = "the wall allows one opening only";
    EXPECT_TRUE(enough_alternatives(c));
    c.alternatives.erase(c.alternatives.begin());
    EXPECT_FALSE(enough_alternatives(c)); // "do nothing" belongs among them
}

TEST(CostingRule, lines_sum_to_the_fen_and_every_price_has_a_source)
{
    auto c = two_ways();
    EXPECT_TRUE(lines_sum(c));
    EXPECT_TRUE(prices_sourced(c));
    c.lines[1].amount += Money::fen(1);
    c.lines[0].price_source.clear();
    EXPECT_FALSE(lines_sum(c));
    EXPECT_FALSE(prices_sourced(c));
    c.chosen = 9;
    EXPECT_FALSE(lines_sum(c));
}

TEST(CostingRule, a_hearing_is_required_above_fifty_thousand_yuan_above_thirty_households_or_for_common_parts)
{
    EXPECT_FALSE(hearing_required(Money::yuan(50'000), false, 30));
    EXPECT_TRUE(hearing_required(Money::fen(5'000'001), false, 30));
    EXPECT_TRUE(hearing_required(Money::yuan(1), false, 31));
    EXPECT_TRUE(hearing_required(Money::yuan(1), true, 1));
}

} // namespace
} // namespace lilong::projects
