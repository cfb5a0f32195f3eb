// Response rates by the number of the visit and by interviewer (ST-78); by committee and building they stand in the
// progress of the round. Pure.
#pragma once

#include <span>

#include "quality/types.h"
#include "survey/response_rate_rule.h"

namespace lilong::quality
{

// One visit; or a form that its collector brought without recording a visit (`recorded` is false).
struct VisitRow {
    HouseholdId household;
    UserId collector;
    survey::Disposition disposition = survey::Disposition::not_attempted;
    bool recorded = true;
};

struct RateRow {
    std::int64_t visit = 0; // 1, 2, …
    std::optional<UserId> collector;
    std::int64_t households = 0;
    survey::DispositionCounts counts;
};

inline constexpr std::int64_t kMostVisits = 5; // the last row: after five visits and more

// Row k: what all households with a recorded visit had come to after their first k visits.
std::vector<RateRow> rates_by_visit(std::span<VisitRow const> in_order);
// The households each interviewer went to, and what those visits came to.
std::vector<RateRow> rates_by_interviewer(std::span<VisitRow const> in_order);

} // namespace lilong::quality
