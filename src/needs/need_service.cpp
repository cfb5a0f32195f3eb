#include "needs/need_service.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "areas/calendar_store.h"
#include "base/chance.h"
#include "base/text.h"
#include "needs/need_machine_rule.h"
#include "needs/need_store.h"
#include "needs/severity_rule.h"
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

constexpr std::size_t kFewestVisits = 5, kConvenienceVisits = 10, kContrast = 2;
constexpr int kReminderDays = 20, kAnswerDays = 90;
constexpr double kSubDistrictAgreesFrom = .50;

std::string hash_of(std::vector<HouseholdId> origins)
{
    std::ranges::sort(origins);
    std::string all;
    for (auto const& household : origins) all += household.text() + "\n";
    return origins.empty() ? std::string{} : sha256_hex(all);
}

std::vector<std::vector<std::string>> causes_of(std::vector<CauseNote> const& notes)
{
    std::vector<std::vector<std::string>> out;
    for (auto const& note : notes) out.push_back(note.causes);
    return out;
}

// Visits to households that had said no stand beside the causes, they do not count among them.
std::vector<CauseNote> counted_notes(Connection& connection, Need const& need)
{
    auto notes = need_store::notes(connection, need);
    std::erase_if(notes, [](CauseNote const& note) { return note.contrast; });
    return notes;
}

bool enough_notes(Need const& need, std::size_t notes, std::optional<FollowUpPlan> const& plan)
{
    if (need.kind == "individual") return notes >= 1;
    auto const planned =
        plan ? static_cast<std::size_t>(std::ranges::count(plan->visits, "yes", &PlannedVisit::answered)) : 0U;
    auto const asked = need.design == "convenience" ? kConvenienceVisits : kFewestVisits;
    return notes >= asked || (planned > 0 && notes >= planned);
}

Result<void> passes_gate(Nomination const& nomination)
{
    if (!nomination.gate) return refuse(ErrorKind::bad_input, "needs.gate_numbers_missing");
    auto const answer = judge(*nomination.gate);
    if (!opens(answer)) return refuse(ErrorKind::conflict, "needs.gate_not_passed", {{"why", name(answer)}});
    return {};
}

} // namespace

ObjectRef ref_of(Need const& need) { return loop::ref(need.area, "need", need.id); }

std::optional<std::string> canonical_json(std::string const& text)
{
    auto const parsed = nlohmann::json::parse(text, nullptr, false);
    if (parsed.is_discarded()) return std::nullopt;
    return parsed.dump();
}

Snapshot NeedService::frozen(std::string const& evidence, std::int64_t seq) const
{
    return {seq, evidence, sha256_hex(evidence), clock_.now()};
}

Date NeedService::in_working_days(Connection& connection, int days) const
{
    return areas::calendar_store::load(connection).add_working_days(clock_.today(), days);
}

Result<NeedId> NeedService::nominate(Actor const& who, AreaId const& area, Nomination const& nomination) const
{
    return database_.write(area, [&](Transaction& tx) { return nominate_in(tx, who, area, nomination); });
}

Result<NeedId> NeedService::nominate_in(Transaction& tx, Actor const& who, AreaId const& area,
                                        Nomination const& nomination) const
{
    auto const is_system = who.user == system_actor().user;
    auto const by_estimate = nomination.basis == "estimate" || nomination.basis == "surprise";
    if (by_estimate) TRY(passes_gate(nomination));
    auto const evidence = canonical_json(nomination.evidence);
    if (!evidence) return refuse(ErrorKind::bad_input, "needs.evidence_not_readable");
    if (!taxonomy_.need_item(nomination.item))
        return refuse(ErrorKind::bad_input, "needs.item_unknown", {{"item", nomination.item}});
    if (nomination.kind == "individual" && nomination.origins.size() != 1)
        return refuse(ErrorKind::bad_input, "needs.individual_is_one_household");
    TRY(lilong::apply(kNeedMachine, "–", is_system ? "estimate" : "nominate", states_.roles_in(who, area), is_system,
                      {"gate_passed", "evidence"}, true));

    Need need;
    need.area = area;
    need.id = NeedId::ordered(rng_, clock_.now());
    need.kind = nomination.kind;
    need.basis = nomination.basis;
    need.item = nomination.item;
    need.group = nomination.group;
    need.round = nomination.round;
    need.title = nomination.title;
    need.place = nomination.place;
    need.unit = nomination.unit;
    need.heads = nomination.heads;
    if (nomination.gate) {
        need.lower_bound = nomination.gate->lower_bound;
        need.design = nomination.gate->design;
        need.depends_on_who_answered = depends_on_who_answered(*nomination.gate);
    }
    need.blocked_by = nomination.quality_block ? "data_quality" : "";
    need.origins_sha256 = hash_of(nomination.origins);
    need.made_at = clock_.now();
    if (need.kind == "area" && need_store::is_open(tx, need))
        return refuse(ErrorKind::conflict, "needs.already_open", {{"item", need.item}});
    need_store::add(tx, need);
    need_store::add_snapshot(tx, need, frozen(*evidence, 1));
    for (auto const& household : nomination.origins) need_store::add_origin(tx, need, household);
    states_.begin(tx, ref_of(need), "candidate", who, {nomination.trace.value_or(TraceId::ordered(rng_, clock_.now()))},
                  {.code = need.basis, .text = ""});
    states_.set_due(tx, ref_of(need), in_working_days(tx, kReminderDays));
    return need.id;
}

