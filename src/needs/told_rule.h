// What the households of origin are told at each step, in both languages: what we heard, what we found, what comes next
// (LO-81). The texts speak of the neighbourhood, never of what this household itself answered.
#pragma once

#include "needs/types.h"

namespace lilong::needs
{

Names told_confirmed(Need const& need, std::int64_t origins, std::size_t visits, Names const& cause, Names const& next,
                     std::optional<Date> by);
Names told_routed(Need const& need, Route const& route);
Names told_declined(Need const& need, Decline const& decline);
Names told_rerouted(Need const& need);
Names told_delivered(Need const& need);
Names told_reopened(Need const& need);

} // namespace lilong::needs
