#include "survey/round_routes.h"

#include <nlohmann/json.hpp>

#include "http/json_body.h"
#include "survey/codebook_json.h"
#include "survey/permissions.h"
#include "survey/survey_json.h"

namespace lilong::survey
{

using http::Answer;
using http::JsonBody;
using http::Request;
using nlohmann::json;

namespace
{

json optional_json(std::optional<double> value) { return value ? json(*value) : json(nullptr); }

json round_json(RoundService const& service, Actor const& who, Round const& round)
{
    return {{"id", round.id.text()},
            {"area_id", round.area.text()},
            {"name", to_json(round.title)},
            {"kind", round.kind},
            {"questionnaire_id", round.questionnaire.text()},
            {"questionnaire_version", round.questionnaire_version},
            {"opens_on", round.opens_on.text()},
            {"closes_on", round.closes_on.text()},
            {"design", name(round.design)},
            {"register_date", round.register_date ? json(round.register_date->text()) : json(nullptr)},
            {"state", round.state},
            {"version", round.version},
            {"actions", actions_json(service.allowed(who, round))}};
}

json transition_json(RoundTransition const& step)
{
    return {{"at", step.at.text()},     {"from", step.from}, {"action", step.action}, {"to", step.to},
            {"actor", step.actor_name}, {"role", step.role}, {"reason_code", ""},     {"reason_text", step.reason}};
}

Result<Answer> detail(RoundService& service, Request const& request)
{
    auto const area = TRY(request.area());
    auto const found = TRY(service.detail(area, TRY(request.path_id<RoundId>("round"))));
    auto out = round_json(service, request.actor, found.round);
    out["questionnaire"] = {{"key", found.questionnaire.key},
                            {"title", to_json(found.questionnaire.title)},
                            {"unit", name(found.questionnaire.unit)}};
    out["committees"] = json::array();
    for (auto const& plan : found.plans)
        out["committees"].push_back(
            {{"area_id", plan.committee.text()}, {"design", name(plan.design)}, {"target", plan.target}});
    out["timeline"] = json::array();
    for (auto const& step : found.timeline) out["timeline"].push_back(transition_json(step));
    return http::ok(out).version(found.round.version);
}

struct Given {
    Round round;
    std::vector<CommitteePlan> plans;
};

void read_plan(JsonBody& body, Given& given)
{
    given.round.title = names_in(body, "name");
    given.round.opens_on = body.date("opens_on");
    given.round.closes_on = body.date("closes_on");
    auto const designs = {std::string_view{"census_attempt"}, std::string_view{"srs"}, std::string_view{"systematic"},
                          std::string_view{"convenience"}};
    given.round.design = design_of(body.choice("design", designs)).value_or(Design::convenience);
    for (auto& entry : body.list("committees")) {
        CommitteePlan plan;
        plan.committee = entry.id<AreaId>("area_id");
        plan.design = design_of(entry.choice("design", designs)).value_or(Design::convenience);
        plan.target = entry.optional_integer("target", 0, 1'000'000).value_or(0);
        given.plans.push_back(plan);
    }
}

Result<Answer> create(RoundService& service, Request const& request)
{
    auto body = TRY(request.json());
    Given given;
    given.round.area = TRY(request.area());
    read_plan(body, given);
    given.round.kind = body.choice("kind", {"new", "panel_update", "mixed"});
    given.round.questionnaire = body.id<QuestionnaireId>("questionnaire_id");
    given.round.questionnaire_version = body.integer("questionnaire_version", 1, 10'000);
    TRY(body.finish());
    auto const made = TRY(service.create(request.actor, given.round, given.plans));
    return http::created(round_json(service, request.actor, made)).version(made.version);
}

Result<Answer> change(RoundService& service, Request const& request)
{
    auto body = TRY(request.json());
    Given given;
    given.round.area = TRY(request.area());
    given.round.id = TRY(request.path_id<RoundId>("round"));
    given.round.version = TRY(request.if_match());
    read_plan(body, given);
    TRY(body.finish());
    TRY(service.change(request.actor, given.round, given.plans));
    return detail(service, request);
}

Result<Answer> act(RoundService& service, Request const& request)
{
    auto const area = TRY(request.area());
    auto const id = TRY(request.path_id<RoundId>("round"));
    std::optional<std::int64_t> version;
    if (!request.header("if-match").empty()) version = TRY(request.if_match());
    std::string reason;
    if (!request.body.empty()) {
        auto body = TRY(request.json());
        reason = body.optional_text("reason").value_or("");
        TRY(body.finish());
    }
    auto const& action = request.parameters.find("action")->second;
    TRY(service.act(request.actor, area, id, action, reason, version));
    return detail(service, request);
}

json rates_json(DispositionCounts const& counts, double e)
{
    auto const rates = response_rates(counts, e);
    return {{"rr1", optional_json(rates.rr1)},     {"rr2", optional_json(rates.rr2)},
            {"rr3", optional_json(rates.rr3)},     {"rr4", optional_json(rates.rr4)},
            {"rr5", optional_json(rates.rr5)},     {"rr6", optional_json(rates.rr6)},
            {"coop1", optional_json(rates.coop1)}, {"ref1", optional_json(rates.ref1)},
            {"con1", optional_json(rates.con1)},   {"e", rates.e}};
}

json progress_json(AreaProgress const& part, double e)
{
    auto const& p = part.progress;
    auto const& d = p.dispositions;
    return {{"area", area_json(part.area)},
            {"design", part.design ? json(name(*part.design)) : json(nullptr)},
            {"households", p.households},
            {"target", p.target},
            {"visited", p.visited},
            {"answered", p.answered},
            {"responses", p.responses},
            {"refused", p.refused},
            {"not_reached", p.not_reached},
            {"coverage", optional_json(p.coverage())},
            {"over_coverage", p.over_coverage()},
            {"dispositions",
             {{"complete", d.complete},
              {"partial", d.partial},
              {"refusal", d.refusal},
              {"non_contact", d.non_contact},
              {"other", d.other},
              {"unknown_household", d.unknown_household},
              {"unknown_other", d.unknown_other},
              {"not_eligible", d.not_eligible}}},
            {"rates", rates_json(d, e)}};
}

Result<Answer> progress(ProgressService& service, Request const& request)
{
    auto const area = TRY(request.area());
    auto const found = TRY(service.progress(area, TRY(request.path_id<RoundId>("round"))));
    json out{{"as_of", found.as_of.text()},
             {"whole", progress_json(found.whole, found.e)},
             {"parts", json::array()},
             {"days", json::array()}};
    for (auto const& part : found.parts) out["parts"].push_back(progress_json(part, found.e));
    for (auto const& day : found.days) out["days"].push_back({{"day", day.day.text()}, {"responses", day.responses}});
    return http::ok(out);
}

} // namespace

void add_round_routes(http::Router& router, RoundService& rounds, ProgressService& progresses)
{
    router.get("/api/v1/areas/{area}/rounds", see_rounds, [&rounds](Request const& request) -> Result<Answer> {
        auto items = json::array();
        for (auto const& round : rounds.seen_from(TRY(request.area())))
            items.push_back(round_json(rounds, request.actor, round));
        return http::ok({{"items", std::move(items)}, {"next", nullptr}});
    });
    router.post("/api/v1/areas/{area}/rounds", keep_rounds,
                [&rounds](Request const& request) { return create(rounds, request); });
    router.get("/api/v1/areas/{area}/rounds/{round}", see_rounds,
               [&rounds](Request const& request) { return detail(rounds, request); });
    router.put("/api/v1/areas/{area}/rounds/{round}", keep_rounds,
               [&rounds](Request const& request) { return change(rounds, request); });
    router.post("/api/v1/areas/{area}/rounds/{round}/actions/{action}", keep_rounds,
                [&rounds](Request const& request) { return act(rounds, request); });
    router.get("/api/v1/areas/{area}/rounds/{round}/progress", see_rounds,
               [&progresses](Request const& request) { return progress(progresses, request); });
}

} // namespace lilong::survey