Result<Need> NeedService::need_in(Connection& connection, AreaId const& area, NeedId const& id) const
{
    auto found = need_store::find(connection, area, id);
    if (!found) return refuse(ErrorKind::not_found, "needs.not_found");
    return *found;
}

Result<Need> NeedService::need(AreaId const& area, NeedId const& id) const
{
    return database_.read([&](Connection& c) { return need_in(c, area, id); });
}

std::vector<Need> NeedService::list(AreaId const& area, NeedFilter const& filter) const
{
    return database_.read([&](Connection& c) { return need_store::list(c, area, filter); });
}

std::vector<HouseholdId> NeedService::origins(Connection& connection, AreaId const& area, NeedId const& id) const
{
    Need need;
    need.area = area;
    need.id = id;
    return need_store::origins(connection, need);
}

// What the record itself fulfils; what the caller brings with the action is added by that action.
Requirements NeedService::met(Connection& connection, Need const& need, Actor const& who) const
{
    Requirements out;
    auto const plan = need_store::plan(connection, need);
    auto const notes = counted_notes(connection, need);
    auto const routes = need_store::routes(connection, need);
    auto const is = [](std::string_view state) { return [state](Route const& route) { return route.state == state; }; };
    if (plan) out.insert("follow_up_plan");
    if (enough_notes(need, notes.size(), plan)) out.insert("cause_notes");
    if (std::ranges::any_of(notes, [&](CauseNote const& note) { return note.visitor != who.user; }))
        out.insert("notes_by_another");
    if (one_cause_in_half(tally(causes_of(notes)), notes.size())) out.insert("common_cause");
    if (!need.origins_sha256.empty()) out.insert("origins_sealed");
    if (need.blocked_by.empty()) out.insert("no_quality_block");
    if (!routes.empty() && std::ranges::none_of(routes, is("open")))
        out.insert(std::ranges::any_of(routes, is("delivered")) ? "routes_delivered" : "routes_ended");
    if (need.lower_bound < kSubDistrictAgreesFrom) out.insert("sub_district_agrees");
    for (auto const& step : states_.timeline(connection, ref_of(need))) {
        if (step.action == "confirm") {
            if (need.lower_bound >= kSubDistrictAgreesFrom) out.erase("sub_district_agrees");
        } else if (step.action == "agree_to_decline")
            out.insert("sub_district_agrees");
    }
    return out;
}

std::vector<AllowedAction> NeedService::allowed(Connection& connection, Need const& need, Actor const& who) const
{
    auto known = met(connection, need, who);
    // These come with the action itself, so they are nothing to wait for.
    known.insert({"category", "severity", "route", "decline_code", "next_look"});
    if (!need_store::origins(connection, need).empty()) known.insert("follow_up_plan");
    return states_.allowed(kNeedMachine, need.state, who, need.area, known);
}

Result<Need> NeedService::act(Transaction& tx, Actor const& who, Need const& need, std::string_view action,
                              Requirements met, Reason const& reason, Version version) const
{
    TRY(states_.apply(tx, ref_of(need), kNeedMachine, action, who, met, reason, version));
    return need_in(tx, need.area, need.id);
}

std::size_t NeedService::tell(Transaction& tx, Actor const& who, Need const& need, std::string cause, Names const& text,
                              bool closes) const
{
    return feedback_.fan_out(
        tx, who, {ref_of(need), states_.traces_of(tx, ref_of(need)), std::move(cause), text.zh, text.en, closes},
        need_store::origins(tx, need));
}

Result<void> NeedService::draw_plan(Transaction& tx, Need const& need) const
{
    if (need_store::plan(tx, need)) return {};
    auto const origins = need_store::origins(tx, need);
    std::vector<VisitHousehold> agreed;
    if (visitable_)
        agreed = visitable_(tx, need, origins);
    else
        for (auto const& household : origins) agreed.push_back({household, ""});
    FollowUpPlan plan{rng_.next(), clock_.now(), {}};
    for (auto const& one : draw_visits(agreed, visits_needed(origins.size()), plan.seed))
        plan.visits.push_back({one.household, "yes", one.building, false});
    if (plan.visits.empty()) return {};
    if (said_no_)
        for (auto const& one : draw_visits(said_no_(tx, need), kContrast, plan.seed))
            plan.visits.push_back({one.household, "no", one.building, false});
    need_store::add_plan(tx, need, plan);
    return {};
}

Result<Need> NeedService::visit(Actor const& who, AreaId const& area, NeedId const& id, Version version) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Need> {
        auto const need = TRY(need_in(tx, area, id));
        TRY(draw_plan(tx, need));
        return act(tx, who, need, "visit", met(tx, need, who), {}, version);
    });
}

