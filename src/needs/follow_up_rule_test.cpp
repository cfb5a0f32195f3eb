#include "needs/follow_up_rule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/chance.h"

namespace lilong::needs
{
namespace
{

std::vector<VisitHousehold> street(std::size_t buildings, std::size_t households)
{
    SeededRng rng{3};
    std::vector<VisitHousehold> out;
    for (std::size_t i = 0; i < buildings * households; ++i)
        out.push_back({HouseholdId::random(rng), std::to_string(i % buildings)});
    return out;
}

TEST(FollowUpRule, three_percent_are_visited_at_least_five_at_most_twelve_and_all_when_there_are_fewer)
{
    EXPECT_EQ(visits_needed(376), 12U); // 11.28 rounded up
    EXPECT_EQ(visits_needed(200), 6U);
    EXPECT_EQ(visits_needed(20), 5U);
    EXPECT_EQ(visits_needed(5000), 12U);
    EXPECT_EQ(visits_needed(3), 3U);
}

TEST(FollowUpRule, no_building_is_visited_twice_before_each_was_visited_once)
{
    auto const drawn = draw_visits(street(6, 20), 12, 42);
    std::map<std::string, int> visits;
    for (auto const& one : drawn) ++visits[one.building];
    EXPECT_EQ(visits.size(), 6U);
    for (auto const& [building, times] : visits) EXPECT_EQ(times, 2) << building;
}

RC_GTEST_PROP(FollowUpRule, the_same_seed_draws_the_same_households_whatever_the_order_of_the_list,
              (std::uint64_t seed))
{
    auto const list = street(4, 8);
    auto shuffled = list;
    std::reverse(shuffled.begin(), shuffled.end());
    auto const wanted = *rc::gen::inRange<std::size_t>(0, 40);
    auto const drawn = draw_visits(list, wanted, seed);
    RC_ASSERT(drawn == draw_visits(shuffled, wanted, seed));
    RC_ASSERT(drawn.size() == std::min<std::size_t>(wanted, list.size()));
    RC_ASSERT((std::set<VisitHousehold>{drawn.begin(), drawn.end()}.size() == drawn.size()));
}

TEST(FollowUpRule, gate_nine_lamps_two_drying_one_is_one_cause_in_at_least_half_the_visits)
{
    std::vector<std::vector<std::string>> visits(9, {"gate_and_paths"});
    visits.insert(visits.end(), {{"lighting"}, {"lighting"}, {"drying_and_seats"}});
    auto const found = tally(visits);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].cause, "gate_and_paths");
    EXPECT_EQ(found[0].visits, 9U);
    EXPECT_EQ(found[1].visits, 2U);
    EXPECT_TRUE(one_cause_in_half(found, 12));
    EXPECT_FALSE(one_cause_in_half(tally({{"a"}, {"b"}, {"c"}}), 3));
    EXPECT_FALSE(one_cause_in_half({}, 0));
}

TEST(FollowUpRule, the_page_knows_when_the_last_three_visits_added_no_new_cause)
{
    EXPECT_TRUE(last_three_added_nothing({{"a"}, {"b"}, {"a"}, {"b"}, {"a"}}));
    EXPECT_FALSE(last_three_added_nothing({{"a"}, {"b"}, {"a"}, {"c"}, {"a"}}));
    EXPECT_FALSE(last_three_added_nothing({{"a"}, {"a"}, {"a"}}));
}

} // namespace
} // namespace lilong::needs
