// The rows of the working-day calendar, imported year by year (LO-27).
#pragma once

#include "areas/working_calendar_rule.h"
#include "base/csv.h"
#include "storage/database.h"

namespace lilong::areas
{

// Columns date, kind (rest, work), as_weekday, zh, en: areas.calendar_wrong with row and column of each fault.
Result<std::vector<CalendarDay>> read_calendar(CsvTable const& table);
namespace calendar_store
{
WorkingCalendar load(storage::Connection& connection);
void save(storage::Transaction& tx, std::vector<CalendarDay> const& days); // the years of these days anew
} // namespace calendar_store

} // namespace lilong::areas
