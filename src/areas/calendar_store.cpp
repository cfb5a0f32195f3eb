#include "areas/calendar_store.h"

#include <set>

#include "areas/table_checker.h"

namespace lilong::areas
{

using storage::Sql;

namespace
{

constexpr Sql kAll{"areas.calendar", "select day, kind, as_weekday, zh, en from calendar_day order by day"};
constexpr Sql kClearYear{"areas.clear_calendar_year", "delete from calendar_day where day >= $1 and day <= $2"};
constexpr Sql kInsert{"areas.insert_calendar_day",
                      "insert into calendar_day (day, kind, as_weekday, zh, en) values ($1, $2, $3, $4, $5)"};

} // namespace

Result<std::vector<CalendarDay>> read_calendar(CsvTable const& table)
{
    TableChecker checker{table};
    std::vector<CalendarDay> days;
    std::set<Date> seen;
    if (checker.has_columns({"date", "kind", "as_weekday", "zh", "en"}))
        for (auto const& row : table.rows) {
            auto const date = Date::parse(checker.needed_text(row, "date"));
            auto const kind = checker.needed_text(row, "kind");
            if (!date)
                checker.wrong(row, "date", "areas.cell_not_a_date");
            else if (!seen.insert(*date).second)
                checker.wrong(row, "date", "areas.key_twice", {{"key", date->text()}});
            if (kind != "rest" && kind != "work") checker.wrong(row, "kind", "areas.word_unknown", {{"word", kind}});
            CalendarDay day{.day = date.value_or(Date{}), .kind = kind == "work" ? DayKind::work : DayKind::rest};
            if (auto const weekday = checker.whole(row, "as_weekday", 1, 7))
                day.as_weekday = static_cast<int>(*weekday);
            day.zh = checker.needed_text(row, "zh");
            day.en = checker.needed_text(row, "en");
            days.push_back(std::move(day));
        }
    if (checker.errors().empty()) return days;
    return refuse(ErrorKind::bad_input, "areas.calendar_wrong", {{"count", std::to_string(checker.errors().size())}},
                  checker.field_errors("calendar"));
}

namespace calendar_store
{

WorkingCalendar load(storage::Connection& connection)
{
    return WorkingCalendar{connection.all(kAll, [](storage::Row const& row) {
        return CalendarDay{row.at<Date>(0), row.text_view(1) == "work" ? DayKind::work : DayKind::rest,
                           row.at<std::optional<int>>(2), row.at<std::string>(3), row.at<std::string>(4)};
    })};
}

void save(storage::Transaction& tx, std::vector<CalendarDay> const& days)
{
    std::set<int> years;
    for (auto const& day : days) years.insert(day.day.year());
    for (auto year : years) tx.change(kClearYear, Date{year, 1, 1}, Date{year, 12, 31});
    for (auto const& day : days)
        tx.change(kInsert, day.day, day.kind == DayKind::work ? "work" : "rest", day.as_weekday, day.zh, day.en);
}

} // namespace calendar_store
} // namespace lilong::areas
