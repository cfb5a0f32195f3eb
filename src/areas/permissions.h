// What can be done with areas, settings and imports, and which roles may by default.
#pragma once

#include <vector>

#include "base/actor.h"

namespace lilong::areas
{

inline constexpr Permission see_areas{"areas.see_areas"};
inline constexpr Permission import_areas{"areas.import_areas"};
inline constexpr Permission see_settings{"areas.see_settings"};
inline constexpr Permission change_settings{"areas.change_settings"};
// To reach the import pages at all; each kind of import asks for a permission of its own besides.
inline constexpr Permission import_files{"areas.import_files"};

inline std::vector<DefaultGrant> const& default_grants()
{
    using enum Role;
    static std::vector<DefaultGrant> const grants{
        {see_areas, {kRoles.begin(), kRoles.end()}},
        {import_areas, {system_administrator}},
        {see_settings,
         {committee_worker, committee_secretary, sub_district_dispatcher, sub_district_handler,
          sub_district_callback_clerk, district_dispatcher, district_department, analyst, system_administrator,
          security_administrator, audit_administrator}},
        {change_settings, {committee_secretary, sub_district_dispatcher, district_dispatcher, system_administrator}},
        {import_files,
         {committee_worker, committee_secretary, sub_district_dispatcher, district_dispatcher, provider,
          system_administrator}},
    };
    return grants;
}

} // namespace lilong::areas
