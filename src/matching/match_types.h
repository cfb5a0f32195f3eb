// Matches as the committee works with them: proposed by a run or by hand, accepted by both sides, held as sessions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/machine_rule.h"
#include "matching/types.h"
#include "resources/types.h"

namespace lilong::matching
{

using ServiceSessionId = Id<struct ServiceSessionTag>;
using resources::Names;

// A need with heads left, as matching asks for it; wired to needs/.
struct OpenNeed {
    AreaId area;
    NeedId id;
    std::vector<TraceId> traces;
    Names names;
    std::string category;
    std::int64_t heads = 0; // that no other route serves; heads of matches are not taken off yet
    int severity = 3;
    int waiting_years = 0;
    std::optional<GeoPoint> place;
    PersonFacts facts;
};

struct Acceptance {
    UserId by;
    std::string name;
    Instant at;
};

struct Match {
    AreaId area; // the committee of the need
    MatchId id;
    std::optional<MatchRunId> run;
    NeedId need;
    AreaId offer_area;
    OfferId offer;
    ProviderId provider;
    std::int64_t heads = 0;
    std::string origin = "run"; // run, hand
    Names need_names, offer_names;
    std::string explanation; // JSON
    Names sentence;
    std::string hand_reason; // of a match made by hand although a clause failed
    std::optional<Acceptance> committee, provider_side;
    Instant made_at;
};

struct MatchView {
    Match match;
    std::string state;
    std::int64_t version = 1;
    std::optional<Date> due;
};

struct ServiceSession {
    AreaId area;
    ServiceSessionId id;
    MatchId match;
    Date date;
    std::string window; // 07:00-10:00
    std::string place;
    std::int64_t planned = 0;
    std::optional<std::int64_t> served;
    std::string absent; // provider or households, of a no-show
    std::string note;
    std::string state;
    std::int64_t version = 1;
};

struct MatchRun {
    AreaId area; // the sub-district
    MatchRunId id;
    std::string objective = "weighted";
    std::string data_sha256;
    std::int64_t needs = 0, offers = 0, pairs = 0, heads = 0, served = 0, served_weight = 0, burden = 0, proposals = 0,
                 milliseconds = 0;
    std::string shortages = "[]"; // JSON
    std::string started_by;
    Instant started_at;
};

struct UnmetRow {
    AreaId area;
    NeedId need;
    MatchRunId run;
    Names need_names;
    std::string category;
    std::int64_t heads = 0;
    std::string cause;
    std::string detail;
    Names sentence;
    std::string certificate; // JSON of the shortage, or empty
    Instant since;
};

struct ArcBan {
    AreaId area;
    NeedId need;
    OfferId offer;
    std::string clause;
    Date until;
};

// loop.md 5.2
inline Machine const kMatchMachine{
    "match",
    {
        {"proposed",
         "accept",
         "agreed",
         {Role::committee_secretary, Role::provider, Role::committee_worker},
         {"accepted_by_committee", "accepted_by_provider"},
         NeedsReason::no,
         {"committee_secretary", "provider"}},
        {"proposed",
         "accept",
         "proposed",
         {Role::committee_secretary, Role::provider, Role::committee_worker},
         {"first_acceptance"},
         NeedsReason::no,
         {"committee_secretary", "provider"}},
        {"proposed",
         "reject",
         "rejected",
         {Role::committee_secretary, Role::provider},
         {},
         NeedsReason::yes,
         {"committee_secretary", "provider"}},
        {"proposed", "lapse", "lapsed", {}, {}, NeedsReason::yes, {"committee_secretary", "provider"}},
        {"agreed",
         "schedule",
         "scheduled",
         {Role::committee_worker, Role::committee_secretary},
         {"sessions"},
         NeedsReason::no,
         {"households"}},
        {"scheduled",
         "schedule",
         "scheduled",
         {Role::committee_worker, Role::committee_secretary},
         {"sessions"},
         NeedsReason::no,
         {"households"}},
        {"running",
         "schedule",
         "running",
         {Role::committee_worker, Role::committee_secretary},
         {"sessions"},
         NeedsReason::no,
         {"households"}},
        {"scheduled", "start", "running", {}, {"first_session"}},
        {"running",
         "suspend",
         "suspended",
         {Role::committee_secretary, Role::provider},
         {},
         NeedsReason::yes,
         {"households"}},
        {"running", "suspend", "suspended", {}, {"two_no_shows"}, NeedsReason::no, {"households"}},
        {"suspended",
         "resume",
         "running",
         {Role::committee_secretary, Role::provider},
         {},
         NeedsReason::no,
         {"households"}},
        {"agreed",
         "withdraw",
         "withdrawn",
         {Role::committee_secretary, Role::provider},
         {},
         NeedsReason::yes,
         {"households"}},
        {"scheduled",
         "withdraw",
         "withdrawn",
         {Role::committee_secretary, Role::provider},
         {},
         NeedsReason::yes,
         {"households"}},
        {"suspended",
         "withdraw",
         "withdrawn",
         {Role::committee_secretary, Role::provider},
         {},
         NeedsReason::yes,
         {"households"}},
        {"running", "complete", "completed", {}, {"all_sessions_over"}, NeedsReason::no, {"households", "provider"}},
        {"completed", "evaluate", "evaluated", {}, {"enough_answers"}},
    },
    {"rejected", "lapsed", "withdrawn", "evaluated"}};

inline Machine const kServiceSessionMachine{
    "service_session",
    {
        {"planned", "hold", "held", {Role::committee_worker, Role::committee_secretary}, {"attendance"}},
        {"planned", "no_show", "no_show", {Role::committee_worker, Role::committee_secretary}, {"absent_side"}},
        {"planned",
         "cancel",
         "cancelled",
         {Role::committee_secretary, Role::provider},
         {"a_day_ahead"},
         NeedsReason::yes,
         {"households"}},
    },
    {"held", "no_show", "cancelled"}};

} // namespace lilong::matching
