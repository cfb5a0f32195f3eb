// Who sees what stands out, and who may say what became of it. What names an interviewer is for the committee secretary
// alone; the routes leave it out for everybody else (ST-81).
#pragma once

#include "base/actor.h"

namespace lilong::quality
{

inline constexpr Permission see_flags{"quality.see_flags"};
inline constexpr Permission judge_flags{"quality.judge_flags"};

inline std::vector<DefaultGrant> const& default_grants()
{
    static std::vector<DefaultGrant> const grants{
        {see_flags,
         {Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher, Role::district_dispatcher,
          Role::analyst}},
        {judge_flags, {Role::committee_secretary, Role::sub_district_dispatcher, Role::district_dispatcher}},
    };
    return grants;
}

} // namespace lilong::quality
