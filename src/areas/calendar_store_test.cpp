#include "areas/calendar_store.h"

#include <gtest/gtest.h>

namespace lilong::areas
{
namespace
{

TEST(CalendarStore, a_year_is_imported_and_replaces_what_was_there)
{
    auto const database = storage::Database::in_memory();
    auto const import = [&](char const* csv) {
        auto const days = read_calendar(parse_csv(csv, "2026.csv").value());
        ASSERT_TRUE(days);
        database->load([&](storage::Transaction& tx) { calendar_store::save(tx, *days); });
    };
    import("date,kind,as_weekday,zh,en\n2026-10-01,rest,,国庆节,National Day\n2026-12-25,rest,,圣诞节,Christmas\n");
    import("date,kind,as_weekday,zh,en\n2026-10-01,rest,,国庆节,National Day\n2026-10-10,work,3,调休,make-up day\n");
    auto const calendar = database->read([](storage::Connection& c) { return calendar_store::load(c); });
    EXPECT_FALSE(calendar.works(Date{2026, 10, 1}));
    EXPECT_TRUE(calendar.works(Date{2026, 10, 10}));
    EXPECT_EQ(calendar.stands_for(Date{2026, 10, 10}), 3);
    EXPECT_TRUE(calendar.works(Date{2026, 12, 25}));
    EXPECT_FALSE(calendar.knows(Date{2027, 1, 4}));
}

TEST(CalendarStore, a_wrong_row_is_named)
{
    auto const refused =
        read_calendar(parse_csv("date,kind,as_weekday,zh,en\n2026-02-30,holiday,9,节,\n", "2026.csv").value());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "areas.calendar_wrong");
    EXPECT_EQ(refused.error().fields.size(), 4U);
    EXPECT_EQ(refused.error().fields.front().pointer, "calendar:2:date");
}

} // namespace
} // namespace lilong::areas
