// /api/v1/areas/{area}/rounds…
#pragma once

#include "http/router.h"
#include "survey/progress_service.h"
#include "survey/round_service.h"

namespace lilong::survey
{

void add_round_routes(http::Router& router, RoundService& rounds, ProgressService& progress);

}
