#include "needs/need_service.h"

#include <algorithm>
#include <numeric>

#include "needs/need_machine_rule.h"
#include "needs/need_store.h"
#include "needs/told_rule.h"

namespace lilong::needs
{

using loop::ObjectRef;
using loop::Reason;
using storage::Connection;
using storage::Transaction;
using Version = std::optional<std::int64_t>;

namespace
{

constexpr int kReminderDays = 20, kAnswerDays = 90;

} // namespace

Result<Need> NeedService::route(Actor const& who, AreaId const& area, NeedId const& id, Route const& route,
                                Version version) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Need> {
        auto const need = TRY(need_in(tx, area, id));
        auto wanted = route;
        if (wanted.target_area.empty()) wanted.target_area = area;
        ObjectRef const target{wanted.target_area, wanted.target_kind, wanted.target};
        if (!states_.state_of(tx, target))
            return refuse(ErrorKind::bad_input, "needs.target_not_found", {{"kind", wanted.target_kind}});
        auto const routes = need_store::routes(tx, need);
        if (std::ranges::any_of(routes, [&](Route const& one) { return one.target == wanted.target; }))
            return refuse(ErrorKind::conflict, "needs.already_routed_there");
        auto const taken = std::accumulate(routes.begin(), routes.end(), 0, [](int sum, Route const& one) {
            return sum + (one.state == "ended" ? 0 : one.share_permille);
        });
        if (taken + wanted.share_permille > 1000)
            return refuse(ErrorKind::limit_reached, "needs.shares_over_whole",
                          {{"left", std::to_string((1000 - taken) / 10)}});
        // A further route is no new state: it is noted, and the households hear of it.
        if (need.state == "routed") {
            TRY(lilong::apply(kNeedMachine, "confirmed", "route", states_.roles_in(who, area), false, {"route"}, true));
            if (version && *version != need.version) return refuse(ErrorKind::stale, "loop.stale");
            audit_.note(tx, who, area, "needs.route_added", id, {{"target", wanted.target.text()}});
        } else {
            TRY(act(tx, who, need, "route", {"route"}, {}, version));
        }
        need_store::add_route(tx, need, wanted, clock_.now());
        for (auto const& trace : states_.traces_of(tx, ref_of(need)))
            if (wanted.target_area == area) states_.add_trace(tx, target, trace);
        tell(tx, who, need, "route", told_routed(need, wanted), false);
        return need_in(tx, area, id);
    });
}

Result<Need> NeedService::agree_to_decline(Actor const& who, AreaId const& area, NeedId const& id, Reason const& reason,
                                           Version version) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Need> {
        auto const need = TRY(need_in(tx, area, id));
        return act(tx, who, need, "agree_to_decline", {}, reason, version);
    });
}

Result<Need> NeedService::decline(Actor const& who, AreaId const& area, NeedId const& id, Decline const& decline,
                                  Version version) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Need> {
        auto need = TRY(need_in(tx, area, id));
        auto known = met(tx, need, who);
        if (!decline.code.empty()) known.insert("decline_code");
        if (decline.next_look) known.insert("next_look");
        need.decline_code = decline.code;
        need.next_look = decline.next_look;
        TRY(act(tx, who, need, "decline", known, {.code = decline.code, .text = decline.text.zh}, version));
        need_store::update(tx, need);
        states_.set_due(tx, ref_of(need), decline.next_look);
        tell(tx, who, need, "decline", told_declined(need, decline), true);
        return need_in(tx, area, id);
    });
}

Result<Need> NeedService::reroute(Actor const& who, AreaId const& area, NeedId const& id, Reason const& reason,
                                  Version version) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Need> {
        auto const need = TRY(need_in(tx, area, id));
        auto done = TRY(act(tx, who, need, "reroute", met(tx, need, who), reason, version));
        tell(tx, who, need, "reroute", told_rerouted(need), false);
        return done;
    });
}

Result<Need> NeedService::reopen_in(Transaction& tx, Actor const& who, Need const& need, Reason const& reason,
                                    std::string const& evidence, Version version) const
{
    TRY(act(tx, who, need, "reopen", {"not_solved_or_not_lower"}, reason, version));
    auto again = need;
    ++again.cycle;
    again.decline_code.clear();
    again.next_look.reset();
    need_store::update(tx, again);
    if (!evidence.empty()) {
        auto const canonical = canonical_json(evidence);
        if (!canonical) return refuse(ErrorKind::bad_input, "needs.evidence_not_readable");
        need_store::add_snapshot(
            tx, need, frozen(*canonical, static_cast<std::int64_t>(need_store::snapshots(tx, need).size()) + 1));
    }
    states_.set_due(tx, ref_of(need), in_working_days(tx, kReminderDays));
    tell(tx, who, need, "reopen", told_reopened(need), true);
    return need_in(tx, need.area, need.id);
}

