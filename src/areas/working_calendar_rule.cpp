#include "areas/working_calendar_rule.h"

#include <algorithm>

namespace lilong::areas
{

WorkingCalendar::WorkingCalendar(std::vector<CalendarDay> const& days)
{
    for (auto const& day : days) {
        days_[day.day] = day;
        years_.insert(day.day.year());
    }
}

bool WorkingCalendar::works(Date day) const
{
    if (auto const row = days_.find(day); row != days_.end()) return row->second.kind == DayKind::work;
    return day.weekday().iso_encoding() <= 5;
}

int WorkingCalendar::stands_for(Date day) const
{
    if (auto const row = days_.find(day); row != days_.end() && row->second.as_weekday) return *row->second.as_weekday;
    return static_cast<int>(day.weekday().iso_encoding());
}

bool WorkingCalendar::knows(Date day) const { return years_.contains(day.year()); }

Date WorkingCalendar::working_day_from(Date day) const
{
    while (!works(day)) day = day.plus_days(1);
    return day;
}

Date WorkingCalendar::add_working_days(Date start, int count) const
{
    auto day = start;
    for (int done = 0; done < count;) {
        day = day.plus_days(1);
        if (works(day)) ++done;
    }
    return day;
}

int WorkingCalendar::working_days_between(Date after, Date until) const
{
    int count = 0;
    for (auto day = after.plus_days(1); day <= until; day = day.plus_days(1))
        if (works(day)) ++count;
    return count;
}

ServiceClocks service_clocks(ServiceClass service_class)
{
    switch (service_class) {
    case ServiceClass::urgent:
        return {{ClockUnit::clock_hours, 2}, {ClockUnit::clock_hours, 24}};
    case ServiceClass::ordinary:
        return {{ClockUnit::working_days, 1}, {ClockUnit::working_days, 5}};
    case ServiceClass::complex:
        break;
    }
    return {{ClockUnit::working_days, 1}, {ClockUnit::working_days, 15}};
}

Deadline deadline(WorkingCalendar const& calendar, Instant start, ClockLimit limit, WorkingHours hours)
{
    if (limit.unit == ClockUnit::clock_hours) return {start.plus(std::chrono::hours{limit.amount}), false};
    auto const received = china_date(start);
    auto const closes = china_midnight(received).plus(std::chrono::minutes{hours.until});
    auto const begins = calendar.working_day_from(start > closes ? received.plus_days(1) : received);
    auto const ends = calendar.add_working_days(begins, limit.amount);
    return {china_midnight(ends).plus(std::chrono::minutes{hours.until}),
            !calendar.knows(received) || !calendar.knows(ends)};
}

std::chrono::milliseconds working_time(WorkingCalendar const& calendar, Instant from, Instant until, WorkingHours hours)
{
    std::int64_t sum = 0;
    for (auto day = china_date(from); day <= china_date(until); day = day.plus_days(1)) {
        if (!calendar.works(day)) continue;
        auto const opens = china_midnight(day).plus(std::chrono::minutes{hours.from});
        auto const closes = china_midnight(day).plus(std::chrono::minutes{hours.until});
        sum += std::max<std::int64_t>(0, std::min(until, closes).ms() - std::max(from, opens).ms());
    }
    return std::chrono::milliseconds{sum};
}

} // namespace lilong::areas
