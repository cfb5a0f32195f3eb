// What can be done with resources, and which roles may by default.
#pragma once

#include <vector>

#include "base/actor.h"

namespace lilong::resources
{

inline constexpr Permission see_offers{"resources.see_offers"};
inline constexpr Permission register_offers{"resources.register_offers"};
inline constexpr Permission act_on_offers{"resources.act_on_offers"};

inline std::vector<DefaultGrant> const& default_grants()
{
    using enum Role;
    static std::vector<DefaultGrant> const grants{
        {see_offers,
         {collector, committee_worker, committee_secretary, sub_district_dispatcher, sub_district_handler,
          district_dispatcher, district_department, provider, analyst}},
        {register_offers,
         {committee_worker, committee_secretary, sub_district_dispatcher, district_dispatcher, provider}},
        {act_on_offers,
         {committee_worker, committee_secretary, sub_district_dispatcher, district_dispatcher, provider}},
    };
    return grants;
}

} // namespace lilong::resources
