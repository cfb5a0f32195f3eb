// Zero variance (ST-80): all answers of an item equal in what one interviewer, one committee or one sub-district
// collected, at least 30 of them, although others' answers make that less likely than one in a million. Pure.
#pragma once

#include <span>

#include "quality/committee_digest.h"

namespace lilong::quality
{

std::vector<Flag> zero_variance(Questions const& questions, std::span<CommitteeDigest const* const> round,
                                Limits const& limits);

} // namespace lilong::quality
