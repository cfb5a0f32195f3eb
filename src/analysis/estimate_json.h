// How an estimate stands on the wire and in a frozen snapshot.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "analysis/estimate_service.h"

namespace lilong::analysis
{

// The whole record (ST-10), as pages and frozen snapshots carry it; undefined numbers are null.
nlohmann::json to_json(Estimate const& estimate);
nlohmann::json to_json(NeedEstimate const& need);

} // namespace lilong::analysis
