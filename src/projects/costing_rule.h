// What a costed project must show (loop.md 5.3, LO-62): at least two alternatives besides "do nothing" or why not,
// lines that sum to the cost of the chosen one, a source for each price; and when a hearing is required before
// approval.
#pragma once

#include "projects/types.h"

namespace lilong::projects
{

inline constexpr Money kFreeLine = Money::yuan(50'000);    // above it the sub-district approves
inline constexpr Money kHearingFrom = Money::yuan(50'000); // more than this needs a hearing
inline constexpr std::int64_t kHearingHouseholds = 30;

Money sum_of(std::vector<CostLine> const& lines);
bool enough_alternatives(Costing const& costing);
bool lines_sum(Costing const& costing); // to the cost of the chosen alternative
bool prices_sourced(Costing const& costing);
bool hearing_required(Money cost, bool common_parts, std::int64_t households_affected);

} // namespace lilong::projects