Result<CauseNoteId> NeedService::note_cause(Actor const& who, AreaId const& area, NeedId const& id,
                                            CauseNote const& note) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<CauseNoteId> {
        auto const need = TRY(need_in(tx, area, id));
        auto const roles = states_.roles_in(who, area);
        if (std::ranges::none_of(
                roles, [](Role role) { return role == Role::committee_worker || role == Role::committee_secretary; }))
            return refuse(ErrorKind::not_permitted, "access.not_permitted");
        if (need.state != "under_visit") return refuse(ErrorKind::conflict, "needs.not_under_visit");
        auto const plan = need_store::plan(tx, need);
        auto const planned = plan ? std::ranges::find(plan->visits, note.household, &PlannedVisit::household)
                                  : std::vector<PlannedVisit>::const_iterator{};
        if (!plan || planned == plan->visits.end()) return refuse(ErrorKind::bad_input, "needs.household_not_in_plan");
        if (planned->visited) return refuse(ErrorKind::conflict, "needs.already_visited");
        if (note.causes.empty() && planned->answered == "yes")
            return refuse(ErrorKind::bad_input, "needs.cause_missing");
        auto written = note;
        written.id = CauseNoteId::ordered(rng_, clock_.now());
        written.visitor = who.user;
        written.visitor_name = who.name;
        need_store::add_note(tx, need, written, clock_.now());
        audit_.note(tx, who, area, "needs.cause_noted", written.id, {{"need", id.text()}});
        return written.id;
    });
}

Result<Need> NeedService::set_aside(Actor const& who, AreaId const& area, NeedId const& id, Reason const& reason,
                                    Version version) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Need> {
        auto const need = TRY(need_in(tx, area, id));
        states_.set_due(tx, ref_of(need), {});
        return act(tx, who, need, "set_aside", {}, reason, version);
    });
}

Names NeedService::cause_names(Connection& connection, Need const& need) const
{
    auto const found = tally(causes_of(counted_notes(connection, need)));
    if (found.empty()) return {"见说明", "see the note"};
    auto const* category = taxonomy_.category(found.front().cause);
    return category ? Names{category->zh, category->en} : Names{found.front().cause, found.front().cause};
}

Result<Need> NeedService::confirm(Actor const& who, AreaId const& area, NeedId const& id,
                                  Confirmation const& confirmation, Version version) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Need> {
        auto need = TRY(need_in(tx, area, id));
        auto known = met(tx, need, who);
        if (!confirmation.category.empty()) {
            auto const* category = taxonomy_.category(confirmation.category);
            if (!category || !category->parent)
                return refuse(ErrorKind::bad_input, "needs.category_unknown", {{"category", confirmation.category}});
            known.insert("category");
            auto const by_rule = severity(need.lower_bound, areas::name(category->domain), need.group);
            auto const given = confirmation.severity.value_or(by_rule);
            if (!within_one(given, by_rule))
                return refuse(ErrorKind::bad_input, "needs.severity_too_far", {{"by_rule", std::to_string(by_rule)}});
            if (given == by_rule || !confirmation.severity_reason.empty()) known.insert("severity");
            need.severity = given;
        }
        if (!confirmation.cause_argument.empty()) known.insert("common_cause");
        need.category = confirmation.category;
        need.cause_argument = confirmation.cause_argument;
        auto const done =
            TRY(act(tx, who, need, "confirm", known, {.code = "", .text = confirmation.severity_reason}, version));
        need_store::update(tx, need);
        states_.set_due(tx, ref_of(need), confirmation.by.value_or(in_working_days(tx, kReminderDays)));
        auto const visits = counted_notes(tx, need).size();
        tell(tx, who, done, "confirm",
             told_confirmed(need, static_cast<std::int64_t>(need_store::origins(tx, need).size()), visits,
                            cause_names(tx, need), confirmation.next_step, confirmation.by),
             false);
        return need_in(tx, area, id);
    });
}

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

Result<NeedDetail> NeedService::detail(Connection& connection, AreaId const& area, NeedId const& id) const
{
    NeedDetail out;
    out.need = TRY(need_in(connection, area, id));
    out.snapshots = need_store::snapshots(connection, out.need);
    out.routes = need_store::routes(connection, out.need);
    auto const causes = causes_of(counted_notes(connection, out.need));
    out.causes = tally(causes);
    out.visits_done = causes.size();
    out.last_three_added_nothing = last_three_added_nothing(causes);
    if (auto const plan = need_store::plan(connection, out.need)) out.visits_planned = plan->visits.size();
    out.origins = static_cast<std::int64_t>(need_store::origins(connection, out.need).size());
    return out;
}

Result<FollowUpPlan> NeedService::plan(AreaId const& area, NeedId const& id) const
{
    return database_.read([&](Connection& c) -> Result<FollowUpPlan> {
        auto const need = TRY(need_in(c, area, id));
        return need_store::plan(c, need).value_or(FollowUpPlan{});
    });
}

Result<std::vector<CauseNote>> NeedService::notes(AreaId const& area, NeedId const& id) const
{
    return database_.read([&](Connection& c) -> Result<std::vector<CauseNote>> {
        auto const need = TRY(need_in(c, area, id));
        return need_store::notes(c, need);
    });
}

} // namespace lilong::needs
