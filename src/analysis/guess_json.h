// How a guess stands on the wire.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "analysis/guess_rule.h"

namespace lilong::analysis
{

nlohmann::json to_json(Guess const& guess);

} // namespace lilong::analysis
