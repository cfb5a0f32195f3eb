// What issues ask of the area tree: at which level an area stands, what lies above it, which committees lie in it.
#pragma once

#include "areas/area_tree.h"
#include "issues/types.h"

namespace lilong::issues
{

Level level_of(areas::AreaTree const& tree, AreaId const& area);
std::optional<AreaId> area_at(areas::AreaTree const& tree, AreaId const& area, Level level); // the area itself counts
std::vector<AreaId> committees_in(areas::AreaTree const& tree, AreaId const& area);

} // namespace lilong::issues
