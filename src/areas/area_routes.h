// The area tree on the wire: for signed-in people their own part of it, for everybody names and paths.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "areas/area_tree.h"
#include "http/router.h"

namespace lilong::areas
{

// {id, kind, name: {zh, en}, path: [district … the area itself]}; for access::SessionRouteOptions, too.
nlohmann::json describe_area(AreaTree const& tree, AreaId const& area);
void add_area_routes(http::Router& router, AreaTree const& tree);

} // namespace lilong::areas
