#include "issues/deadline_rule.h"

#include <algorithm>

namespace lilong::issues
{

namespace
{

using namespace std::chrono_literals;
constexpr auto kMorning = std::chrono::milliseconds{9h};
constexpr auto kEvening = std::chrono::milliseconds{17h + 30min};

std::int64_t counted_ms(ServiceClass service_class, Instant from, Instant until, WorkingCalendar const& calendar)
{
    if (until <= from) return 0;
    return service_class == ServiceClass::urgent ? until.ms() - from.ms()
                                                 : areas::working_time(calendar, from, until).count();
}

Instant after_working_ms(Instant from, std::int64_t working_ms, WorkingCalendar const& calendar)
{
    for (auto day = calendar.working_day_from(china_date(from));; day = calendar.working_day_from(day.plus_days(1))) {
        auto const begin = std::max(from, china_midnight(day).plus(kMorning));
        auto const room = std::max<std::int64_t>(0, end_of_working_day(day).ms() - begin.ms());
        if (working_ms <= room) return begin.plus(std::chrono::milliseconds{working_ms});
        working_ms -= room;
    }
}

} // namespace

Instant end_of_working_day(Date day) { return china_midnight(day).plus(kEvening); }

IssueClock started_until(ClockKind kind, ServiceClass service_class, Instant start, Instant due,
                         WorkingCalendar const& calendar)
{
    IssueClock clock;
    clock.kind = kind, clock.started_at = start, clock.due_at = due;
    clock.allowed_ms = counted_ms(service_class, start, due, calendar);
    return clock;
}

IssueClock started(ClockKind kind, ServiceClass service_class, Instant start, areas::ClockLimit limit,
                   WorkingCalendar const& calendar)
{
    auto const end = areas::deadline(calendar, start, limit);
    auto clock = started_until(kind, service_class, start, end.due, calendar);
    clock.assumed = end.assumed;
    return clock;
}

IssueClock stopped(IssueClock clock, ServiceClass service_class, Instant now, WorkingCalendar const& calendar)
{
    clock.left_ms = counted_ms(service_class, now, clock.due_at, calendar);
    clock.stopped_at = now;
    ++clock.pauses;
    return clock;
}

IssueClock resumed(IssueClock clock, ServiceClass service_class, Instant now, WorkingCalendar const& calendar)
{
    clock.stopped_at.reset();
    clock.due_at = service_class == ServiceClass::urgent ? now.plus(std::chrono::milliseconds{clock.left_ms})
                                                         : after_working_ms(now, clock.left_ms, calendar);
    return clock;
}

IssueClock extended(IssueClock clock, ServiceClass service_class, Instant until, WorkingCalendar const& calendar)
{
    clock.allowed_ms += counted_ms(service_class, clock.due_at, until, calendar);
    clock.due_at = until;
    clock.red_noted = false;
    ++clock.extensions;
    return clock;
}

Colour colour(IssueClock const& clock, ServiceClass service_class, Instant now, WorkingCalendar const& calendar)
{
    if (clock.stopped_at && !clock.met_at) return Colour::grey;
    auto const at = clock.met_at.value_or(now);
    if (at > clock.due_at) return Colour::red;
    auto const used = clock.allowed_ms - counted_ms(service_class, at, clock.due_at, calendar);
    return 4 * used >= 3 * clock.allowed_ms ? Colour::yellow : Colour::green;
}

} // namespace lilong::issues
