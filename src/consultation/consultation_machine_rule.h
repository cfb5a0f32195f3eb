// The states of consultation rounds, meetings and owners' votes (loop.md 5.6).
#pragma once

#include "base/machine_rule.h"

namespace lilong::consultation
{

inline Machine const kRoundMachine{
    "consultation_round",
    {
        {"–", "draft", "draft", {Role::committee_worker, Role::committee_secretary}, {}},
        {"draft", "announce", "announced", {Role::committee_secretary}, {"electorate", "voting_days", "notice"}},
        {"announced", "open", "open", {}, {"opening_day"}},
        {"announced", "open", "open", {Role::committee_secretary}, {"opening_day"}},
        {"open", "close", "closed", {}, {"closing_day"}},
        {"open", "close", "closed", {Role::committee_secretary}, {"closing_day"}},
        {"closed", "summarise", "summarised", {Role::committee_worker, Role::committee_secretary}, {}},
        {"summarised",
         "decide",
         "decided",
         {Role::committee_secretary},
         {"themes_answered", "draft_answer"},
         NeedsReason::no,
         {"participants"}},
        {"decided", "feed_back", "fed_back", {}, {"round_reach"}},
        {"draft", "cancel", "cancelled", {Role::committee_secretary}, {}, NeedsReason::yes},
        {"announced", "cancel", "cancelled", {Role::committee_secretary}, {}, NeedsReason::yes},
    },
    {"fed_back", "cancelled"}};

inline Machine const kMeetingMachine{
    "meeting",
    {
        {"–", "plan", "planned", {Role::committee_worker, Role::committee_secretary}, {}},
        {"planned", "announce", "announced", {Role::committee_secretary}, {"three_days"}},
        {"announced", "hold", "held", {Role::committee_worker, Role::committee_secretary}, {"quorum"}},
        {"held", "minute", "minuted", {Role::committee_worker, Role::committee_secretary}, {"minutes"}},
        {"minuted", "sign", "signed", {Role::committee_secretary}, {"signatures"}},
        {"signed", "publish", "published", {Role::committee_secretary}, {}},
        {"planned", "cancel", "cancelled", {Role::committee_secretary}, {}, NeedsReason::yes},
        {"announced", "cancel", "cancelled", {Role::committee_secretary}, {}, NeedsReason::yes},
    },
    {"published", "cancelled"}};

inline Machine const kOwnersVoteMachine{
    "owners_vote",
    {
        {"–", "prepare", "prepared", {Role::committee_worker, Role::committee_secretary}, {}},
        {"prepared", "announce", "announced", {Role::committee_secretary}, {}},
        {"announced", "open", "open", {Role::committee_secretary}, {"fifteen_days"}},
        {"open", "count", "counted", {Role::committee_worker, Role::committee_secretary}, {"two_equal_counts"}},
        {"counted", "pass", "passed", {}, {"owners_passed"}},
        {"counted", "fail", "failed", {}, {}},
        {"prepared", "cancel", "cancelled", {Role::committee_secretary}, {}, NeedsReason::yes},
        {"announced", "cancel", "cancelled", {Role::committee_secretary}, {}, NeedsReason::yes},
        {"open", "cancel", "cancelled", {Role::committee_secretary}, {}, NeedsReason::yes},
    },
    {"passed", "failed", "cancelled"}};

} // namespace lilong::consultation
