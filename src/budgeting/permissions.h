// What can be done with the yearly fund, and which role may by default.
#pragma once

#include <vector>

#include "base/actor.h"

namespace lilong::budgeting
{

inline constexpr Permission see_budget{"budgeting.see_budget"};
inline constexpr Permission work_on_budget{"budgeting.work_on_budget"};
inline constexpr Permission open_fund{"budgeting.open_fund"};

inline std::vector<DefaultGrant> const& default_grants()
{
    static std::vector<DefaultGrant> const grants{
        {see_budget,
         {Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher, Role::district_dispatcher,
          Role::analyst}},
        {work_on_budget, {Role::committee_worker, Role::committee_secretary}},
        {open_fund, {Role::committee_secretary, Role::sub_district_dispatcher}},
    };
    return grants;
}

} // namespace lilong::budgeting
