#include "needs/need_service.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "areas/calendar_store.h"
#include "base/chance.h"
#include "base/text.h"
#include "needs/need_machine_rule.h"
#include "needs/need_store.h"

namespace lilong::needs
{

using loop::ObjectRef;
using loop::Reason;
using storage::Connection;
using storage::Transaction;
using Version = std::optional<std::int64_t>;

namespace
{

constexpr std::size_t kFewestVisits = 5, kConvenienceVisits = 10;
constexpr int kReminderDays = 20;
constexpr double kSubDistrictAgreesFrom = .50;

std::string hash_of(std::vector<HouseholdId> origins)
{
    std::ranges::sort(origins);
    std::string all;
    for (auto const& household : origins) all += household.text() + "\n";
    return origins.empty() ? std::string{} : sha256_hex(all);
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
    auto const notes = need_store::notes(connection, need);
    auto const causes = need_store::named_causes(connection, need);
    auto const routes = need_store::routes(connection, need);
    auto const is = [](std::string_view state) { return [state](Route const& route) { return route.state == state; }; };
    if (plan) out.insert("follow_up_plan");
    if (enough_notes(need, causes.size(), plan)) out.insert("cause_notes");
    if (std::ranges::any_of(notes, [&](CauseNote const& note) { return !note.contrast && note.visitor != who.user; }))
        out.insert("notes_by_another");
    if (one_cause_in_half(tally(causes), causes.size())) out.insert("common_cause");
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

Result<NeedDetail> NeedService::detail(Connection& connection, AreaId const& area, NeedId const& id) const
{
    NeedDetail out;
    out.need = TRY(need_in(connection, area, id));
    out.snapshots = need_store::snapshots(connection, out.need);
    out.routes = need_store::routes(connection, out.need);
    auto const causes = need_store::named_causes(connection, out.need);
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
