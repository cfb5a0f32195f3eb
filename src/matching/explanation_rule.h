// Why this offer (LO-41) and why nobody (LO-42): facts first, then one sentence in each language.
#pragma once

#include <string>
#include <vector>

#include "base/text.h"
#include "matching/admissible_rule.h"
#include "matching/types.h"

namespace lilong::matching
{

// One per share, in the same order.
std::vector<Explanation> explain(Problem const& problem, OfferIndex const& index, Allocation const& allocation);

std::string reason_text(Explanation const& explanation); // rerouted; R-12 full; overlap 180 min; pinned 6
std::string sentence_of(Explanation const& explanation, std::string const& need, std::string const& offer,
                        Language language);

std::string detail_text(UnmetNeed const& unmet, Problem const& problem, std::vector<Shortage> const& shortages);
std::string sentence_of(UnmetNeed const& unmet, Problem const& problem, std::vector<Shortage> const& shortages,
                        Language language);

std::string metres_text(std::int64_t mm); // 2140 m

} // namespace lilong::matching
