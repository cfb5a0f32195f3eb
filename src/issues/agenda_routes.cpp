#include <nlohmann/json.hpp>

#include "http/json_body.h"
#include "issues/issue_json.h"
#include "issues/issue_routes.h"
#include "issues/permissions.h"
#include "loop/state_json.h"

namespace lilong::issues
{

using http::Answer;
using http::JsonBody;
using http::Request;
using nlohmann::json;

namespace
{

constexpr std::size_t kLongText = 4000;

Decision decision_of(JsonBody& body)
{
    Decision decision;
    decision.body = body.optional_text("body", {.longest = 200}).value_or("");
    decision.accepts = body.flag("accepts", true);
    decision.text_zh = body.optional_text("text_zh", {.longest = kLongText}).value_or("");
    decision.text_en = body.optional_text("text_en", {.longest = kLongText}).value_or("");
    decision.next_look = body.optional_date("next_look");
    if (body.has("measures"))
        for (auto& measure : body.list("measures", 50)) {
            Measure m;
            m.what = measure.text("what", {.longest = 500});
            m.who = measure.text("who", {.longest = 200});
            m.due = measure.date("due");
            m.cost = measure.money("cost_fen");
            decision.measures.push_back(std::move(m));
        }
    return decision;
}

Result<AgendaAct> act_of(Request const& request)
{
    auto body = TRY(request.json());
    AgendaAct act;
    act.action = request.parameters.at("action");
    act.reason = {body.optional_text("reason_code", {.longest = 60}).value_or(""),
                  body.optional_text("reason", {.longest = kLongText}).value_or("")};
    if (body.has("domain")) act.domain = word_of<Domain>(body.choice("domain", words<Domain>()));
    act.lead_unit = body.optional_text("lead_unit", {.longest = 100});
    act.plan_date = body.optional_date("plan_date");
    act.older_item = body.optional_id<AgendaItemId>("older_item_id");
    if (act.action == "decide" || act.action == "return") act.decision = decision_of(body);
    TRY(body.finish());
    if (!request.header("if-match").empty()) act.version = TRY(request.if_match());
    return act;
}

Result<Answer> detail(AgendaService& agenda, Request const& request)
{
    auto const area = TRY(request.area());
    auto const id = TRY(request.path_id<AgendaItemId>("id"));
    auto const view = TRY(agenda.view(area, id));
    auto out = view_json(view);
    out["actions"] = loop::actions_json(agenda.allowed(request.actor, area, view));
    return http::ok(out).version(view.state.version);
}

} // namespace

void add_agenda_routes(http::Router& router, AgendaService& agenda)
{
    router.get("/api/v1/areas/{area}/agenda-items", see_agenda, [&agenda](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto items = json::array();
        for (auto const& listed : agenda.list(area)) items.push_back(listed_json(listed));
        return http::ok({{"items", items}, {"next", nullptr}});
    });
    router.get("/api/v1/areas/{area}/agenda-items/{id}", see_agenda,
               [&agenda](Request const& request) -> Result<Answer> { return detail(agenda, request); });
    router.post("/api/v1/areas/{area}/agenda-items/{id}/actions/{action}", work_on_agenda,
                [&agenda](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<AgendaItemId>("id"));
                    auto const act = TRY(act_of(request));
                    TRY(agenda.act(request.actor, area, id, act));
                    return detail(agenda, request);
                });
    router.post("/api/v1/areas/{area}/agenda-items/{id}/measures/{measure}/done", work_on_agenda,
                [&agenda](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<AgendaItemId>("id"));
                    auto body = TRY(request.json());
                    auto const evidence = body.text("evidence", {.longest = kLongText});
                    TRY(body.finish());
                    TRY(agenda.measure_done(request.actor, area, id,
                                            whole_number(request.parameters.at("measure")).value_or(0), evidence));
                    return detail(agenda, request);
                });
}

} // namespace lilong::issues
