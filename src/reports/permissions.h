// Who may ask questions across the answers, and take the result away.
#pragma once

#include <vector>

#include "base/actor.h"

namespace lilong::reports
{

inline constexpr Permission see_crosstabs{"reports.see_crosstabs"};
inline constexpr Permission export_crosstabs{"reports.export_crosstabs"};

inline std::vector<DefaultGrant> const& default_grants()
{
    static std::vector<Role> const readers{Role::committee_worker,        Role::committee_secretary,
                                           Role::sub_district_dispatcher, Role::district_dispatcher,
                                           Role::district_department,     Role::analyst};
    static std::vector<DefaultGrant> const grants{{see_crosstabs, readers}, {export_crosstabs, readers}};
    return grants;
}

} // namespace lilong::reports
