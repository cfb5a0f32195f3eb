// The life of a round and of a questionnaire version, as tables. Pure.
#pragma once

#include "base/machine_rule.h"
#include "survey/types.h"

namespace lilong::survey
{

inline std::vector<Role> const kRoundKeepers{Role::committee_secretary, Role::sub_district_dispatcher,
                                             Role::district_dispatcher};

inline Machine const kRoundMachine{"round",
                                   {
                                       {"planned", "open", "open", kRoundKeepers, {}},
                                       {"open", "close", "closed", kRoundKeepers, {}},
                                       {"closed", "reopen", "open", kRoundKeepers, {}, NeedsReason::yes},
                                   }};

// CO-18: `closing` is no longer offered and still accepts; `closed` accepts nothing.
inline Machine const kVersionMachine{"questionnaire_version",
                                     {
                                         {"draft", "open", "open", kRoundKeepers, {}},
                                         {"open", "stop", "closing", kRoundKeepers, {}},
                                         {"open", "close", "closed", kRoundKeepers, {}},
                                         {"closing", "close", "closed", kRoundKeepers, {}},
                                         {"closing", "open", "open", kRoundKeepers, {}},
                                     },
                                     {"closed"}};

// CO-102, ST-80: nothing is deleted; what was set aside stays and can come back.
inline Machine const kReviewMachine{
    "response",
    {
        {"received", "approve", "approved", {Role::committee_secretary}, {}},
        {"received", "set_aside", "set_aside", {Role::committee_secretary}, {}, NeedsReason::yes},
        {"approved", "set_aside", "set_aside", {Role::committee_secretary}, {}, NeedsReason::yes},
        {"set_aside", "restore", "received", {Role::committee_secretary}, {}},
        {"received", "withdraw", "withdrawn", {Role::committee_secretary}, {}, NeedsReason::yes},
        {"approved", "withdraw", "withdrawn", {Role::committee_secretary}, {}, NeedsReason::yes},
        {"set_aside", "withdraw", "withdrawn", {Role::committee_secretary}, {}, NeedsReason::yes},
    },
    {"withdrawn"}};

// Refuses survey.round_dates_wrong, survey.round_not_named.
Result<void> check_round(Round const& round);
// May a response of this round be taken now? survey.round_not_open, survey.version_closed.
Result<void> accepts_answers(Round const& round, VersionState version);
// The design under which this committee takes part (ST-4).
Design design_in(Round const& round, std::vector<CommitteePlan> const& plans, AreaId const& committee);

} // namespace lilong::survey
