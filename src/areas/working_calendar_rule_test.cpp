#include "areas/working_calendar_rule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lilong::areas
{
namespace
{

Instant at(char const* china_time) // "2026-10-08 10:00" in Shanghai
{
    std::string const text = china_time;
    auto const day = Date::parse(text.substr(0, 10)).value();
    return china_midnight(day).plus(
        std::chrono::minutes{std::stoi(text.substr(11, 2)) * 60 + std::stoi(text.substr(14, 2))});
}

Date day(char const* iso) { return Date::parse(iso).value(); }

// National Day 2026: 1 to 7 October rest, Sunday 27 September and Saturday 10 October worked instead.
WorkingCalendar national_day()
{
    std::vector<CalendarDay> rows{{day("2026-09-27"), DayKind::work, 2, "国庆调休", "make-up day"},
                                  {day("2026-10-10"), DayKind::work, 3, "国庆调休", "make-up day"}};
    for (int i = 1; i <= 7; ++i)
        rows.push_back({Date{2026, 10, static_cast<unsigned>(i)}, DayKind::rest, {}, "国庆节", "National Day"});
    return WorkingCalendar{rows};
}

TEST(WorkingCalendar, received_friday_with_a_working_sunday_one_working_day_ends_on_sunday) // LO-27
{
    auto const due = deadline(national_day(), at("2026-09-25 10:00"), {ClockUnit::working_days, 1});
    EXPECT_EQ(due, (Deadline{at("2026-09-27 17:30"), false}));
}

TEST(WorkingCalendar, deadlines_across_the_make_up_weeks) // LO-67, LO-96
{
    struct Case {
        char const* start;
        int days;
        char const* due;
    };
    for (auto const& [start, days, due] : {
             Case{"2026-09-21 09:00", 1, "2026-09-22 17:30"}, // Monday to Tuesday
             Case{"2026-09-21 17:30", 1, "2026-09-22 17:30"}, // at closing time it still counts
             Case{"2026-09-21 17:31", 1, "2026-09-23 17:30"}, // after it starts on the next day
             Case{"2026-09-21 06:00", 1, "2026-09-22 17:30"}, // before opening: the same day
             Case{"2026-09-26 11:00", 1, "2026-09-28 17:30"}, // rest Saturday: starts on the working Sunday
             Case{"2026-09-30 10:00", 1, "2026-10-08 17:30"}, // over the holiday
             Case{"2026-09-30 18:00", 1, "2026-10-09 17:30"},
             Case{"2026-10-03 12:00", 1, "2026-10-09 17:30"}, // inside the holiday: starts on the 8th
             Case{"2026-10-09 10:00", 1, "2026-10-10 17:30"}, // the working Saturday
             Case{"2026-10-08 10:00", 5, "2026-10-14 17:30"}, // 9, 10, 12, 13, 14
             Case{"2026-09-24 10:00", 15, "2026-10-20 17:30"},
         })
        EXPECT_EQ(deadline(national_day(), at(start), {ClockUnit::working_days, days}).due.text(), at(due).text())
            << start << " + " << days;
}

TEST(WorkingCalendar, urgent_clocks_run_by_the_clock_through_the_night)
{
    auto const clocks = service_clocks(ServiceClass::urgent);
    EXPECT_EQ(deadline(national_day(), at("2026-10-01 23:30"), clocks.contact).due, at("2026-10-02 01:30"));
    EXPECT_EQ(deadline(national_day(), at("2026-10-01 23:30"), clocks.answer).due, at("2026-10-02 23:30"));
}

TEST(WorkingCalendar, a_year_without_rows_is_monday_to_friday_and_says_so)
{
    auto const due = deadline(WorkingCalendar{}, at("2026-09-30 10:00"), {ClockUnit::working_days, 1});
    EXPECT_EQ(due, (Deadline{at("2026-10-01 17:30"), true}));
}

TEST(WorkingCalendar, a_working_sunday_counts_as_the_weekday_it_stands_for)
{
    EXPECT_EQ(national_day().stands_for(day("2026-09-27")), 2);
    EXPECT_EQ(national_day().stands_for(day("2026-09-28")), 1);
}

TEST(WorkingCalendar, working_time_leaves_out_nights_and_rest_days)
{
    using namespace std::chrono_literals;
    EXPECT_EQ(working_time(national_day(), at("2026-09-30 16:30"), at("2026-10-08 10:00")), 2h);
    EXPECT_EQ(working_time(national_day(), at("2026-10-02 09:00"), at("2026-10-04 09:00")), 0h);
    EXPECT_EQ(working_time(national_day(), at("2026-09-28 07:00"), at("2026-09-28 23:00")), 8h + 30min);
}

RC_GTEST_PROP(WorkingCalendar, the_day_so_many_working_days_later_is_a_working_day_with_that_many_in_between, ())
{
    auto const calendar = national_day();
    auto const start = day("2026-09-01").plus_days(*rc::gen::inRange(0, 60));
    auto const count = *rc::gen::inRange(1, 30);
    auto const end = calendar.add_working_days(start, count);
    RC_ASSERT(calendar.works(end));
    RC_ASSERT(calendar.working_days_between(start, end) == count);
}

} // namespace
} // namespace lilong::areas
