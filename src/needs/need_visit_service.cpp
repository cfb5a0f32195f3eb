#include "needs/need_service.h"

#include <algorithm>

#include "base/chance.h"
#include "needs/need_store.h"
#include "needs/severity_rule.h"
#include "needs/told_rule.h"

namespace lilong::needs
{

using loop::Reason;
using storage::Connection;
using storage::Transaction;
using Version = std::optional<std::int64_t>;

namespace
{

constexpr std::size_t kContrast = 2; // households that had said no
constexpr int kReminderDays = 20;

} // namespace

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
    auto const found = tally(need_store::named_causes(connection, need));
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
        auto const visits = need_store::named_causes(tx, need).size();
        tell(tx, who, done, "confirm",
             told_confirmed(need, static_cast<std::int64_t>(need_store::origins(tx, need).size()), visits,
                            cause_names(tx, need), confirmation.next_step, confirmation.by),
             false);
        return need_in(tx, area, id);
    });
}

} // namespace lilong::needs
