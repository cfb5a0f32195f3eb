#include "base/time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lilong
{
namespace
{

using namespace std::chrono_literals;

TEST(Date, only_days_that_exist_are_read)
{
    EXPECT_EQ(Date::parse("2024-02-29"), Date(2024, 2, 29));
    EXPECT_EQ(Date::parse("2000-02-29"), Date(2000, 2, 29));
    for (auto const* text : {"2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-30",
                             "2026/04/30", "20260430", "", "-026-01-01", "2026-01-0x", "2026-01-01 "})
        EXPECT_FALSE(Date::parse(text)) << text;
}

TEST(Date, counting_days_crosses_leap_days_and_years)
{
    EXPECT_EQ(Date(2024, 2, 28).plus_days(1), Date(2024, 2, 29));
    EXPECT_EQ(Date(2023, 2, 28).plus_days(1), Date(2023, 3, 1));
    EXPECT_EQ(Date(2026, 1, 1).plus_days(-1), Date(2025, 12, 31));
    EXPECT_EQ(Date(2025, 1, 1).days_since(Date(2024, 1, 1)), 366);
    EXPECT_EQ(Date(2026, 5, 8).weekday(), std::chrono::Friday);
}

TEST(Date, an_age_grows_on_the_birthday_and_not_before)
{
    EXPECT_EQ(full_years(Date(1951, 5, 8), Date(2026, 5, 7)), 74);
    EXPECT_EQ(full_years(Date(1951, 5, 8), Date(2026, 5, 8)), 75);
    EXPECT_EQ(full_years(Date(2026, 5, 8), Date(2026, 12, 31)), 0);
}

TEST(Date, who_is_born_on_a_leap_day_is_a_year_older_on_the_first_of_march)
{
    EXPECT_EQ(full_years(Date(2004, 2, 29), Date(2025, 2, 28)), 20);
    EXPECT_EQ(full_years(Date(2004, 2, 29), Date(2025, 3, 1)), 21);
    EXPECT_EQ(full_years(Date(2004, 2, 29), Date(2024, 2, 29)), 20);
}

TEST(Instant, text_is_always_utc_with_milliseconds)
{
    EXPECT_EQ(Instant::from_ms(0).text(), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(Instant::parse("2026-05-08T06:30:00.005Z")->text(), "2026-05-08T06:30:00.005Z");
    EXPECT_EQ(Instant::parse("2026-05-08T06:30:00Z")->text(), "2026-05-08T06:30:00.000Z");
}

TEST(Instant, other_ways_to_write_a_time_are_not_read)
{
    for (auto const* text : {"2026-05-08T06:30:00.000", "2026-05-08 06:30:00.000Z", "2026-05-08T24:00:00.000Z",
                             "2026-05-08T06:60:00Z", "2026-05-08T06:30:61Z", "2026-02-30T06:30:00Z",
                             "2026-05-08T06:30:00+08:00", "2026-05-08T06:30:00.0000Z", "2026-05-08T06:30Z", ""})
        EXPECT_FALSE(Instant::parse(text)) << text;
}

RC_GTEST_PROP(Instant, a_time_survives_being_written_and_read_and_texts_sort_like_times, ())
{
    auto const any = rc::gen::inRange<std::int64_t>(-60'000'000'000'000, 250'000'000'000'000); // years 68 to 9892
    auto const a = Instant::from_ms(*any), b = Instant::from_ms(*any);
    RC_ASSERT(Instant::parse(a.text()).value() == a);
    RC_ASSERT((a.text() < b.text()) == (a < b));
}

TEST(ChinaDate, the_day_begins_eight_hours_before_it_does_in_greenwich)
{
    EXPECT_EQ(china_date(*Instant::parse("2026-05-08T15:59:59.999Z")), Date(2026, 5, 8));
    EXPECT_EQ(china_date(*Instant::parse("2026-05-08T16:00:00.000Z")), Date(2026, 5, 9));
    EXPECT_EQ(china_midnight(Date(2026, 5, 9)).text(), "2026-05-08T16:00:00.000Z");
    EXPECT_EQ(china_date(*Instant::parse("1969-12-31T15:59:59.999Z")), Date(1969, 12, 31));
}

TEST(TestClock, moves_only_when_told)
{
    TestClock clock{*Instant::parse("2026-12-31T15:00:00Z")};
    EXPECT_EQ(clock.today(), Date(2026, 12, 31));
    clock.advance(1h);
    EXPECT_EQ(clock.today(), Date(2027, 1, 1));
    EXPECT_EQ(clock.now(), *Instant::parse("2026-12-31T16:00:00Z"));
}

} // namespace
} // namespace lilong
