// What may become of a flag (CO-104): explained, or its forms set aside; both can be taken back. Pure.
#pragma once

#include "base/machine_rule.h"

namespace lilong::quality
{

inline std::vector<Role> const kFlagJudges{Role::committee_secretary, Role::sub_district_dispatcher,
                                           Role::district_dispatcher};

inline Machine const kFlagMachine{
    "quality_flag",
    {
        {"open", "explain", "explained", kFlagJudges, {}, NeedsReason::yes},
        {"open", "set_aside", "set_aside", {Role::committee_secretary}, {"forms"}, NeedsReason::yes},
        {"explained", "reopen", "open", kFlagJudges, {}},
        {"set_aside", "take_back", "open", {Role::committee_secretary}, {"forms"}, NeedsReason::yes},
    }};

} // namespace lilong::quality