Result<Need> NeedService::reopen(Actor const& who, AreaId const& area, NeedId const& id, Reason const& reason,
                                 std::string const& evidence, Version version) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Need> {
        auto const need = TRY(need_in(tx, area, id));
        return reopen_in(tx, who, need, reason, evidence, version);
    });
}

Result<void> NeedService::route_delivered(Transaction& tx, ObjectRef const& target) const
{
    for (auto const& routed : need_store::routed_to(tx, target.id)) {
        need_store::end_route(tx, routed, target.id, "delivered");
        TRY(advance(tx, loop::ref(routed.area, "need", routed.need)));
        audit_.note(tx, system_actor(), routed.area, "needs.route_delivered", routed.need,
                    {{"target", target.id.text()}});
    }
    return {};
}

Result<void> NeedService::route_ended(Transaction& tx, ObjectRef const& target, Reason const& reason) const
{
    for (auto const& routed : need_store::routed_to(tx, target.id)) {
        need_store::end_route(tx, routed, target.id, "ended");
        audit_.note(tx, system_actor(), routed.area, "needs.route_ended", routed.need, {{"target", target.id.text()}});
        auto const need = TRY(need_in(tx, routed.area, routed.need));
        auto const known = met(tx, need, system_actor());
        if (need.state == "routed" && known.contains("routes_ended")) {
            TRY(act(tx, system_actor(), need, "reroute", known,
                    reason.given() ? reason : Reason{.code = "routes_ended", .text = ""}, {}));
            tell(tx, system_actor(), need, "reroute", told_rerouted(need), false);
        } else {
            TRY(advance(tx, ref_of(need)));
        }
    }
    return {};
}

Instant NeedService::closed_since(Connection& connection, Need const& need) const
{
    Instant since;
    for (auto const& step : states_.timeline(connection, ref_of(need)))
        if (step.action == "deliver" || step.action == "decline") since = step.at;
    return since;
}

// One step by rule, or none: true when something moved.
Result<bool> NeedService::one_step(Transaction& tx, Need const& need) const
{
    auto const sys = system_actor();
    if (need.state == "routed") {
        if (!met(tx, need, sys).contains("routes_delivered")) return false;
        TRY(act(tx, sys, need, "deliver", {"routes_delivered"}, {.code = "all_routes_delivered", .text = ""}, {}));
        states_.set_due(tx, ref_of(need), clock_.today().plus_days(kAnswerDays));
        tell(tx, sys, need, "deliver", told_delivered(need), true);
        return true;
    }
    auto const since = closed_since(tx, need);
    auto const said = feedback_.satisfaction(tx, ref_of(need), since);
    if (need.state == "delivered") {
        auto const timed_out = clock_.today() >= china_date(since).plus_days(kAnswerDays);
        if (!loop::enough_answered(said) && !timed_out) return false;
        TRY(act(tx, sys, need, "evaluate", {"enough_answers"}, {.code = timed_out ? "time_out" : "sample", .text = ""},
                {}));
        return true;
    }
    auto const not_good = need.state != "declined" && loop::enough_answered(said) && !loop::satisfied_enough(said);
    if ((need.state == "evaluated" || need.state == "fed_back") && not_good) {
        TRY(reopen_in(tx, sys, need, {.code = "not_solved", .text = ""}, "", {}));
        return true;
    }
    if (need.state != "evaluated" && need.state != "declined") return false;
    if (!feedback_.reach(tx, ref_of(need), need.state == "declined" ? "decline" : "deliver", since).closes_loop())
        return false;
    TRY(act(tx, sys, need, "feed_back", {"need_reach"}, {.code = "reach", .text = ""}, {}));
    states_.set_due(tx, ref_of(need), need.state == "declined" ? need.next_look : std::optional<Date>{});
    return true;
}

Result<void> NeedService::advance(Transaction& tx, ObjectRef const& object) const
{
    if (object.kind != "need") return {};
    for (int steps = 0; steps < 4; ++steps) {
        auto const need = TRY(need_in(tx, object.area, NeedId{object.id.uuid()}));
        auto const moved = TRY(one_step(tx, need));
        if (!moved) break;
    }
    return {};
}

Result<void> NeedService::advance_all(AreaId const& area) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<void> {
        for (auto const& need : need_store::list(tx, area, {})) TRY(advance(tx, ref_of(need)));
        return {};
    });
}

Result<void> NeedService::set_before_after(Transaction& tx, AreaId const& area, NeedId const& id,
                                           std::string const& text) const
{
    auto need = TRY(need_in(tx, area, id));
    need.before_after = text;
    need_store::update(tx, need);
    audit_.note(tx, system_actor(), area, "needs.before_after_measured", id);
    return {};
}

int NeedService::forget_household(Transaction& tx, Actor const& who, AreaId const& area,
                                  HouseholdId const& household) const
{
    auto const left = need_store::forget_household(tx, area, household);
    if (left > 0) audit_.note(tx, who, area, "needs.origin_left", household, {{"needs", std::to_string(left)}});
    return left;
}

} // namespace lilong::needs
