// Why a need stays unmet although offers may serve it: the smallest closed set of needs and offers around it, in which
// all heads compete for all places (LO-43). "655 people share 412 places at three canteens."
#pragma once

#include <vector>

#include "matching/types.h"

namespace lilong::matching
{

// One certificate per set, in order of the first unmet need; which need has which stands in shortage_of (by need).
struct Shortages {
    std::vector<Shortage> all;
    std::vector<std::optional<std::size_t>> shortage_of;
};
Shortages shortages_of(Problem const& problem, Allocation const& allocation);

// The certificate read again: the set is closed, its offers are full, and heads - places = unmet.
bool still_holds(Shortage const& shortage, Problem const& problem, Allocation const& allocation);

} // namespace lilong::matching
