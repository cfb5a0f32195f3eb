// Everything that influences something in another capability, and every route, in one list.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "access/request_memory.h"
#include "analysis/compare_routes.h"
#include "analysis/estimate_routes.h"
#include "analysis/guess_routes.h"
#include "analysis/permissions.h"
#include "access/account_routes.h"
#include "areas/area_routes.h"
#include "areas/import_routes.h"
#include "areas/permissions.h"
#include "areas/setting_routes.h"
#include "areas/taxonomy_routes.h"
#include "budgeting/ledger_routes.h"
#include "budgeting/permissions.h"
#include "consultation/meeting_routes.h"
#include "consultation/permissions.h"
#include "consultation/round_routes.h"
#include "http/openapi.h"
#include "issues/issue_routes.h"
#include "issues/permissions.h"
#include "lilong/application.h"
#include "lilong/readiness.h"
#include "lilong/version.h"
#include "loop/feedback_routes.h"
#include "loop/permissions.h"
#include "matching/match_routes.h"
#include "matching/permissions.h"
#include "needs/candidate_routes.h"
#include "needs/need_routes.h"
#include "needs/permissions.h"
#include "people/household_importer.h"
#include "people/household_routes.h"
#include "people/household_store.h"
#include "people/permissions.h"
#include "projects/permissions.h"
#include "projects/project_routes.h"
#include "quality/permissions.h"
#include "quality/quality_routes.h"
#include "reports/crosstab_routes.h"
#include "reports/permissions.h"
#include "resources/offer_importer.h"
#include "resources/offer_routes.h"
#include "resources/permissions.h"
#include "survey/answer_importer.h"
#include "survey/permissions.h"
#include "survey/questionnaire_routes.h"
#include "survey/response_routes.h"
#include "survey/round_routes.h"

