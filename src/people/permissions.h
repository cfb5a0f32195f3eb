// What can be done with the register, and which roles may by default. Higher levels see counts, no household.
#pragma once

#include <vector>

#include "base/actor.h"

namespace lilong::people
{

inline constexpr Permission see_households{"people.see_households"};
inline constexpr Permission manage_households{"people.manage_households"};
inline constexpr Permission see_register_counts{"people.see_register_counts"};

inline std::vector<DefaultGrant> const& default_grants()
{
    using enum Role;
    static std::vector<DefaultGrant> const grants{
        {see_households, {committee_worker, committee_secretary}},
        {manage_households, {committee_worker, committee_secretary}},
        {see_register_counts,
         {committee_worker, committee_secretary, sub_district_dispatcher, district_dispatcher, district_department}},
    };
    return grants;
}

} // namespace lilong::people
