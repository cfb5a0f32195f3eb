// Drafts put to residents in numbered rounds, meetings (三会) and owners' votes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "consultation/owners_vote_rule.h"

namespace lilong::consultation
{

using OwnersVoteId = Id<struct OwnersVoteTag>;

struct Names {
    std::string zh, en;
};
struct Subject { // what it is about: a project or an agenda item
    std::string kind;
    ObjectId id;
};

struct Draft {
    DraftId id;
    Subject subject;
    int number = 1;
    Names plain, changes; // plain text, and what changed against the version before
    Instant made_at;
};

struct Round {
    ConsultationRoundId id;
    Subject subject;
    int number = 1;
    DraftId draft;
    Names question;
    std::optional<Date> opens_on, closes_on;
    std::int64_t electorate = 0;
    std::string rule_hash;    // over all that is frozen at the announcement (LO-57)
    std::string draft_answer; // adopted, revise, dropped; empty until decided
    Instant made_at;
    std::string state;
    std::int64_t version = 1;
};

struct Vote {
    HouseholdId household;
    std::string choice; // yes, no, abstain
    std::string comment;
    std::string channel; // page, paper, doorstep, telephone
    std::string batch;   // of paper slips
    std::string entered_by;
    Instant at;
};

struct Tally {
    std::int64_t yes = 0, no = 0, abstain = 0, electorate = 0;
    std::map<std::string, std::int64_t> by_channel;
    std::int64_t n() const { return yes + no + abstain; }
    double yes_share() const { return n() == 0 ? 0 : static_cast<double>(yes) / static_cast<double>(n()); }
    double turnout() const { return electorate == 0 ? 0 : static_cast<double>(n()) / static_cast<double>(electorate); }
};

struct Theme {
    Names theme;
    std::int64_t comments = 0;
    std::string answer; // adopted, partly, not
    Names reason;
};

struct Announcement {
    Date opens_on, closes_on;
    std::string notice_reason; // why fewer than 7 days' notice
};
// A household and the secret of its link, given out once.
struct HouseholdLink {
    HouseholdId household;
    std::string token;
};

struct Meeting {
    MeetingId id;
    std::string kind; // hearing, coordination, evaluation
    Subject subject;
    Names title;
    Date planned_on;
    std::string place, called_by, chair;
    std::int64_t residents = 0, staff = 0, others = 0;
    Instant made_at;
    std::string state;
    std::int64_t version = 1;
};
struct Minute {
    std::string item, discussion, decision, responsible;
    std::optional<Date> due;
};
struct Signature {
    std::string signer, role; // chair, resident
};

struct OwnersVote {
    OwnersVoteId id;
    Subject subject;
    Names title;
    Matter matter = Matter::general;
    std::string class_reason;
    Ownership total;
    std::optional<Date> opens_on;
    Instant made_at;
    std::string state;
    std::int64_t version = 1;
};
struct OwnersCount {
    UserId entered_by;
    Ownership taking_part, in_favour;
};

} // namespace lilong::consultation
