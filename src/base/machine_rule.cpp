#include "base/machine_rule.h"

#include <algorithm>
#include <optional>

namespace lilong {

namespace {

std::optional<Role> acting_role(Edge const& edge, std::vector<Role> const& roles)
{
    for (auto role : edge.who)
        if (std::ranges::find(roles, role) != roles.end()) return role;
    return std::nullopt;
}

std::vector<std::string> missing(Edge const& edge, Requirements const& met)
{
    std::vector<std::string> out;
    for (auto requirement : edge.must)
        if (!met.contains(requirement)) out.emplace_back(requirement);
    return out;
}

std::string joined(std::vector<std::string> const& words)
{
    std::string out;
    for (auto const& word : words) out += (out.empty() ? "" : ", ") + word;
    return out.empty() ? "–" : out;
}

} // namespace

Result<Step> apply(Machine const& machine, std::string_view state, std::string_view action, std::vector<Role> const& roles, bool is_system, Requirements const& met, bool reason_given)
{
    std::vector<Edge const*> fitting;
    std::vector<std::string> possible;
    for (auto const& edge : machine.edges) {
        if (edge.from != state) continue;
        if (edge.action == action) fitting.push_back(&edge);
        else if (acting_role(edge, roles) && std::ranges::find(possible, edge.action) == possible.end()) possible.emplace_back(edge.action);
    }
    if (fitting.empty())
        return refuse(ErrorKind::conflict, "loop.transition_not_allowed", {{"state", std::string{state}}, {"action", std::string{action}}, {"allowed", joined(possible)}});
    std::optional<Error> nearest; // of several edges with one action, the one that failed last on its own requirements
    for (auto const* edge : fitting) {
        auto const role = acting_role(*edge, roles);
        if (!role && !(is_system && edge->who.empty())) continue;
        if (auto const lacking = missing(*edge, met); !lacking.empty()) {
            nearest = Error{ErrorKind::conflict, "loop.requirement_missing", {{"missing", joined(lacking)}}, {}};
            for (auto const& requirement : lacking) nearest->fields.push_back({"/" + requirement, "loop.missing_" + requirement, {}});
            continue;
        }
        if (edge->reason == NeedsReason::yes && !reason_given) return refuse(ErrorKind::bad_input, "loop.reason_missing", {{"action", std::string{action}}});
        return Step{edge, role.value_or(Role::stranger)};
    }
    if (nearest) return tl::unexpected(*nearest);
    return refuse(ErrorKind::not_permitted, "access.not_permitted");
}

std::vector<AllowedAction> allowed_actions(Machine const& machine, std::string_view state, std::vector<Role> const& roles, Requirements const& met)
{
    std::vector<AllowedAction> out;
    for (auto const& edge : machine.edges) {
        if (edge.from != state || !acting_role(edge, roles)) continue;
        AllowedAction found{std::string{edge.action}, edge.reason == NeedsReason::yes, missing(edge, met)};
        auto const same = std::ranges::find(out, found.action, &AllowedAction::action);
        if (same == out.end()) out.push_back(std::move(found));
        else if (found.missing.size() < same->missing.size()) *same = std::move(found);
    }
    return out;
}

} // namespace lilong
