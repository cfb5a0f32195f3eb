#include "analysis/compare_service.h"

namespace lilong::analysis
{

std::vector<areas::Area> CompareService::areas_of(AreaId const& area, TableOf of) const
{
    if (of == TableOf::neighbourhoods) return tree_.below(area, areas::AreaKind::neighbourhood);
    auto parts = tree_.children(area);
    std::erase_if(parts, [](areas::Area const& part) { return part.kind == areas::AreaKind::building; });
    return parts;
}

Result<CompareAreas> CompareService::by_area(AreaId const& area, RoundId const& round, TableWish const& wish)
{
    CompareAreas out;
    TRY(cubes_.with(round, [&](RoundCube const& cube) -> Result<void> {
        auto const whole = TRY(place_in_round(cube, tree_, area));
        auto const domain = cube.axes.domain(wish.group);
        if (!domain) return refuse(ErrorKind::bad_input, "analysis.no_group", {{"group", wish.group}});
        std::optional<std::int32_t> only;
        if (wish.item) {
            only = cube.axes.item(*wish.item);
            if (!only) return refuse(ErrorKind::bad_input, "analysis.no_item", {{"item", *wish.item}});
        } else if (wish.of == TableOf::neighbourhoods) {
            auto const order = TRY(table_of_areas(cube, whole, {}, *domain));
            if (!order.items.empty()) only = cube.axes.item(order.items.front());
        }
        std::vector<AreaOfTable> areas;
        for (auto const& one : areas_of(area, wish.of)) {
            auto place = place_in_round(cube, tree_, one.id);
            areas.push_back({one.id, place ? std::optional{*place} : std::nullopt});
        }
        out.round = cube.round;
        out.group = wish.group.empty() ? "all" : wish.group;
        out.groups = cube.axes.groups;
        out.table = TRY(table_of_areas(cube, whole, areas, *domain, only));
        return {};
    }));
    return out;
}

Result<PanelChange> CompareService::panel(AreaId const& area, RoundId const& before, RoundId const& round)
{
    PanelChange out;
    TRY(cubes_.with(before, [&](RoundCube const& first) -> Result<void> {
        return cubes_.with(round, [&](RoundCube const& second) -> Result<void> {
            auto const& a = first.axes;
            auto const& b = second.axes;
            if (a.cells != b.cells || a.items != b.items || a.groups != b.groups)
                return refuse(ErrorKind::conflict, "analysis.rounds_differ");
            auto const place = TRY(place_in_round(second, tree_, area));
            if (place.cell) return refuse(ErrorKind::bad_input, "analysis.compare_committees");
            out = panel_change(first, second, place);
            return {};
        });
    }));
    return out;
}

} // namespace lilong::analysis
