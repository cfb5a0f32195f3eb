// Working days of Shanghai with 调休: a weekday may be rest, a Sunday may be work and then stands for a weekday.
// A year without rows is taken as Monday to Friday, and what is computed from it says so (LO-27, LO-67).
//     received Fri 10:00 │ Sat rest │ Sun marked work │ one working day → due Sun 17:30
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "areas/taxonomy.h"
#include "base/time.h"

namespace lilong::areas
{

enum class DayKind { rest, work };

struct CalendarDay {
    Date day;
    DayKind kind = DayKind::rest;
    std::optional<int> as_weekday; // 1 Monday … 7 Sunday: what a day marked work stands for
    std::string zh, en;
};

class WorkingCalendar
{
public:
    WorkingCalendar() = default; // Monday to Friday, nothing known
    explicit WorkingCalendar(std::vector<CalendarDay> const& days);

    bool works(Date day) const;
    int stands_for(Date day) const;                         // weekday 1 … 7 that this day counts as
    bool knows(Date day) const;                             // the year of this day was imported
    Date working_day_from(Date day) const;                  // the day itself or the next working day
    Date add_working_days(Date start, int count) const;     // the count-th working day after start
    int working_days_between(Date after, Date until) const; // working days in (after, until]

private:
    std::map<Date, CalendarDay> days_;
    std::set<int> years_;
};

struct WorkingHours { // minutes after midnight in Shanghai
    int from = 9 * 60;
    int until = 17 * 60 + 30;
};

struct Deadline {
    Instant due;
    bool assumed = false; // a day of a year without calendar was passed
    auto operator<=>(Deadline const&) const = default;
};

enum class ClockUnit { clock_hours, working_days };
struct ClockLimit {
    ClockUnit unit = ClockUnit::working_days;
    int amount = 1;
};
struct ServiceClocks {
    ClockLimit contact, answer;
};
ServiceClocks service_clocks(ServiceClass service_class); // LO-67: 2 h/24 h, 1/5, 1/15

Deadline deadline(WorkingCalendar const& calendar, Instant start, ClockLimit limit, WorkingHours hours = {});
// The time a colour is computed from: by the clock, or the working time between two instants (LO-68).
std::chrono::milliseconds working_time(WorkingCalendar const& calendar, Instant from, Instant until,
                                       WorkingHours hours = {});

} // namespace lilong::areas
