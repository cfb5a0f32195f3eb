// /api/v1/areas/{area}/rounds/{round}/quality-flags, …/quality-flags/{flag}/actions/{action}, …/response-rates
#pragma once

#include "analysis/compare_routes.h"
#include "http/router.h"
#include "quality/quality_service.h"

namespace lilong::quality
{

void add_quality_routes(http::Router& router, QualityService& service, areas::AreaTree const& tree,
                        storage::Database& database, analysis::OpenResults const& open);

}
