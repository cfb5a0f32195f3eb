// One engine for all states (loop.md section 5). A machine is a table of rows {from, action, to, who, must}; two pure
// functions read it: what may be done now, and whether this action is in order. Only loop/state_service.h writes a state.
//     inline Machine const kNeedMachine{"need", {
//         {"candidate", "visit", "under_visit", {Role::committee_secretary}, {"follow_up_plan"}},
//         {"confirmed", "decline", "declined", {Role::committee_secretary}, {"text"}, NeedsReason::yes}, …}};
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/actor.h"
#include "base/error.h"

namespace lilong {

enum class NeedsReason { no, yes };

struct Edge {
    std::string_view from; // "–" for the birth of an object
    std::string_view action;
    std::string_view to;
    std::vector<Role> who;              // empty: a rule or the calendar (sys)
    std::vector<std::string_view> must; // requirements, by name; the service says which are met
    NeedsReason reason = NeedsReason::no;
    std::vector<std::string_view> tells; // audiences, for the drawing and the messages
};

struct Machine {
    std::string_view name;
    std::vector<Edge> edges;
    std::set<std::string_view> final_states = {};
};

using Requirements = std::set<std::string, std::less<>>; // those that are met

struct Step {
    Edge const* edge = nullptr;
    Role role = Role::stranger; // with which the actor acts; stranger for sys
};

struct AllowedAction {
    std::string action;
    bool needs_reason = false;
    std::vector<std::string> missing; // requirements not met yet; empty: possible now
};

// `roles`: those the actor holds in the object's area; `is_system`: a rule acts.
// Refuses loop.transition_not_allowed (naming what is possible), access.not_permitted, loop.reason_missing,
// loop.requirement_missing (all that is missing at once).
Result<Step> apply(Machine const& machine, std::string_view state, std::string_view action, std::vector<Role> const& roles, bool is_system, Requirements const& met, bool reason_given);

std::vector<AllowedAction> allowed_actions(Machine const& machine, std::string_view state, std::vector<Role> const& roles, Requirements const& met);

} // namespace lilong
