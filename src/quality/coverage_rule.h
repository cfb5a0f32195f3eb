// Coverage (ST-80): more households answered than the register holds, or one household twice. Pure.
#pragma once

#include "quality/committee_digest.h"

namespace lilong::quality
{

std::vector<Flag> coverage_flags(CommitteeForms const& committee, CommitteeGround const& ground);

} // namespace lilong::quality
