// Estimates, surprises and comparisons over HTTP. Each route opens the results first: a secretary who has not guessed yet is
// refused (ST-70).
#pragma once

#include "analysis/estimate_json.h"
#include "analysis/estimate_service.h"
#include "analysis/guess_service.h"
#include "http/router.h"

namespace lilong::analysis
{

void add_estimate_routes(http::Router& router, EstimateService& estimates, GuessService& guesses,
                         areas::AreaTree const& tree);

} // namespace lilong::analysis
