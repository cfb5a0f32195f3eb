// What may be done with questionnaires, rounds, responses and visits. A collector writes and does not read back.
#pragma once

#include "base/actor.h"

namespace lilong::survey
{

inline constexpr Permission see_rounds{"survey.see_rounds"}; // rounds, codebooks, progress: no household
inline constexpr Permission keep_rounds{"survey.keep_rounds"};
inline constexpr Permission keep_questionnaires{"survey.keep_questionnaires"};
inline constexpr Permission enter_responses{"survey.enter_responses"};
inline constexpr Permission see_responses{"survey.see_responses"};
inline constexpr Permission correct_responses{"survey.correct_responses"};
inline constexpr Permission review_responses{"survey.review_responses"};
inline constexpr Permission record_visits{"survey.record_visits"};
inline constexpr Permission see_visits{"survey.see_visits"};

inline std::vector<DefaultGrant> const& default_grants()
{
    static std::vector<DefaultGrant> const grants{
        {see_rounds,
         {Role::collector, Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher,
          Role::sub_district_handler, Role::sub_district_callback_clerk, Role::district_dispatcher,
          Role::district_department, Role::analyst}},
        {keep_rounds, {Role::committee_secretary, Role::sub_district_dispatcher, Role::district_dispatcher}},
        {keep_questionnaires, {Role::committee_secretary, Role::sub_district_dispatcher, Role::district_dispatcher}},
        {enter_responses, {Role::collector, Role::committee_worker, Role::committee_secretary}},
        {see_responses, {Role::committee_worker, Role::committee_secretary}},
        {correct_responses, {Role::committee_worker, Role::committee_secretary}},
        {review_responses, {Role::committee_secretary}},
        {record_visits, {Role::collector, Role::committee_worker, Role::committee_secretary}},
        {see_visits, {Role::collector, Role::committee_worker, Role::committee_secretary}},
    };
    return grants;
}

} // namespace lilong::survey
