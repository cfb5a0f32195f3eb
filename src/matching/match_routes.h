// HTTP ⇄ MatchService.
#pragma once

#include "http/router.h"
#include "matching/match_service.h"

namespace lilong::matching
{

void add_match_routes(http::Router& router, MatchService const& matching);

} // namespace lilong::matching
