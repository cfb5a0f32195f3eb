// The issue's states (loop.md 5.4). The same table at three levels; who plays the dispatcher and the handler differs:
//     level         dispatcher                 handler                 calls back
//     committee     committee_secretary        committee_worker        another worker, the secretary, a callback clerk
//     sub_district  sub_district_dispatcher    sub_district_handler    sub_district_callback_clerk
//     district      district_dispatcher        district_department     sub_district_callback_clerk
#pragma once

#include "base/machine_rule.h"
#include "issues/types.h"

namespace lilong::issues
{

Machine const& issue_machine(Level level);

inline bool is_final(std::string_view state) { return state == "refused" || state == "merged" || state == "closed"; }

} // namespace lilong::issues
