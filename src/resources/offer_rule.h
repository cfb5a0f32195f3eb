// Is an offer complete and readable? All that is wrong is said at once, each with the member it stands in.
#pragma once

#include "base/error.h"
#include "resources/types.h"

namespace lilong::resources
{

Result<void> check_offer(Offer const& offer); // resources.offer_not_valid with fields

// What an offer may give away when nothing else is said: all heads of all sessions of the period.
std::int64_t heads_per_period(Capacity const& capacity);

// An offer is verified for at most twelve months (LO-30).
bool valid_for_a_year_at_most(Date until, Date today);

} // namespace lilong::resources