namespace lilong
{

namespace
{

using storage::Connection;
using storage::Transaction;

std::string building_name(areas::AreaTree const& tree, AreaId const& building)
{
    auto const estate = tree.ancestor(building, areas::AreaKind::estate);
    auto const own = tree.find(building), around = estate ? tree.find(*estate) : std::nullopt;
    return (around ? around->zh + " " : "") + (own ? own->zh : "");
}

// How a household wishes to hear: its own word, else somebody comes to the door (LO-82).
std::string channel_of(std::optional<people::Contact> const& contact)
{
    if (!contact) return "visit";
    if (contact->channel == "phone") return "telephone";
    if (contact->channel == "message") return "page";
    if (contact->channel == "paper") return "slip";
    return "visit";
}

// ---- feedback ⟵ people
loop::Contact contact_of(areas::AreaTree const& tree, Connection& connection, AreaId const& area, HouseholdId const& id)
{
    auto const household = people::household_store::find(connection, area, id);
    return {channel_of(people::household_store::contact(connection, area, id)), household ? building_name(tree, household->building) : ""};
}

// ---- needs ⟵ people, analysis: who may be visited about the cause, and who said no
std::vector<needs::VisitHousehold> still_living_there(areas::AreaTree const& tree, Connection& connection, AreaId const& area, std::vector<HouseholdId> const& households)
{
    std::vector<needs::VisitHousehold> out;
    for (auto const& id : households)
        if (auto const household = people::household_store::find(connection, area, id); household && !household->moved_away) out.push_back({id, building_name(tree, household->building)});
    return out;
}

std::vector<HouseholdId> households_that_said_no(Application& app, Connection& connection, needs::Need const& need)
{
    if (!need.round) return {};
    auto const place = AreaId::parse(need.place).value_or(need.area);
    auto const answered = app.estimates.households_that_answered(connection, place, *need.round, need.item, need.group);
    return answered ? answered->no : std::vector<HouseholdId>{};
}

// ---- matching ⟵ needs: what waits for an offer
std::vector<matching::OpenNeed> open_needs(Application& app, Connection& connection, AreaId const& area)
{
    std::vector<matching::OpenNeed> out;
    for (auto const& committee : app.tree.below(area, areas::AreaKind::neighbourhood))
        for (auto const* state : {"confirmed", "routed"})
            for (auto const& need : app.needs.list(committee.id, {.state = state, .item = "", .most = 500})) {
                if (need.category.empty()) continue;
                auto const detail = app.needs.detail(connection, committee.id, need.id);
                if (!detail) continue;
                auto heads = need.heads.estimate;
                for (auto const& route : detail->routes)
                    if (route.target_kind != "match" && route.state != "ended") heads -= need.heads.estimate * route.share_permille / 1000;
                matching::OpenNeed open{need.area, need.id, app.states.traces_of(connection, loop::ref(need.area, "need", need.id)), {need.title.zh, need.title.en}, need.category, std::max<std::int64_t>(heads, 0),
                                        need.severity.value_or(3), 0, std::nullopt, {}};
                open.waiting_years = std::clamp(full_years(china_date(need.made_at), app.clock.today()), 0, 3);
                if (auto const* group = app.taxonomy.group(need.group)) open.facts = group->rule.facts_of_members();
                auto const estates = app.tree.below(committee.id, areas::AreaKind::estate);
                auto const place = app.tree.find(AreaId::parse(need.place).value_or(estates.empty() ? committee.id : estates.front().id));
                if (place && place->lon && place->lat) open.place = matching::GeoPoint{*place->lon, *place->lat};
                out.push_back(std::move(open));
            }
    return out;
}

// ---- needs ⟵ issues: the level above has spoken; each household of origin hears it (LO-80)
Result<void> tell_origins(Application& app, Transaction& tx, AreaId const& area, issues::issue_store::MemberAnswer const& answer)
{
    auto const id = NeedId{answer.member.uuid()};
    auto const origins = app.needs.origins(tx, area, id);
    auto const object = loop::ref(area, "need", id);
    app.feedback.fan_out(tx, system_actor(), {object, app.states.traces_of(tx, object), "answer", answer.text_zh, answer.text_en, true}, origins);
    return {};
}

} // namespace

access::PermissionTable all_permissions()
{
    access::PermissionTable table;
    for (auto const* grants :
         {&access::default_grants(), &areas::default_grants(), &people::default_grants(), &survey::default_grants(), &loop::default_grants(), &analysis::default_grants(), &quality::default_grants(), &reports::default_grants(),
          &needs::default_grants(), &resources::default_grants(), &matching::default_grants(), &budgeting::default_grants(), &consultation::default_grants(), &projects::default_grants(), &issues::default_grants()})
        table.add(*grants);
    return table;
}

void wire(Application& app)
{
    app.feedback.use_contacts([&app](Connection& c, AreaId const& area, HouseholdId const& household) { return contact_of(app.tree, c, area, household); });
    app.feedback.on_news([&app](Transaction& tx, loop::ObjectRef const& object) {
        if (object.kind == "need") (void)app.needs.advance(tx, object);
        if (object.kind == "match") (void)app.matching.heard(tx, app.feedback, object);
        if (object.kind == "consultation_round") (void)app.consultations.advance(tx, object);
    });
    app.needs.use_visitable([&app](Connection& c, needs::Need const& need, std::vector<HouseholdId> const& origins) { return still_living_there(app.tree, c, need.area, origins); });
    app.needs.use_said_no([&app](Connection& c, needs::Need const& need) { return still_living_there(app.tree, c, need.area, households_that_said_no(app, c, need)); });
    app.matching.use_open_needs([&app](Connection& c, AreaId const& area) { return open_needs(app, c, area); });
    app.matching.on_news([&app](Transaction& tx, matching::MatchView const& match, matching::MatchService::News news, loop::Reason const& reason) {
        auto const object = loop::ref(match.match.area, "match", match.match.id);
        return news == matching::MatchService::News::delivered ? app.needs.route_delivered(tx, object) : app.needs.route_ended(tx, object, reason);
    });
    app.agenda.on_answer_to_need([&app](Transaction& tx, AreaId const& area, issues::issue_store::MemberAnswer const& answer) { return tell_origins(app, tx, area, answer); });
    issues::register_outbox_handlers(app.outbox, app.issues, app.agenda);

    app.consultations.use_electorate([](Connection& c, AreaId const& area) {
        std::vector<HouseholdId> households;
        for (auto const& household : people::household_store::all(c, area)) households.push_back(household.id);
        return households;
    });

    app.imports.add(areas::area_importer(app.tree, app.clock, app.rng));
    app.imports.add(people::household_importer(app.tree, app.clock, app.rng, survey::household_in_use));
    app.imports.add(resources::offer_importer(app.offers, app.taxonomy));
    if (auto answers = survey::answer_importer(*app.database, app.tree, app.clock, app.rng)) app.imports.add(std::move(*answers));
}

void add_routes(Application& app, ApplicationOptions const& options)
{
    auto& router = app.router;
    auto const describe_area = [&app](AreaId const& area) { return areas::describe_area(app.tree, area); };
    access::SessionRouteOptions session{describe_area, options.secure_cookie, std::string{kVersion}};
    access::add_session_routes(router, app.sessions, app.permissions, *app.database, std::move(session));
    access::add_own_account_routes(router, app.accounts, app.sessions);
    access::add_account_routes(router, app.accounts, app.reaches, describe_area);
    areas::add_area_routes(router, app.tree);
    areas::add_taxonomy_routes(router, app.taxonomy);
    areas::add_setting_routes(router, app.settings);
    areas::add_import_routes(router, app.imports);
    people::add_household_routes(router, app.households, *app.database, app.tree, app.taxonomy, app.clock);
    survey::add_questionnaire_routes(router, app.questionnaires);
    survey::add_round_routes(router, app.rounds, app.progress);
    app.responses.on_answer([&app](survey::AnswerChange const& change) { app.cubes.follow(change); });
    survey::add_response_routes(router, app.responses, *app.database);
    survey::add_visit_routes(router, app.visits, app.clock);
    analysis::add_estimate_routes(router, app.estimates, app.guesses, app.tree);
    auto const open_results = [&app](Actor const& who, AreaId const& area, RoundId const& round) { return app.guesses.open_results(who, area, round); };
    analysis::add_compare_routes(router, app.compare, app.tree, open_results);
    analysis::add_guess_routes(router, app.guesses);
    reports::add_crosstab_routes(router, app.crosstabs, app.tree, app.taxonomy, *app.database, app.audit, app.clock, open_results);
    quality::add_quality_routes(router, app.quality, app.tree, *app.database, open_results);
    loop::add_feedback_routes(router, app.feedback, app.states, *app.database);
    needs::add_need_routes(router, app.needs, app.states, app.feedback, app.tree, *app.database);
    needs::add_candidate_routes(router, app.candidates, app.guesses, app.tree);
    resources::add_offer_routes(router, app.offers);
    matching::add_match_routes(router, app.matching);
    budgeting::add_ledger_routes(router, app.ledger, app.clock);
    consultation::add_round_routes(router, app.consultations, app.states, app.feedback, *app.database);
    consultation::add_meeting_routes(router, app.meetings);
    projects::add_project_routes(router, app.projects, app.ledger, app.states, app.feedback, app.tree, *app.database);
    issues::add_issue_routes(router, app.issues);
    issues::add_public_issue_routes(router, app.issues);
    issues::add_agenda_routes(router, app.agenda);
    static auto const document = http::openapi_document().dump();
    router.add(http::Method::get, "/api/v1/openapi.json", anyone, http::Reach::everyone,
               [](http::Request const&) -> Result<http::Answer> { return http::text_answer("application/json; charset=utf-8", document); });
    router.remember_repeats(std::make_unique<access::RequestMemory>(*app.database, app.clock));
    router.add(http::Method::get, "/readyz", anyone, http::Reach::everyone, [&app](http::Request const&) -> Result<http::Answer> { return readiness_answer(app); });
    router.add(http::Method::get, "/healthz", anyone, http::Reach::everyone, [](http::Request const&) -> Result<http::Answer> { return http::text_answer("text/plain; charset=utf-8", "alive\n"); });
}

} // namespace lilong
