// A need: what many households of a neighbourhood said, frozen with its evidence; why they said it; and which way it
// goes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "needs/follow_up_rule.h"
#include "needs/gate_rule.h"

namespace lilong::needs
{

struct Names {
    std::string zh, en;
};

struct Heads {
    std::int64_t estimate = 0, lower = 0, upper = 0;
};

// What opens a candidate. `gate` is there when an estimate speaks; a person's word (suggestion, recurrence, individual,
// person) stands without it. `evidence` is JSON: the estimate record, or who said what where.
struct Nomination {
    std::string kind = "area";      // area, individual
    std::string basis = "estimate"; // estimate, surprise, suggestion, recurrence, individual, person
    std::string item, group;        // group empty: everybody
    std::optional<RoundId> round;
    Names title;
    std::string place;
    std::string unit = "household";
    Heads heads;
    std::optional<GateInput> gate;
    std::string evidence;
    bool quality_block = false; // flags touch more than 5 % of the cell (LO-18)
    std::vector<HouseholdId> origins;
    std::optional<TraceId> trace; // nothing: a new one begins here
};

struct Need {
    AreaId area;
    NeedId id;
    std::int64_t cycle = 1;
    std::string kind, basis, item, group;
    std::optional<RoundId> round;
    Names title;
    std::string place, unit;
    Heads heads;
    double lower_bound = 0;
    std::string design;
    bool depends_on_who_answered = false;
    std::optional<int> severity;
    std::string category; // empty until confirmed
    std::string cause_argument, blocked_by, origins_sha256;
    std::int64_t origins_left = 0;
    std::string decline_code;
    std::optional<Date> next_look;
    std::string before_after;
    Instant made_at;
    std::string state;
    std::int64_t version = 1;
};

struct Snapshot {
    std::int64_t seq = 1;
    std::string content, sha256; // canonical JSON and its hash
    Instant taken_at;
};

struct PlannedVisit {
    HouseholdId household;
    std::string answered; // yes, or no for contrast
    std::string building;
    bool visited = false;
};
struct FollowUpPlan {
    std::uint64_t seed = 0;
    Instant drawn_at;
    std::vector<PlannedVisit> visits;
};

struct CauseNote {
    CauseNoteId id;
    HouseholdId household;
    UserId visitor;
    std::string visitor_name;
    Date visited_on;
    std::vector<std::string> causes; // categories of the taxonomy, or words of one's own
    std::string words, suggestion, place;
    bool contrast = false; // a household that had answered no: never counted among the causes
};

struct Route {
    AreaId target_area;
    std::string target_kind; // match, project, issue, agenda_item
    ObjectId target;
    Names title;
    int share_permille = 1000;  // of the heads
    std::string state = "open"; // open, delivered, ended
};

struct Confirmation {
    std::string category;
    std::optional<int> severity; // nothing: by the table
    std::string severity_reason;
    std::string cause_argument; // why there is no single cause
    Names next_step;
    std::optional<Date> by;
};

struct Decline {
    std::string code; // not_public, no_means_this_year, no_resource, planned_elsewhere, majority_against, …
    std::optional<Date> next_look;
    Names text;
};

struct NeedFilter {
    std::string state, item;
    std::int64_t most = 500;
};

// Everything about one need that a page shows beside it; households stand in it as numbers only.
struct NeedDetail {
    Need need;
    std::vector<Snapshot> snapshots;
    std::vector<Route> routes;
    std::vector<CauseCount> causes;
    std::size_t visits_planned = 0, visits_done = 0;
    bool last_three_added_nothing = false;
    std::int64_t origins = 0;
};

} // namespace lilong::needs
