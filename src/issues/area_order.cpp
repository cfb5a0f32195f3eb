#include "issues/area_order.h"

namespace lilong::issues
{

using areas::AreaKind;

Level level_of(areas::AreaTree const& tree, AreaId const& area)
{
    auto const found = tree.find(area);
    if (!found || (found->kind != AreaKind::district && found->kind != AreaKind::sub_district)) return Level::committee;
    return found->kind == AreaKind::district ? Level::district : Level::sub_district;
}

std::optional<AreaId> area_at(areas::AreaTree const& tree, AreaId const& area, Level level)
{
    switch (level) {
    case Level::committee:
        return tree.ancestor(area, AreaKind::neighbourhood);
    case Level::sub_district:
        return tree.ancestor(area, AreaKind::sub_district);
    case Level::district:
        break;
    }
    return tree.ancestor(area, AreaKind::district);
}

std::vector<AreaId> committees_in(areas::AreaTree const& tree, AreaId const& area)
{
    std::vector<AreaId> out;
    for (auto const& below : tree.below(area, AreaKind::neighbourhood)) out.push_back(below.id);
    return out;
}

} // namespace lilong::issues
