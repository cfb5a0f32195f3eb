// What can be done in the closed loop itself, and which role may by default.
#pragma once

#include <vector>

#include "base/actor.h"

namespace lilong::loop
{

inline constexpr Permission see_feedback{"loop.see_feedback"}; // reach and satisfaction: figures without households
inline constexpr Permission work_on_feedback{"loop.work_on_feedback"}; // call lists, tries, answers

inline std::vector<DefaultGrant> const& default_grants()
{
    static std::vector<DefaultGrant> const grants{
        {see_feedback,
         {Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher, Role::sub_district_handler,
          Role::sub_district_callback_clerk, Role::district_dispatcher, Role::district_department, Role::analyst}},
        {work_on_feedback, {Role::committee_worker, Role::committee_secretary}},
    };
    return grants;
}

} // namespace lilong::loop
