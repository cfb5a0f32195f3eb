// What can be done with needs, and which role may by default. Analysts see figures, never households.
#pragma once

#include <vector>

#include "base/actor.h"

namespace lilong::needs
{

inline constexpr Permission see_needs{"needs.see_needs"};
inline constexpr Permission see_visits{"needs.see_visits"}; // follow-up plan and cause notes: household by household
inline constexpr Permission work_on_needs{"needs.work_on_needs"}; // the machine then asks for the role of each step

inline std::vector<DefaultGrant> const& default_grants()
{
    static std::vector<DefaultGrant> const grants{
        {see_needs,
         {Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher, Role::sub_district_handler,
          Role::district_dispatcher, Role::district_department, Role::analyst}},
        {see_visits, {Role::committee_worker, Role::committee_secretary}},
        {work_on_needs, {Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher}},
    };
    return grants;
}

} // namespace lilong::needs
