#include "issues/agenda_service.h"

#include <algorithm>

#include "issues/agenda_machine_rule.h"
#include "issues/evidence_rule.h"
#include "issues/issue_machine_rule.h"

namespace lilong::issues
{

namespace
{

using storage::Connection;
using storage::Transaction;

constexpr int kToSubmit = 10, kToClassify = 3, kToDecide = 15, kToExecute = 10; // working days

Decision return_text(AgendaAct const& act)
{
    auto decision = act.decision.value_or(Decision{});
    decision.accepts = false;
    decision.measures.clear();
    return decision;
}

} // namespace

Requirements AgendaService::met(Connection& c, AgendaItem const& item, AgendaAct const& act) const
{
    Requirements out;
    if (!agenda_store::members_of(c, item.area, item.id).empty()) out.insert("members");
    if (act.domain || act.lead_unit) out.insert("domain"); // proposed by the taxonomy, confirmed by classifying
    if (act.lead_unit && !act.lead_unit->empty()) out.insert("lead_unit");
    if (act.plan_date && *act.plan_date > p_.clock.today()) out.insert("plan_date");
    if (act.older_item && *act.older_item != item.id) out.insert("older_item");
    if (auto const& d = act.decision) {
        if (!d->body.empty()) out.insert("body");
        if (!d->text_zh.empty() && !d->text_en.empty()) out.insert("answer_text");
        if (d->accepts ? !d->measures.empty() : d->next_look.has_value()) out.insert("measures_or_reasoned_no");
    }
    if (item.level == Level::sub_district && area_at(p_.tree, item.area, Level::district)) out.insert("level_above");
    auto const decision = agenda_store::decision_of(c, item.area, item.id);
    if (decision && std::ranges::all_of(decision->measures, [](Measure const& m) { return m.done_at.has_value(); }))
        out.insert("measures_done");
    return out;
}

// A secretary acts from the committee of a member, a dispatcher of a sub-district on an item of the district: the right
// they hold at home is what the machine asks for.
Actor AgendaService::standing_in(Actor const& who, AreaId const& from, AreaId const& item_area) const
{
    if (from == item_area) return who;
    auto stand_in = who;
    stand_in.grants.clear();
    for (auto role : p_.states.roles_in(who, from))
        if (role == Role::committee_secretary || role == Role::sub_district_dispatcher)
            stand_in.grants.push_back({role, item_area});
    return stand_in;
}

Result<AgendaItem> AgendaService::home_of(Connection& c, AreaId const& area, AgendaItemId const& id) const
{
    if (auto own = agenda_store::find(c, area, id)) return own;
    for (auto const& listed : agenda_store::with_member_from(c, area))
        if (listed.item.id == id) return listed.item;
    return refuse(ErrorKind::not_found, "issues.item_not_found");
}

Result<AgendaItem> AgendaService::act(Actor const& who, AreaId const& area, AgendaItemId const& id,
                                      AgendaAct const& act)
{
    auto const home = TRY(p_.database.read([&](Connection& c) { return home_of(c, area, id); }));
    if (home.area != area && act.action != "submit") return refuse(ErrorKind::not_permitted, "access.not_permitted");
    auto done = p_.database.write(home.area, [&](Transaction& tx) -> Result<AgendaItem> {
        auto const item = TRY(agenda_store::find(tx, home.area, id));
        return transition(tx, standing_in(who, area, item.area), item, act);
    });
    while (p_.outbox.drain() > 0) {
    } // a decision on its way down wakes the answer one level lower
    return done;
}

Result<AgendaItem> AgendaService::transition(Transaction& tx, Actor const& who, AgendaItem item, AgendaAct const& act)
{
    auto requirements = met(tx, item, act);
    if (who.user == system_actor().user) requirements.insert("silence");
    auto const done = TRY(p_.states.apply(tx, ref(item), agenda_machine(item.level), act.action, who, requirements,
                                          act.reason, act.version));
    TRY(effect(tx, who, item, act));
    agenda_store::save(tx, item);
    settle_due(tx, item, done.to);
    return item;
}

Result<void> AgendaService::effect(Transaction& tx, Actor const& who, AgendaItem& item, AgendaAct const& act)
{
    auto const now = p_.clock.now();
    if (act.action == "submit") {
        item.submitted_at = now;
        freeze(tx, item, act.reason.text, agenda_store::members_of(tx, item.area, item.id));
    } else if (act.action == "classify") {
        item.domain = act.domain.value_or(item.domain);
        item.lead_unit = *act.lead_unit;
    } else if (act.action == "accept") {
        item.plan_date = act.plan_date;
    } else if (act.action == "return") {
        ++item.times_returned;
        auto decision = return_text(act);
        decision.at = now;
        send_down(tx, item, agenda_store::members_of(tx, item.area, item.id), "return", decision);
    } else if (act.action == "merge") {
        TRY(merge_into(tx, item, *act.older_item));
    } else if (act.action == "decide") {
        auto decision = *act.decision;
        decision.at = now;
        agenda_store::add_decision(tx, item, decision);
        send_down(tx, item, agenda_store::members_of(tx, item.area, item.id), "decision", decision);
    } else if (act.action == "raise") {
        TRY(send_up(tx, who, item, act));
    }
    return {};
}

void AgendaService::freeze(Transaction& tx, AgendaItem const& item, std::string const& inputs,
                           std::vector<Member> const& members)
{
    auto const seq = static_cast<int>(agenda_store::packs_of(tx, item.area, item.id).size()) + 1;
    std::vector<IssueStep> steps;
    for (auto const& t : p_.states.timeline(tx, ref(item)))
        steps.push_back({t.at, t.action, t.to, t.role, t.reason.text});
    agenda_store::add_pack(tx, item, frozen_pack({item, inputs, members, steps}, p_.taxonomy, seq, p_.clock.now()));
}

void AgendaService::settle_due(Transaction& tx, AgendaItem const& item, std::string_view state) const
{
    auto const in = [&](int days) { return std::optional{p_.calendar.add_working_days(p_.clock.today(), days)}; };
    std::optional<Date> due;
    if (state == "candidate") due = in(kToSubmit);
    if (state == "submitted" || state == "classified")
        due = p_.calendar.add_working_days(china_date(item.submitted_at.value_or(p_.clock.now())), kToClassify);
    if (state == "accepted")
        due = p_.calendar.add_working_days(china_date(item.submitted_at.value_or(p_.clock.now())), kToDecide);
    if (state == "raised") due = in(kToDecide);
    if (state == "decided" || state == "executed") due = in(kToExecute);
    if (state == "executing")
        if (auto const decision = agenda_store::decision_of(tx, item.area, item.id))
            for (auto const& measure : decision->measures)
                if (!measure.done_at && (!due || measure.due < *due)) due = measure.due;
    if (state == "executing" && !due) due = in(kToExecute);
    p_.states.set_due(tx, ref(item), due);
}

Result<void> AgendaService::merge_into(Transaction& tx, AgendaItem const& item, AgendaItemId const& older)
{
    auto const target = TRY(agenda_store::find(tx, item.area, older));
    auto const state = TRY(p_.states.state_of(tx, ref(target)));
    if (!takes_members(state.state)) return refuse(ErrorKind::conflict, "issues.item_not_open");
    auto const members = agenda_store::members_of(tx, item.area, item.id);
    agenda_store::move_members(tx, item.area, item.id, older);
    if (state.state != "candidate") freeze(tx, target, "merged", members);
    for (auto const& trace : p_.states.traces_of(tx, ref(item))) p_.states.add_trace(tx, ref(target), trace);
    return {};
}

Result<void> AgendaService::measure_done(Actor const& who, AreaId const& area, AgendaItemId const& id, std::int64_t seq,
                                         std::string const& evidence)
{
    return p_.database.write(area, [&](Transaction& tx) -> Result<void> {
        auto const item = TRY(agenda_store::find(tx, area, id));
        auto const state = TRY(p_.states.state_of(tx, ref(item)));
        TRY(lilong::apply(agenda_machine(item.level), state.state, "report", p_.states.roles_in(who, area), false,
                          {"measures_done"}, true));
        if (agenda_store::measure_done(tx, area, id, seq, evidence, p_.clock.now()) == 0)
            return refuse(ErrorKind::not_found, "issues.measure_not_found");
        p_.audit.note(tx, who, area, "agenda_item.measure_done", id);
        return {};
    });
}

Result<AgendaView> AgendaService::view(AreaId const& area, AgendaItemId const& id)
{
    return p_.database.read([&](Connection& c) -> Result<AgendaView> {
        AgendaView view;
        view.item = TRY(home_of(c, area, id));
        view.state = TRY(p_.states.state_of(c, ref(view.item)));
        view.members = agenda_store::members_of(c, view.item.area, id);
        // A committee sees its own members; the others are counted in the pack.
        if (view.item.area != area) std::erase_if(view.members, [&](Member const& m) { return m.area != area; });
        view.packs = agenda_store::packs_of(c, view.item.area, id);
        view.decision = agenda_store::decision_of(c, view.item.area, id);
        view.timeline = p_.states.timeline(c, ref(view.item));
        return view;
    });
}

std::vector<agenda_store::Listed> AgendaService::list(AreaId const& area)
{
    return p_.database.read([&](Connection& c) {
        auto out = agenda_store::of_area(c, area);
        for (auto& listed : agenda_store::with_member_from(c, area)) out.push_back(std::move(listed));
        return out;
    });
}

std::vector<AllowedAction> AgendaService::allowed(Actor const& who, AreaId const& area, AgendaView const& view)
{
    auto const met_now = p_.database.read([&](Connection& c) { return met(c, view.item, {}); });
    auto out = p_.states.allowed(agenda_machine(view.item.level), view.state.state,
                                 standing_in(who, area, view.item.area), view.item.area, met_now);
    if (area != view.item.area) std::erase_if(out, [](AllowedAction const& a) { return a.action != "submit"; });
    return out;
}

} // namespace lilong::issues
