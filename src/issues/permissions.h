// What can be done with issues and agenda items, and which role may by default. The machines of loop.md 5.4 and 5.5
// decide the single action; these permissions open the door to it.
#pragma once

#include <vector>

#include "base/actor.h"

namespace lilong::issues
{

inline constexpr Permission see_issues{"issues.see_issues"};
inline constexpr Permission report_issues{"issues.report_issues"};
inline constexpr Permission work_on_issues{"issues.work_on_issues"};
inline constexpr Permission release_issues{"issues.release_issues"};
inline constexpr Permission see_issue_rates{"issues.see_issue_rates"};
inline constexpr Permission see_agenda{"issues.see_agenda"};
inline constexpr Permission work_on_agenda{"issues.work_on_agenda"};

inline std::vector<DefaultGrant> const& default_grants()
{
    using enum Role;
    static std::vector<Role> const staff{committee_worker,     committee_secretary,         sub_district_dispatcher,
                                         sub_district_handler, sub_district_callback_clerk, district_dispatcher,
                                         district_department};
    static std::vector<Role> const agenda{committee_secretary, sub_district_dispatcher, sub_district_handler,
                                          district_dispatcher, district_department};
    static std::vector<DefaultGrant> const grants{
        {see_issues, staff},
        {report_issues, {committee_worker, committee_secretary}},
        {work_on_issues, staff},
        {release_issues, {committee_worker, committee_secretary}},
        {see_issue_rates,
         {committee_worker, committee_secretary, sub_district_dispatcher, sub_district_handler,
          sub_district_callback_clerk, district_dispatcher, district_department, analyst}},
        {see_agenda, staff},
        {work_on_agenda, agenda},
    };
    return grants;
}

} // namespace lilong::issues
