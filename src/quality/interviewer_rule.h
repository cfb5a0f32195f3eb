// Interviewers against their colleagues (ST-80): each item's share of yes, and the share of straight-lined forms,
// against the other interviewers of the committee, else of the sub-district; beta-binomial mid-p, Benjamini-Hochberg
// over interviewer x item. A difference may come from the streets they walk: that is for people to judge. Pure.
#pragma once

#include <span>

#include "quality/committee_digest.h"

namespace lilong::quality
{

std::vector<Flag> interviewer_patterns(Questions const& questions, std::span<CommitteeDigest const* const> round,
                                       Limits const& limits);
// One flag per interviewer with straight-lined forms; rule straight_interviewer where the share stands out.
std::vector<Flag> straight_flags(std::span<CommitteeDigest const* const> round, Limits const& limits);

} // namespace lilong::quality
