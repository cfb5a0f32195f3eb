#include "resources/window_rule.h"

#include <gtest/gtest.h>

namespace lilong::resources
{
namespace
{

Windows windows(std::string_view text)
{
    auto parsed = Windows::parse(text);
    EXPECT_TRUE(parsed) << text;
    return parsed ? *parsed : Windows{};
}

int shared(std::string_view a, std::string_view b) { return longest_common_stretch(windows(a), windows(b)).minutes(); }

TEST(WindowRule, a_saturday_stall_and_a_weekend_courtyard_share_three_hours)
{
    auto const common = longest_common_stretch(windows("sat 07:00-10:00"), windows("sat,sun 06:00-12:00"));
    EXPECT_EQ(common.minutes(), 180);
    EXPECT_EQ(stretch_text(common), "sat 07:00-10:00");
}

TEST(WindowRule, an_empty_side_has_any_time)
{
    EXPECT_EQ(shared("", "mon 09:00-11:30"), 150);
    EXPECT_EQ(shared("", ""), kMinutesOfWeek);
}

TEST(WindowRule, the_longest_stretch_counts_and_not_the_sum)
{
    EXPECT_EQ(shared("daily 09:00-10:00", "mon-fri 09:30-18:00"), 30);
    EXPECT_EQ(shared("mon 09:00-10:00;mon 10:00-11:00", "mon 08:00-12:00"), 120); // windows that touch are one
}

TEST(WindowRule, windows_that_only_touch_share_nothing) { EXPECT_EQ(shared("mon 09:00-10:00", "mon 10:00-11:00"), 0); }

TEST(WindowRule, a_night_over_midnight_is_one_stretch_also_from_sunday_to_monday)
{
    EXPECT_EQ(shared("mon 22:00-24:00;tue 00:00-02:00", ""), 240);
    EXPECT_EQ(shared("sun 22:00-24:00;mon 00:00-02:00", "daily 00:00-24:00"), 240);
    EXPECT_EQ(shared("sun 22:00-24:00;mon 00:00-02:00", ""), 240);
}

TEST(WindowRule, days_are_ranges_lists_or_daily)
{
    EXPECT_EQ(windows("mon-fri 09:00-10:00").stretches().size(), 5U);
    EXPECT_EQ(windows("mon,wed-fri 09:00-10:00").stretches().size(), 4U);
    EXPECT_EQ(windows("daily 09:00-10:00").stretches().size(), 7U);
}

TEST(WindowRule, what_is_written_out_reads_back_the_same)
{
    for (auto const* text : {"", "sat 07:00-10:00", "mon-fri 09:00-11:00;sat,sun 14:00-24:00;sun 00:00-01:00"})
        EXPECT_EQ(windows(windows(text).text()), windows(text)) << text;
}

TEST(WindowRule, what_cannot_be_read_is_refused)
{
    for (auto const* text :
         {"mon", "mon 9:00-10:00", "mon 10:00-09:00", "mon 10:00-10:00", "mon 22:00-24:01", "fri-mon 09:00-10:00",
          "foo 09:00-10:00", "mon 09:60-10:00", "mon 09:00", "daily 09:00-10:00-11:00"})
        EXPECT_FALSE(Windows::parse(text)) << text;
}

} // namespace
} // namespace lilong::resources
