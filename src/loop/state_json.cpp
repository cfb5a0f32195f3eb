#include "loop/state_json.h"

#include <nlohmann/json.hpp>

namespace lilong::loop
{

using nlohmann::json;

json actions_json(std::vector<AllowedAction> const& actions)
{
    auto out = json::array();
    for (auto const& action : actions)
        out.push_back({{"action", action.action}, {"needs_reason", action.needs_reason}, {"missing", action.missing}});
    return out;
}

json timeline_json(std::vector<Transition> const& timeline)
{
    auto out = json::array();
    for (auto const& step : timeline)
        out.push_back({{"at", step.at.text()},
                       {"from", step.from},
                       {"action", step.action},
                       {"to", step.to},
                       {"actor", step.actor_name},
                       {"role", step.role},
                       {"reason_code", step.reason.code},
                       {"reason_text", step.reason.text}});
    return out;
}

void put_state(json& out, ObjectState const& state)
{
    out["state"] = state.state;
    out["version"] = state.version;
    out["due"] = state.due ? json(state.due->text()) : json(nullptr);
    out["created_at"] = state.created_at.text();
    out["updated_at"] = state.updated_at.text();
}

} // namespace lilong::loop
