// The comparisons of page S5 over HTTP.
#pragma once

#include <functional>

#include "analysis/compare_service.h"
#include "http/router.h"

namespace lilong::analysis
{

// Whether this person may see the results of the area in that round already (ST-70).
using OpenResults = std::function<Result<void>(Actor const&, AreaId const&, RoundId const&)>;

void add_compare_routes(http::Router& router, CompareService& compare, areas::AreaTree const& tree, OpenResults open);

} // namespace lilong::analysis
