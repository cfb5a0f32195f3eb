// Estimates, surprises and comparisons over HTTP.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "analysis/estimate_service.h"
#include "http/router.h"

namespace lilong::analysis
{

void add_estimate_routes(http::Router& router, EstimateService& estimates, areas::AreaTree const& tree);

// The whole record (ST-10), as pages and frozen snapshots carry it; undefined numbers are null.
nlohmann::json to_json(Estimate const& estimate);
nlohmann::json to_json(NeedEstimate const& need);

} // namespace lilong::analysis
