// Opening candidates over HTTP.
#pragma once

#include "http/router.h"
#include "needs/candidate_service.h"

namespace lilong::needs {

void add_candidate_routes(http::Router& router, CandidateService& candidates, areas::AreaTree const& tree);

} // namespace lilong::needs
