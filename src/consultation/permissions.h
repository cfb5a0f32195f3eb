// What can be done in consultations, and which role may by default. Votes through a household's link need no sign-in.
#pragma once

#include <vector>

#include "base/actor.h"

namespace lilong::consultation
{

inline constexpr Permission see_consultations{"consultation.see_consultations"};
inline constexpr Permission work_on_consultations{"consultation.work_on_consultations"};

inline std::vector<DefaultGrant> const& default_grants()
{
    static std::vector<DefaultGrant> const grants{
        {see_consultations,
         {Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher, Role::district_dispatcher,
          Role::analyst}},
        {work_on_consultations, {Role::committee_worker, Role::committee_secretary}},
    };
    return grants;
}

} // namespace lilong::consultation
