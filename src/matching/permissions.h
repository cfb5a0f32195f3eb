// What can be done with matches, and which roles may by default.
#pragma once

#include <vector>

#include "base/actor.h"

namespace lilong::matching
{

inline constexpr Permission see_matches{"matching.see_matches"};
inline constexpr Permission see_unmet_needs{"matching.see_unmet_needs"};
inline constexpr Permission run_matching_here{"matching.run"};
inline constexpr Permission make_matches{"matching.make_matches"};
inline constexpr Permission act_on_matches{"matching.act_on_matches"};

inline std::vector<DefaultGrant> const& default_grants()
{
    using enum Role;
    static std::vector<DefaultGrant> const grants{
        {see_matches, {committee_worker, committee_secretary, sub_district_dispatcher, district_dispatcher, provider}},
        {see_unmet_needs,
         {committee_worker, committee_secretary, sub_district_dispatcher, district_dispatcher, analyst}},
        {run_matching_here, {committee_secretary, sub_district_dispatcher}},
        {make_matches, {committee_worker, committee_secretary}},
        {act_on_matches, {committee_worker, committee_secretary, provider}},
    };
    return grants;
}

} // namespace lilong::matching
