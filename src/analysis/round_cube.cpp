#include "analysis/round_cube.h"

#include <algorithm>
#include <numeric>

namespace lilong::analysis
{

std::optional<std::int32_t> RoundAxes::item(std::string_view key) const
{
    auto const found = std::ranges::find(items, key);
    if (found == items.end()) return std::nullopt;
    return static_cast<std::int32_t>(found - items.begin());
}

std::optional<std::int32_t> RoundAxes::domain(std::string_view group) const
{
    if (group.empty() || group == survey::kAllGroups) return 0;
    auto const found = std::ranges::find(groups, group);
    if (found == groups.end()) return std::nullopt;
    return static_cast<std::int32_t>(found - groups.begin()) + 1;
}

std::int8_t counted(char code)
{
    switch (code) {
    case '1':
    case '2':
        return 1;
    case '-':
    case 'r':
        return kMissing;
    case '.':
        return kNotAsked;
    default:
        return 0;
    }
}

CubeShape shape_of(RoundAxes const& axes, survey::Unit unit)
{
    CubeShape shape;
    shape.unit = unit == survey::Unit::person ? Unit::person : Unit::household;
    shape.strata = static_cast<std::int32_t>(axes.committees.size());
    shape.domains = static_cast<std::int32_t>(axes.groups.size()) + 1;
    shape.items.assign(axes.items.size(), ItemKind::binary);
    std::int32_t stratum = -1;
    for (auto const& cell : axes.cells) {
        if (auto const committee = axes.stratum_of.find(cell); committee != axes.stratum_of.end())
            stratum = committee->second;
        shape.stratum_of_cell.push_back(stratum);
    }
    shape.paired_items.resize(axes.items.size());
    std::iota(shape.paired_items.begin(), shape.paired_items.end(), 0);
    return shape;
}

} // namespace lilong::analysis
