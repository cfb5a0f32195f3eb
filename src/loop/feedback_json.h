// Reach and satisfaction on the wire, for every page that shows how a loop closed.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "loop/feedback_types.h"

namespace lilong::loop
{

nlohmann::json reach_json(Reach const& reach);
nlohmann::json satisfaction_json(SatisfactionSummary const& summary);

} // namespace lilong::loop
