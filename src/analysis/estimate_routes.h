// Estimates, surprises and comparisons over HTTP.
#pragma once

#include "analysis/estimate_json.h"
#include "analysis/estimate_service.h"
#include "http/router.h"

namespace lilong::analysis
{

void add_estimate_routes(http::Router& router, EstimateService& estimates, areas::AreaTree const& tree);

} // namespace lilong::analysis
