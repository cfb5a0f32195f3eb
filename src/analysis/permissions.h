// Who may read numbers. Everything here is aggregated; single answers belong to survey.
#pragma once

#include <vector>

#include "base/actor.h"

namespace lilong::analysis
{

inline constexpr Permission see_estimates{"analysis.see_estimates"};
inline constexpr Permission record_guess{"analysis.record_guess"}; // before seeing the results of the own committee

inline std::vector<DefaultGrant> const& default_grants()
{
    static std::vector<DefaultGrant> const grants{
        {see_estimates,
         {Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher, Role::district_dispatcher, Role::district_department, Role::analyst}},
        {record_guess, {Role::committee_secretary}},
    };
    return grants;
}

} // namespace lilong::analysis
