// Feedback: each household from which a need, project or issue came is told what became of it, one task each (LO-81),
// and reach says how many of them have really heard (LO-83).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/machine_rule.h"
#include "loop/satisfaction_rule.h"
#include "loop/state_service.h"

namespace lilong::loop
{

inline Machine const kFeedbackTaskMachine{
    "feedback_task",
    {
        {"due", "try", "tried", {Role::committee_worker, Role::committee_secretary}, {}},
        {"tried", "try", "tried", {Role::committee_worker, Role::committee_secretary}, {}},
        {"due", "reach", "reached", {Role::committee_worker, Role::committee_secretary, Role::resident}, {}},
        {"tried", "reach", "reached", {Role::committee_worker, Role::committee_secretary, Role::resident}, {}},
        {"unreachable", "reach", "reached", {Role::committee_worker, Role::committee_secretary, Role::resident}, {}},
        {"reached", "answer", "answered", {Role::committee_worker, Role::committee_secretary, Role::resident}, {}},
        {"answered", "answer", "answered", {Role::committee_worker, Role::committee_secretary, Role::resident}, {}},
        {"tried", "give_up", "unreachable", {}, {"three_tries"}},
        {"due", "drop", "dropped", {Role::committee_worker, Role::committee_secretary}, {}, NeedsReason::yes},
        {"tried", "drop", "dropped", {Role::committee_worker, Role::committee_secretary}, {}, NeedsReason::yes},
        {"unreachable", "drop", "dropped", {Role::committee_worker, Role::committee_secretary}, {}, NeedsReason::yes},
    },
    {"answered", "unreachable", "dropped"}};

// What the households of origin are told about one step of one object.
struct Told {
    ObjectRef object;
    std::vector<TraceId> traces;
    std::string cause; // the transition: confirm, route, decline, deliver, …
    std::string zh, en;
    bool closes = false; // the loop closes or a decision falls: not held back for the weekly digest
};

// How a household wishes to hear, and where its door is for the walking list; wired to people/.
struct Contact {
    std::string channel = "visit"; // page, telephone, visit, slip
    std::string building;
};

struct FeedbackTask {
    FeedbackTaskId id;
    ObjectRef object;
    HouseholdId household;
    std::string cause, zh, en, channel, building;
    Date not_before;
    Instant made_at;
    std::string reached_how; // empty until reached
    bool posted = false;
    std::int64_t tries = 0;
    std::string state;
    std::int64_t version = 1;
};

struct TaskFilter {
    std::optional<ObjectId> object;
    std::optional<HouseholdId> household;
    std::string state, channel, building, cause; // empty: any
    std::int64_t most = 500;
};

// Reach counts households, not tasks; those who moved away or withdrew have left the base (LO-83).
struct Reach {
    std::int64_t origins = 0, reached = 0, posted = 0, unreachable = 0, open = 0, dropped = 0;
    std::map<std::string, std::int64_t> reached_by_channel;
    double share() const { return origins == 0 ? 0 : static_cast<double>(reached) / static_cast<double>(origins); }
    // The loop may close: four in five have heard, or everyone was tried three times.
    bool closes_loop() const { return origins == 0 ? dropped > 0 : reached * 100 >= 80 * origins || open == 0; }
};

struct SaidAnswer {
    int rating = 0;
    std::string solved; // yes, partly, no
    std::string words;
    std::string channel;
};

} // namespace lilong::loop
