// 南泾苑 lies far from any market; the growers have a free Saturday.
#include "demo/story.h"

#include "areas/area_tree.h"

namespace lilong::demo
{

namespace
{

// Visits, cause and confirmation of one need, by the worker and the secretary of its committee.
Result<needs::Need> confirmed(StoryParts const& parts, Login const& visitor, Login const& secretary, AreaId const& committee, NeedId const& id, Date on, std::vector<std::string> const& causes, std::string const& words, needs::Confirmation const& confirmation)
{
    TRY(parts.needs.visit(secretary.actor, committee, id));
    auto const plan = TRY(parts.needs.plan(committee, id));
    std::size_t n = 0;
    for (auto const& visit : plan.visits) {
        auto const contrast = visit.answered == "no";
        needs::CauseNote note;
        note.household = visit.household;
        note.visitor = visitor.actor.user;
        note.visitor_name = visitor.actor.name;
        note.visited_on = on;
        note.contrast = contrast;
        if (!contrast) note.causes = {causes[std::min(n++, causes.size() - 1)]};
        note.words = contrast ? "没有这个需要" : words;
        TRY(parts.needs.note_cause(visitor.actor, committee, id, note));
    }
    return parts.needs.confirm(secretary.actor, committee, id, confirmation);
}

Result<NeedId> candidate(StoryParts const& parts, AreaId const& committee, AreaId const& place, RoundId const& round, std::string const& item)
{
    auto const signals = TRY(parts.candidates.open_candidates(committee, round, {item, place}));
    for (auto const& signal : signals)
        if (signal.need) return *signal.need;
    for (auto const& need : parts.needs.list(committee, {.state = "", .item = item, .most = 50}))
        if (need.round == round) return need.id;
    return refuse(ErrorKind::failed, "demo.no_candidate", {{"item", item}});
}

} // namespace

Result<void> tell_growers_story(StoryParts const& parts, TestClock& clock, DemoDistrict const& d, Cast const& cast)
{
    clock.set(morning(Date{2026, 6, 8}));
    auto const need = TRY(candidate(parts, d.growers_committee, d.growers_estate, d.round_2026, "nearby"));
    Login visitor = cast.worker_lin; // helps out in the neighbouring committee
    visitor.actor.grants.push_back({Role::committee_worker, d.growers_committee});
    clock.set(morning(Date{2026, 6, 17}));
    TRY(confirmed(parts, visitor, cast.secretary_lu, d.growers_committee, need, Date{2026, 6, 16}, {"food_market"}, "最近的菜场要走二十多分钟",
                  {"food_market", {}, "", "", {"联系能上门的蔬菜摊", "find a vegetable stall that comes to the estate"}, Date{2026, 8, 31}}));

    clock.set(morning(Date{2026, 6, 18}));
    auto const estate = *parts.tree.find(d.growers_estate);
    resources::Offer offer;
    offer.area = d.story_sub_district;
    offer.provider = *cast.provider_yunhe.actor.provider;
    offer.names = {"云禾周六菜摊", "Yunhe Saturday vegetable stall"};
    offer.categories = {"food_market"};
    offer.mode = "visiting";
    offer.capacity = {"household", 900, 4, 900, "month"};
    offer.schedule = "sat 07:00-10:00";
    offer.catchment = {"radius", 3000, {}};
    offer.place = {"南泾苑小广场", estate.lon, estate.lat};
    offer.conditions = "自带帐篷与秤,收摊清场 own tent and scales, place left clean";
    offer.valid_until = Date{2027, 5, 31};
    TRY(parts.offers.register_active(cast.provider_yunhe.actor, cast.dispatcher_chen.actor, offer));

    clock.set(morning(Date{2026, 6, 22}));
    TRY(parts.matching.run(cast.dispatcher_chen.actor, d.story_sub_district));
    auto const matches = parts.matching.matches(cast.secretary_lu.actor, d.growers_committee, {.state = "proposed", .need = need, .offer = {}});
    if (matches.empty()) return refuse(ErrorKind::failed, "demo.no_match");
    auto const match = matches.front().match.id;
    clock.set(morning(Date{2026, 6, 23}));
    TRY(parts.matching.act(cast.secretary_lu.actor, d.growers_committee, match, "accept", {}, {}));
    TRY(parts.matching.act(cast.provider_yunhe.actor, d.growers_committee, match, "accept", {}, {}));
    TRY(parts.needs.route(cast.secretary_lu.actor, d.growers_committee, need, {d.growers_committee, "match", ObjectId{match.uuid()}, {"云禾周六菜摊", "Yunhe Saturday stall"}, 1000, "open"}));
    matching::MatchAct schedule;
    for (int week = 0; week < 8; ++week) {
        matching::ServiceSession session;
        session.date = Date{2026, 7, 4}.plus_days(7 * week);
        session.window = "07:00-10:00";
        session.place = "南泾苑小广场";
        session.planned = 220;
        schedule.sessions.push_back(session);
    }
    TRY(parts.matching.act(visitor.actor, d.growers_committee, match, "schedule", schedule, {}));
    auto const detail = TRY(parts.matching.detail(cast.secretary_lu.actor, d.growers_committee, match));
    std::int64_t served = 188;
    for (auto const& session : detail.sessions) {
        clock.set(morning(session.date).plus(std::chrono::hours{1}));
        TRY(parts.matching.act_on_session(visitor.actor, d.growers_committee, session.id, "hold", {served, "", "", {}}, {}));
        served += 6;
    }
    return {};
}

} // namespace lilong::demo
