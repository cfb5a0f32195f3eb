#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "issues/deadline_rule.h"
#include "issues/duplicate_rule.h"
#include "issues/exclusion_rule.h"
#include "issues/promotion_rule.h"
#include "issues/rates_rule.h"
#include "issues/reference.h"

namespace lilong::issues
{
namespace
{

Instant china(int year, unsigned month, unsigned day, int hour, int minute = 0)
{
    return china_midnight(Date{year, month, day}).plus(std::chrono::hours{hour} + std::chrono::minutes{minute});
}

// Friday 6 March 2026; Saturday rests, Sunday the 8th works for it.
areas::WorkingCalendar calendar()
{
    return areas::WorkingCalendar{std::vector<areas::CalendarDay>{{Date{2026, 3, 7}, areas::DayKind::rest, {}, "", ""},
                                                                  {Date{2026, 3, 8}, areas::DayKind::work, 1, "", ""}}};
}

TEST(DeadlineRule, one_working_day_from_friday_ends_on_the_working_sunday)
{
    auto const clock = started(ClockKind::contact, ServiceClass::ordinary, china(2026, 3, 6, 10),
                               {areas::ClockUnit::working_days, 1}, calendar());
    EXPECT_EQ(clock.due_at, china(2026, 3, 8, 17, 30));
    EXPECT_EQ(clock.allowed_ms, (7 * 60 + 30 + 8 * 60 + 30) * 60'000); // Friday 10:00–17:30 and the whole of Sunday
}

TEST(DeadlineRule, a_clock_turns_yellow_at_three_quarters_and_red_after_its_end)
{
    auto const clock = started(ClockKind::contact, ServiceClass::ordinary, china(2026, 3, 6, 10),
                               {areas::ClockUnit::working_days, 1}, calendar());
    auto const at = [&](Instant now) { return colour(clock, ServiceClass::ordinary, now, calendar()); };
    EXPECT_EQ(at(china(2026, 3, 8, 13, 29)), Colour::green); // 12 of the 16 hours are used at Sunday 13:30
    EXPECT_EQ(at(china(2026, 3, 8, 13, 30)), Colour::yellow);
    EXPECT_EQ(at(china(2026, 3, 8, 17, 30)), Colour::yellow);
    EXPECT_EQ(at(china(2026, 3, 8, 17, 31)), Colour::red);
}

TEST(DeadlineRule, an_urgent_issue_counts_by_the_clock_through_the_night)
{
    auto const clocks = areas::service_clocks(ServiceClass::urgent);
    auto const clock =
        started(ClockKind::answer, ServiceClass::urgent, china(2026, 3, 6, 20), clocks.answer, calendar());
    EXPECT_EQ(clock.due_at, china(2026, 3, 7, 20));
}

TEST(DeadlineRule, parking_stops_the_clock_and_going_on_leaves_the_time_that_was_left)
{
    auto const five_days = areas::service_clocks(ServiceClass::ordinary).answer;
    auto const clock = started(ClockKind::answer, ServiceClass::ordinary, china(2026, 3, 9, 9), five_days,
                               calendar()); // Monday → next Monday 17:30
    ASSERT_EQ(clock.due_at, china(2026, 3, 16, 17, 30));
    auto const parked = stopped(clock, ServiceClass::ordinary, china(2026, 3, 16, 9), calendar()); // a whole day left
    EXPECT_EQ(colour(parked, ServiceClass::ordinary, china(2026, 4, 1, 9), calendar()), Colour::grey);
    auto const on = resumed(parked, ServiceClass::ordinary, china(2026, 4, 1, 9), calendar());
    EXPECT_EQ(on.due_at, china(2026, 4, 1, 17, 30));
    EXPECT_EQ(on.pauses, 1);
}

TEST(DeadlineRule, a_clock_met_in_time_stays_green_for_ever)
{
    auto clock = started(ClockKind::contact, ServiceClass::ordinary, china(2026, 3, 6, 10),
                         {areas::ClockUnit::working_days, 1}, calendar());
    clock.met_at = china(2026, 3, 6, 11);
    EXPECT_EQ(colour(clock, ServiceClass::ordinary, china(2026, 5, 1, 9), calendar()), Colour::green);
}

TEST(DuplicateRule, the_same_words_at_the_same_lamp_today_are_surely_the_same)
{
    EXPECT_DOUBLE_EQ(duplicate_score("3号楼路灯不亮！", "3号楼路灯不亮", {}).value(), 1.0);
}

TEST(DuplicateRule, a_worked_example)
{
    // bigrams of 路灯坏了: 路灯 灯坏 坏了; of 路灯不亮: 路灯 灯不 不亮 → 1 of 5
    EXPECT_NEAR(jaccard_of_bigrams("路灯坏了", "路灯不亮"), .2, 1e-12);
    EXPECT_NEAR(duplicate_score("路灯坏了", "路灯不亮", {.distance_m = 50, .limit_m = 100, .days = 15}).value(),
                .5 * .2 + .3 * .5 + .2 * .5, 1e-12);
}

TEST(DuplicateRule, too_far_or_too_long_ago_is_not_compared)
{
    EXPECT_FALSE(duplicate_score("a b", "a b", {.distance_m = 101, .limit_m = 100, .days = 0}));
    EXPECT_FALSE(duplicate_score("a b", "a b", {.distance_m = 0, .limit_m = 100, .days = 31}));
}

RC_GTEST_PROP(DuplicateRule, the_order_of_two_reports_does_not_matter_to_their_likeness,
              (std::string const& a, std::string const& b))
{
    RC_ASSERT(jaccard_of_bigrams(a, b) == jaccard_of_bigrams(b, a));
}

TEST(RatesRule, the_wilson_interval_of_eight_in_ten)
{
    // by hand: (0.8 + 0.192073 ± 1.96·√(0.016 + 0.0096036)) / 1.384146
    auto const rate = wilson(8, 10);
    EXPECT_NEAR(*rate.lower, 0.4902, 5e-5);
    EXPECT_NEAR(*rate.upper, 0.9433, 5e-5);
}

TEST(RatesRule, nobody_asked_is_no_rate_at_all) { EXPECT_FALSE(wilson(0, 0).value); }

TEST(RatesRule, partly_solved_is_shown_beside_solved_and_exclusions_are_counted_by_code)
{
    auto const rates = three_rates({{true, Solved::yes, 5, ""},
                                    {false, Solved::partly, 3, ""},
                                    {true, Solved::no, 4, ""},
                                    {std::nullopt, std::nullopt, std::nullopt, "merged"}});
    EXPECT_EQ(rates.solve.numerator, 1);
    EXPECT_EQ(rates.solve.denominator, 3);
    EXPECT_EQ(rates.partly, 1);
    EXPECT_EQ(rates.timely_contact.numerator, 2);
    EXPECT_EQ(rates.satisfaction.numerator, 2);
    EXPECT_EQ(rates.excluded.at("merged"), 1);
    EXPECT_FALSE(rates.may_be_ranked);
}

class PromotionRule : public testing::Test
{
protected:
    SeededRng rng{3};
    std::vector<AreaId> committees = {AreaId::random(rng), AreaId::random(rng), AreaId::random(rng),
                                      AreaId::random(rng)};
};

TEST_F(PromotionRule, an_item_rises_when_its_lower_bound_is_high_in_three_committees)
{
    std::vector<CommitteeShare> shares{{committees[0], "parking", .30}, {committees[1], "parking", .55}};
    EXPECT_TRUE(shares_that_rise(shares, 20).empty());
    shares.push_back({committees[2], "parking", .2999});
    EXPECT_TRUE(shares_that_rise(shares, 20).empty());
    shares.back().lower = .31;
    auto const rises = shares_that_rise(shares, 20);
    ASSERT_EQ(rises.size(), 1U);
    EXPECT_EQ(rises[0].rule, "a");
    EXPECT_EQ(rises[0].areas.size(), 3U);
}

TEST_F(PromotionRule, in_a_small_sub_district_a_quarter_is_enough)
{
    EXPECT_EQ(shares_that_rise({{committees[0], "parking", .4}, {committees[1], "parking", .4}}, 8).size(), 1U);
    EXPECT_TRUE(shares_that_rise({{committees[0], "parking", .4}, {committees[1], "parking", .4}}, 9).empty());
}

TEST_F(PromotionRule, recurrence_needs_three_at_one_place_in_ninety_days)
{
    auto const today = Date{2026, 6, 1};
    Place const lamp{.estate = {}, .lon = {}, .lat = {}, .asset = "lamp 12"};
    std::vector<Occurrence> seen(3, {committees[0], "lighting", lamp, Date{2026, 5, 1}, 0});
    EXPECT_EQ(recurring_categories(seen, today).count("lighting"), 1U);
    seen[2].reported = Date{2026, 3, 2}; // 91 days
    EXPECT_TRUE(recurring_categories(seen, today).empty());
    seen[0].reopens = 2;
    EXPECT_EQ(recurring_categories(seen, today).count("lighting"), 1U);
}

TEST_F(PromotionRule, issues_without_a_place_are_not_taken_for_one_place)
{
    std::vector<Occurrence> const seen(5, {committees[0], "parking", Place{}, Date{2026, 5, 1}, 0});
    EXPECT_TRUE(recurring_categories(seen, Date{2026, 6, 1}).empty());
}

TEST_F(PromotionRule, one_category_recurring_in_two_committees_rises)
{
    Place const gate{.estate = {}, .lon = {}, .lat = {}, .asset = "gate"};
    std::vector<Occurrence> seen(3, {committees[0], "parking", gate, Date{2026, 5, 1}, 0});
    EXPECT_TRUE(recurrences_that_rise(seen, Date{2026, 6, 1}).empty());
    seen.insert(seen.end(), 3, {committees[1], "parking", gate, Date{2026, 5, 2}, 0});
    auto const rises = recurrences_that_rise(seen, Date{2026, 6, 1});
    ASSERT_EQ(rises.size(), 1U);
    EXPECT_EQ(rises[0].rule, "b");
    EXPECT_EQ(rises[0].subject, "parking");
}

TEST(DistrictRule, a_third_return_rises_and_a_second_does_not)
{
    EXPECT_FALSE(reason_to_rise_to_district({.times_returned = 2}));
    EXPECT_EQ(reason_to_rise_to_district({.times_returned = 3}), "returned");
}

TEST(ExclusionRule, one_person_plays_one_part_on_an_issue)
{
    SeededRng rng{1};
    auto const chen = UserId::random(rng), li = UserId::random(rng);
    std::vector<Deed> const so_far{{chen, Part::dispatcher}, {li, Part::handler}};
    EXPECT_TRUE(parts_differ(chen, Part::dispatcher, so_far));
    EXPECT_FALSE(parts_differ(chen, Part::handler, so_far));
    EXPECT_FALSE(parts_differ(li, Part::caller, so_far));
    EXPECT_TRUE(parts_differ(UserId::random(rng), Part::caller, so_far));
}

TEST(Reference, it_can_be_told_on_the_telephone)
{
    SeededRng rng{9};
    auto const reference = new_reference(rng);
    EXPECT_EQ(reference.size(), 8U);
    EXPECT_EQ(reference.find_first_of("01OIL"), std::string::npos);
    EXPECT_EQ(as_written("k7mq-42xd "), "K7MQ42XD");
}

} // namespace
} // namespace lilong::issues
