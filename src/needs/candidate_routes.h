// Opening candidates over HTTP. The answer shows results, so a secretary guesses first (ST-70).
#pragma once

#include "analysis/guess_service.h"
#include "http/router.h"
#include "needs/candidate_service.h"

namespace lilong::needs {

void add_candidate_routes(http::Router& router, CandidateService& candidates, analysis::GuessService& guesses,
                          areas::AreaTree const& tree);

} // namespace lilong::needs
