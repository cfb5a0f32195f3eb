#include "analysis/compare_routes.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/estimate_json.h"
#include "analysis/permissions.h"

namespace lilong::analysis
{

using http::Answer;
using http::Request;
using nlohmann::json;

namespace
{

json number(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }

json cell_json(AreaCell const& cell, std::int64_t first_places)
{
    json out{{"estimate", cell.share ? to_json(*cell.share) : json(nullptr)},
             {"difference", number(cell.difference)},
             {"verdict", name(cell.standing)},
             {"rank", nullptr},
             {"may_be_first", false}};
    if (!cell.rank) return out;
    out["rank"] = {{"best", cell.rank->best}, {"worst", cell.rank->worst}};
    out["may_be_first"] = cell.rank->best <= first_places;
    return out;
}

json row_json(AreaRow const& row, AreaTable const& table, areas::AreaTree const& tree)
{
    json out{{"id", row.area.text()}, {"answered", row.answered}, {"register_households", row.registered}};
    if (auto const area = tree.find(row.area)) {
        out["name"] = {{"zh", area->zh}, {"en", area->en}};
        out["kind"] = areas::name(area->kind);
    }
    out["cells"] = json::array();
    for (auto const& cell : row.cells) out["cells"].push_back(cell_json(cell, table.first_places));
    return out;
}

json table_json(CompareAreas const& found, areas::AreaTree const& tree)
{
    auto const& table = found.table;
    auto const& round = found.round;
    json out{{"round",
              {{"id", round.id.text()},
               {"title", {{"zh", round.title.zh}, {"en", round.title.en}}},
               {"state", round.state},
               {"opens_on", round.opens_on.text()},
               {"closes_on", round.closes_on.text()}}},
             {"group", found.group},
             {"groups", found.groups},
             {"tested", table.tested},
             {"told_apart", table.told_apart},
             {"rate", kTableRate},
             {"first_places", table.first_places},
             {"items", json::array()},
             {"areas", json::array()}};
    for (std::size_t i = 0; i < table.items.size(); ++i)
        out["items"].push_back({{"item", table.items[i]}, {"whole", to_json(table.whole[i])}});
    for (auto const& row : table.areas) out["areas"].push_back(row_json(row, table, tree));
    return out;
}

json panel_json(PanelChange const& found)
{
    auto needs = json::array();
    for (auto const& need : found.needs) {
        auto const& d = need.difference;
        auto const verdict = !std::isfinite(d.lower) ? AgainstWhole::cannot_tell
                             : d.lower > 0           ? AgainstWhole::above
                             : d.upper < 0           ? AgainstWhole::below
                                                     : AgainstWhole::alike;
        needs.push_back({{"item", need.item},
                         {"before", to_json(need.first)},
                         {"now", to_json(need.second)},
                         {"difference", to_json(d)},
                         {"verdict", name(verdict)}});
    }
    return {{"households", found.households}, {"needs", needs}};
}

TableWish wish_of(Request const& request)
{
    TableWish wish;
    wish.group = request.option("group").value_or("all");
    wish.item = request.option("item");
    if (request.option("of") == "neighbourhoods") wish.of = TableOf::neighbourhoods;
    return wish;
}

} // namespace

void add_compare_routes(http::Router& router, CompareService& compare, areas::AreaTree const& tree, OpenResults open)
{
    router.get("/api/v1/areas/{area}/rounds/{round}/estimates-by-area", see_estimates,
               [&compare, &tree, open](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto const round = TRY(request.path_id<RoundId>("round"));
                   TRY(open(request.actor, area, round));
                   auto const wish = wish_of(request);
                   auto const found = TRY(compare.by_area(area, round, wish));
                   return http::ok(table_json(found, tree));
               });
    router.get("/api/v1/areas/{area}/rounds/{round}/panel-change", see_estimates,
               [&compare, open](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto const round = TRY(request.path_id<RoundId>("round"));
                   auto const before = TRY(request.option_id<RoundId>("before"));
                   if (!before) return refuse(ErrorKind::bad_input, "analysis.before_missing");
                   TRY(open(request.actor, area, *before));
                   TRY(open(request.actor, area, round));
                   auto const found = TRY(compare.panel(area, *before, round));
                   return http::ok(panel_json(found));
               });
}

} // namespace lilong::analysis
