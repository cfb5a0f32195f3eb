// What can be done with projects, and which role may by default; the machine asks for the role of each step.
#pragma once

#include <vector>

#include "base/actor.h"

namespace lilong::projects
{

inline constexpr Permission see_projects{"projects.see_projects"};
inline constexpr Permission work_on_projects{"projects.work_on_projects"};

inline std::vector<DefaultGrant> const& default_grants()
{
    static std::vector<DefaultGrant> const grants{
        {see_projects,
         {Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher, Role::sub_district_handler,
          Role::district_dispatcher, Role::district_department, Role::analyst}},
        {work_on_projects, {Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher}},
    };
    return grants;
}

} // namespace lilong::projects
