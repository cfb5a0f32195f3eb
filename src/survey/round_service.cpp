#include "survey/round_service.h"

#include <algorithm>

#include "areas/taxonomy_store.h"
#include "people/register_counts.h"
#include "survey/questionnaire_store.h"
#include "survey/round_rule.h"
#include "survey/round_store.h"

namespace lilong::survey
{

using storage::Connection;
using storage::Transaction;

std::vector<Role> RoundService::roles_in(Actor const& who, AreaId const& area) const
{
    std::vector<Role> roles;
    for (auto const& grant : who.grants)
        if (tree_.reaches(grant.area, area)) roles.push_back(grant.role);
    return roles;
}

std::vector<Round> RoundService::seen_from(AreaId const& area)
{
    auto rounds = database_.read([](Connection& c) { return round_store::all(c); });
    std::erase_if(rounds, [&](Round const& round) {
        return !tree_.reaches(round.area, area) && !tree_.reaches(area, round.area);
    });
    return rounds;
}

Result<Round> RoundService::find(AreaId const& area, RoundId const& id)
{
    auto round = TRY(database_.read([&](Connection& c) { return round_store::by_id(c, id); }));
    if (!tree_.reaches(round.area, area) && !tree_.reaches(area, round.area))
        return refuse(ErrorKind::not_found, "survey.no_round");
    return round;
}

Result<RoundService::Detail> RoundService::detail(AreaId const& area, RoundId const& id)
{
    auto round = TRY(find(area, id));
    return database_.read([&](Connection& c) -> Result<Detail> {
        auto questionnaire = TRY(questionnaire_store::by_id(c, round.questionnaire));
        return Detail{round, std::move(questionnaire), round_store::plans(c, id), round_store::timeline(c, id)};
    });
}

Result<Round> RoundService::owned(Connection& connection, AreaId const& area, RoundId const& id) const
{
    auto round = TRY(round_store::by_id(connection, id));
    if (round.area != area) return refuse(ErrorKind::not_found, "survey.no_round");
    return round;
}

Result<void> RoundService::check(Connection& connection, Round const& round,
                                 std::vector<CommitteePlan> const& plans) const
{
    TRY(check_round(round));
    auto const version =
        TRY(questionnaire_store::version(connection, round.questionnaire, round.questionnaire_version));
    if (!tree_.reaches(version.area, round.area)) return refuse(ErrorKind::not_found, "survey.no_questionnaire");
    if (version.state != VersionState::open) return refuse(ErrorKind::conflict, "survey.questionnaire_not_open");
    for (auto const& plan : plans) {
        auto const committee = tree_.find(plan.committee);
        if (!committee || committee->kind != areas::AreaKind::neighbourhood ||
            !tree_.reaches(round.area, plan.committee))
            return refuse(ErrorKind::bad_input, "survey.plan_outside_area");
    }
    return {};
}

Result<Round> RoundService::create(Actor const& who, Round round, std::vector<CommitteePlan> const& plans)
{
    if (round.id.empty()) round.id = RoundId::random(rng_);
    round.state = "planned";
    round.version = 1;
    return database_.write(round.area, [&](Transaction& tx) -> Result<Round> {
        auto const questionnaire = TRY(questionnaire_store::by_id(tx, round.questionnaire));
        auto planned = round;
        planned.questionnaire_area = questionnaire.area;
        TRY(check(tx, planned, plans));
        round_store::insert(tx, planned, plans, clock_.now());
        audit_.note(tx, who, planned.area, "survey.round_created", planned.id);
        return planned;
    });
}

Result<void> RoundService::change(Actor const& who, Round const& round, std::vector<CommitteePlan> const& plans)
{
    return database_.write(round.area, [&](Transaction& tx) -> Result<void> {
        auto former = TRY(owned(tx, round.area, round.id));
        if (former.state != "planned") return refuse(ErrorKind::conflict, "survey.round_not_planned");
        former.version = round.version;
        auto next = former;
        next.title = round.title;
        next.opens_on = round.opens_on;
        next.closes_on = round.closes_on;
        next.design = round.design;
        TRY(check(tx, next, plans));
        TRY(round_store::replace(tx, former, next, plans));
        audit_.note(tx, who, round.area, "survey.round_changed", round.id);
        return {};
    });
}

std::vector<RegisterCount> RoundService::count_register(Connection& connection, AreaId const& committee) const
{
    auto const taxonomy = areas::taxonomy_store::load(connection);
    auto const groups = taxonomy ? taxonomy->groups() : std::vector<areas::Group>{};
    auto const counts = people::register_counts(connection, committee, groups, clock_.today());
    std::vector<RegisterCount> out;
    if (counts.households == 0) { // no household list yet: what the area list says
        for (auto const& estate : tree_.below(committee, areas::AreaKind::estate))
            out.push_back({estate.id, std::string{kAllGroups}, estate.occupied_households});
        return out;
    }
    for (auto const& [estate, households] : counts.by_estate)
        out.push_back({estate, std::string{kAllGroups}, households});
    // A group count of an incomplete register would be too small, so it is not known (ST-9).
    if (counts.households_with_known_residents == counts.households)
        for (auto const& [group, households] : counts.by_group) out.push_back({committee, group, households});
    return out;
}

// Each committee in its own write: what is frozen stays, so a second try goes on where the first one ended.
Result<void> RoundService::freeze_registers(Actor const& who, Round const& round)
{
    for (auto const& committee : tree_.below(round.area, areas::AreaKind::neighbourhood)) {
        auto const counts = database_.read([&](Connection& c) { return count_register(c, committee.id); });
        TRY(database_.write(committee.id, [&](Transaction& tx) -> Result<void> {
            round_store::freeze_register(tx, committee.id, round.id, counts);
            audit_.note(tx, who, committee.id, "survey.register_frozen", round.id);
            return {};
        }));
    }
    return {};
}

Result<Round> RoundService::act(Actor const& who, AreaId const& area, RoundId const& id, std::string_view action,
                                std::string const& reason, std::optional<std::int64_t> version)
{
    auto const seen = TRY(database_.read([&](Connection& c) { return owned(c, area, id); }));
    TRY(apply(kRoundMachine, seen.state, action, roles_in(who, area), false, {}, !reason.empty()));
    if (action == "open") TRY(freeze_registers(who, seen));
    return database_.write(area, [&](Transaction& tx) -> Result<Round> {
        auto former = TRY(owned(tx, area, id));
        auto const step =
            TRY(apply(kRoundMachine, former.state, action, roles_in(who, area), false, {}, !reason.empty()));
        former.version = version.value_or(former.version);
        RoundTransition const transition{.from = former.state,
                                         .action = std::string{action},
                                         .to = std::string{step.edge->to},
                                         .actor = who.user,
                                         .actor_name = who.name,
                                         .role = std::string{name(step.role)},
                                         .reason = reason,
                                         .at = clock_.now()};
        auto const frozen_on = action == "open" ? std::optional{clock_.today()} : std::nullopt;
        TRY(round_store::set_state(tx, former, transition, frozen_on));
        audit_.note(tx, who, area, "survey.round_state_changed", id, {{"to", transition.to}});
        return round_store::by_id(tx, id);
    });
}

std::vector<AllowedAction> RoundService::allowed(Actor const& who, Round const& round) const
{
    return allowed_actions(kRoundMachine, round.state, roles_in(who, round.area), {});
}

} // namespace lilong::survey
