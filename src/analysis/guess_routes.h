// The secretary's guess over HTTP.
#pragma once

#include "analysis/guess_service.h"
#include "http/router.h"

namespace lilong::analysis
{

void add_guess_routes(http::Router& router, GuessService& guesses);

} // namespace lilong::analysis
