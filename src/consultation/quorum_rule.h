// When a meeting may be held, a round announced, and when papers are signed (LO-62, loop.md 5.6).
#pragma once

#include <algorithm>

#include "consultation/types.h"

namespace lilong::consultation
{

inline constexpr int kMeetingNoticeDays = 3, kRoundNoticeDays = 7, kOwnersNoticeDays = 15;

// At least three residents' representatives, and no fewer residents than staff.
inline bool quorum(Meeting const& meeting) { return meeting.residents >= 3 && meeting.residents >= meeting.staff; }

// The chair and two residents.
inline bool signed_in_full(std::vector<Signature> const& signatures)
{
    return std::ranges::count(signatures, "chair", &Signature::role) >= 1 &&
           std::ranges::count(signatures, "resident", &Signature::role) >= 2;
}

} // namespace lilong::consultation
