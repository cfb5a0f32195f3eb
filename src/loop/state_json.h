// How an object with states stands on the wire: "state", "version", "due", "actions", and in a detail "timeline".
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "loop/state_service.h"

namespace lilong::loop
{

nlohmann::json actions_json(std::vector<AllowedAction> const& actions);
nlohmann::json timeline_json(std::vector<Transition> const& timeline);
// Adds state, version, due, created_at, updated_at to an object.
void put_state(nlohmann::json& out, ObjectState const& state);

} // namespace lilong::loop
