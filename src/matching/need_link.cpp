#include "matching/need_link.h"

#include <algorithm>

namespace lilong::matching
{

namespace
{

constexpr int kMostWaitingYears = 3;

std::int64_t heads_without_other_routes(needs::NeedDetail const& detail)
{
    std::int64_t permille = 1000;
    for (auto const& route : detail.routes)
        if (route.target_kind != "match" && route.state != "ended") permille -= route.share_permille;
    return (detail.need.heads.estimate * std::max<std::int64_t>(permille, 0) + 500) / 1000;
}

OpenNeed open_need(needs::NeedDetail const& detail, areas::AreaTree const& tree, areas::Taxonomy const& taxonomy,
                   Date today)
{
    auto const& need = detail.need;
    OpenNeed open{.area = need.area,
                  .id = need.id,
                  .names = {need.title.zh, need.title.en},
                  .category = need.category,
                  .heads = heads_without_other_routes(detail)};
    if (need.severity) open.severity = *need.severity;
    open.waiting_years = std::clamp(full_years(china_date(need.made_at), today), 0, kMostWaitingYears);
    if (auto const area = tree.find(need.area); area && area->lon && area->lat)
        open.place = GeoPoint{*area->lon, *area->lat};
    if (auto const* group = taxonomy.group(need.group)) open.facts = group->rule.facts_of_members();
    return open;
}

} // namespace

std::vector<OpenNeed> open_needs(storage::Connection& connection, needs::NeedService const& needs,
                                 loop::StateService const& states, areas::AreaTree const& tree,
                                 areas::Taxonomy const& taxonomy, Date today, AreaId const& scope)
{
    std::vector<OpenNeed> out;
    for (auto const& area : tree.below(scope, areas::AreaKind::neighbourhood))
        for (auto const* state : {"confirmed", "routed"})
            for (auto const& need : needs.list(area.id, {.state = state, .item = ""})) {
                auto const detail = needs.detail(connection, area.id, need.id);
                if (!detail || need.category.empty()) continue;
                auto open = open_need(*detail, tree, taxonomy, today);
                open.traces = states.traces_of(connection, needs::ref_of(need));
                out.push_back(std::move(open));
            }
    return out;
}

void connect(MatchService& matching, needs::NeedService const& needs, loop::StateService const& states,
             areas::AreaTree const& tree, areas::Taxonomy const& taxonomy, Clock const& clock)
{
    matching.use_open_needs(
        [&needs, &states, &tree, &taxonomy, &clock](storage::Connection& connection, AreaId const& scope) {
            return open_needs(connection, needs, states, tree, taxonomy, clock.today(), scope);
        });
    matching.on_news([&needs](storage::Transaction& tx, MatchView const& view, MatchService::News news,
                              loop::Reason const& reason) -> Result<void> {
        auto const match = loop::ref(view.match.area, "match", view.match.id);
        if (news == MatchService::News::delivered) return needs.route_delivered(tx, match);
        return needs.route_ended(tx, match, reason);
    });
}

} // namespace lilong::matching
