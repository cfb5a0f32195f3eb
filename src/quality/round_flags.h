// All flags of a round, from the digests of its committees: those that each committee raises alone, and those that only
// the comparison shows. Pure; some milliseconds for a district, so it runs whenever one committee has changed.
#pragma once

#include <span>

#include "quality/committee_digest.h"

namespace lilong::quality
{

// In the order of the families, the strongest first; each with its key.
std::vector<Flag> flags_of_round(Questions const& questions, std::span<CommitteeDigest const* const> round,
                                 Limits const& limits);

} // namespace lilong::quality
