// How far a clock of an issue has run and which colour that is (LO-67, LO-68); when it ends is said by
// areas/working_calendar_rule.h. Urgent issues count by the clock, all others in working time, so that 调休 counts
// right.
#pragma once

#include "areas/working_calendar_rule.h"
#include "issues/types.h"

namespace lilong::issues
{

using areas::WorkingCalendar;

IssueClock started(ClockKind kind, ServiceClass service_class, Instant start, areas::ClockLimit limit,
                   WorkingCalendar const& calendar);
IssueClock started_until(ClockKind kind, ServiceClass service_class, Instant start, Instant due,
                         WorkingCalendar const& calendar);
Instant end_of_working_day(Date day); // 17:30 in Shanghai

// Only parking stops a clock; going on moves its end by the time that was left.
IssueClock stopped(IssueClock clock, ServiceClass service_class, Instant now, WorkingCalendar const& calendar);
IssueClock resumed(IssueClock clock, ServiceClass service_class, Instant now, WorkingCalendar const& calendar);
IssueClock extended(IssueClock clock, ServiceClass service_class, Instant until, WorkingCalendar const& calendar);

// Green; yellow from 75 % of the allowed time; red after the end; grey while parked. A clock that was met keeps the
// colour it had when it was met.
Colour colour(IssueClock const& clock, ServiceClass service_class, Instant now, WorkingCalendar const& calendar);

} // namespace lilong::issues
