#include "projects/project_routes.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "http/json_body.h"
#include "loop/feedback_json.h"
#include "loop/state_json.h"
#include "projects/permissions.h"

namespace lilong::projects
{

using http::Answer;
using http::JsonBody;
using http::Request;
using nlohmann::json;

namespace
{

constexpr std::string_view kProject = "/api/v1/areas/{area}/projects/{id}";

json names_json(Names const& names) { return {{"zh", names.zh}, {"en", names.en}}; }
json date_json(std::optional<Date> const& date) { return date ? json(date->text()) : json(nullptr); }

// What the public page shows too: nothing in it is personal.
json project_json(Project const& p)
{
    auto alternatives = json::array(), lines = json::array(), milestones = json::array(), needs = json::array();
    int seq = 0;
    for (auto const& a : p.costing.alternatives)
        alternatives.push_back({{"title", names_json(a.title)},
                                {"cost_fen", a.cost.in_fen()},
                                {"households", a.households},
                                {"days", a.days},
                                {"risk", a.risk},
                                {"do_nothing", a.do_nothing},
                                {"chosen", p.cost_planned > Money{} && seq++ == p.costing.chosen}});
    for (auto const& line : p.costing.lines)
        lines.push_back({{"purpose", names_json(line.purpose)},
                         {"amount_fen", line.amount.in_fen()},
                         {"price_source", line.price_source}});
    for (auto const& m : p.works.milestones)
        milestones.push_back({{"seq", m.seq},
                              {"title", names_json(m.title)},
                              {"owner", m.owner},
                              {"due", m.due.text()},
                              {"done_on", date_json(m.done_on)},
                              {"evidence", m.evidence},
                              {"waived_reason", m.waived_reason}});
    for (auto const& need : p.needs) needs.push_back(need.text());
    return {{"id", p.id.text()},
            {"area", p.area.text()},
            {"title", names_json(p.title)},
            {"category", p.category},
            {"common_parts", p.common_parts},
            {"households_affected", p.costing.households_affected},
            {"needs", needs},
            {"alternatives", alternatives},
            {"why_chosen", p.costing.why_chosen},
            {"budget_lines", lines},
            {"year", p.costing.year == 0 ? json(nullptr) : json(p.costing.year)},
            {"line", p.costing.line},
            {"cost_planned_fen", p.cost_planned.in_fen()},
            {"cost_final_fen", p.cost_final ? json(p.cost_final->in_fen()) : json(nullptr)},
            {"contractor", p.works.contractor},
            {"works_from", date_json(p.works.from)},
            {"works_to", date_json(p.works.to)},
            {"safety_notice", p.works.safety_notice},
            {"milestones", milestones},
            {"made_at", p.made_at.text()},
            {"state", p.state},
            {"version", p.version}};
}

struct Detail {
    ProjectService const& projects;
    budgeting::LedgerService const& ledger;
    loop::StateService const& states;
    loop::FeedbackService const& feedback;
    storage::Database& database;

    Result<Answer> operator()(Actor const& who, AreaId const& area, ProjectId const& id) const
    {
        auto const project = TRY(projects.project(area, id));
        auto out = project_json(project);
        out["proposer"] = project.proposer_name;
        out["actions"] = loop::actions_json(projects.allowed(who, project));
        database.read([&](storage::Connection& c) {
            auto const ref = ref_of(project);
            auto const money = ledger.of_project(c, area, id);
            out["money"] = {{"committed_fen", money.open.in_fen()}, {"paid_fen", money.paid.in_fen()}};
            out["satisfaction"] = loop::satisfaction_json(feedback.satisfaction(c, ref));
            out["reach"] = loop::reach_json(feedback.reach(c, ref));
            out["timeline"] = loop::timeline_json(states.timeline(c, ref));
            out["traces"] = json::array();
            for (auto const& trace : states.traces_of(c, ref)) out["traces"].push_back(trace.text());
            return 0;
        });
        return http::ok(out).version(project.version);
    }
};

Names names_in(JsonBody& body, std::string const& name)
{
    auto const zh = body.text(name + "_zh", {.longest = 400});
    auto const en = body.text(name + "_en", {.longest = 400});
    return {zh, en};
}

Result<Costing> costing_in(JsonBody& body)
{
    Costing c;
    c.year = static_cast<int>(body.integer("year", 2000, 2200));
    c.line = body.choice("line", {"office", "party", "service"});
    for (auto& one : body.list("alternatives", 20)) {
        Alternative a;
        a.title = names_in(one, "title");
        a.cost = one.money("cost_fen");
        a.households = one.optional_integer("households", 0, 1'000'000).value_or(0);
        a.days = one.optional_integer("days", 0, 10'000).value_or(0);
        a.risk = one.optional_text("risk", {.longest = 1000, .may_be_empty = true}).value_or("");
        a.do_nothing = one.flag("do_nothing");
        c.alternatives.push_back(std::move(a));
    }
    c.chosen = static_cast<int>(body.integer("chosen", 0, 19));
    c.why_chosen = body.optional_text("why_chosen", {.may_be_empty = true}).value_or("");
    c.why_few_alternatives = body.optional_text("why_few_alternatives", {.may_be_empty = true}).value_or("");
    for (auto& one : body.list("budget_lines", 100)) {
        CostLine line;
        line.purpose = names_in(one, "purpose");
        line.amount = one.money("amount_fen");
        line.price_source = one.optional_text("price_source", {.longest = 400, .may_be_empty = true}).value_or("");
        if (line.amount == Money{}) one.wrong("amount_fen", "projects.amount_missing");
        c.lines.push_back(std::move(line));
    }
    c.households_affected = body.integer("households_affected", 0, 1'000'000);
    TRY(body.finish());
    return c;
}

Result<Works> works_in(JsonBody& body)
{
    Works w;
    w.contractor = body.optional_text("contractor", {.longest = 200}).value_or("");
    w.from = body.optional_date("works_from");
    w.to = body.optional_date("works_to");
    w.safety_notice = body.optional_text("safety_notice").value_or("");
    if (body.has("milestones")) {
        for (auto& one : body.list("milestones", 100)) {
            Milestone m;
            m.title = names_in(one, "title");
            m.owner = one.text("owner", {.longest = 200});
            m.due = one.date("due");
            w.milestones.push_back(std::move(m));
        }
    }
    TRY(body.finish());
    return w;
}

Result<void> act(ProjectService const& projects, Actor const& who, AreaId const& area, ProjectId const& id,
                 std::string const& action, JsonBody& body)
{
    if (action == "cost") {
        auto const costing = TRY(costing_in(body));
        TRY(projects.cost(who, area, id, costing));
        return {};
    }
    if (action == "begin") {
        auto const works = TRY(works_in(body));
        TRY(projects.begin(who, area, id, works));
        return {};
    }
    if (action == "accept") {
        auto const cost = body.money("cost_final_fen");
        TRY(body.finish());
        TRY(projects.accept(who, area, id, cost));
        return {};
    }
    loop::Reason const reason{body.optional_text("reason_code").value_or(""),
                              body.optional_text("reason").value_or("")};
    TRY(body.finish());
    if (action == "consult")
        TRY(projects.consult(who, area, id));
    else if (action == "approve")
        TRY(projects.approve(who, area, id));
    else if (action == "ask")
        TRY(projects.ask(who, area, id));
    else if (action == "close")
        TRY(projects.close(who, area, id));
    else if (action == "return")
        TRY(projects.send_back(who, area, id, reason));
    else if (action == "cancel" || action == "stop")
        TRY(projects.cancel(who, area, id, reason));
    else
        return refuse(ErrorKind::not_found, "projects.action_unknown", {{"action", action}});
    return {};
}

void add_works_routes(http::Router& router, ProjectService const& projects, Detail const& detail)
{
    router.post(std::string{kProject} + "/payments", work_on_projects,
                [&projects, detail](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<ProjectId>("id"));
                    auto body = TRY(request.json());
                    auto const amount = body.money("amount_fen");
                    if (amount == Money{}) body.wrong("amount_fen", "projects.amount_missing");
                    budgeting::Voucher const voucher{body.text("voucher", {.longest = 100}),
                                                     body.text("payee", {.longest = 200})};
                    TRY(body.finish());
                    TRY(projects.pay(request.actor, area, id, amount, voucher));
                    auto answer = TRY(detail(request.actor, area, id));
                    answer.status = 201;
                    return answer;
                });
    router.post(std::string{kProject} + "/milestones/{seq}", work_on_projects,
                [&projects, detail](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<ProjectId>("id"));
                    auto const seq = whole_number(request.parameters.at("seq")).value_or(0);
                    auto body = TRY(request.json());
                    auto const evidence = body.optional_text("evidence").value_or("");
                    auto const waived = body.optional_text("waived_reason").value_or("");
                    TRY(body.finish());
                    TRY(projects.milestone_over(request.actor, area, id, static_cast<int>(seq), evidence, waived));
                    return detail(request.actor, area, id);
                });
}

} // namespace

void add_project_routes(http::Router& router, ProjectService const& projects, budgeting::LedgerService const& ledger,
                        loop::StateService const& states, loop::FeedbackService const& feedback,
                        areas::AreaTree const& tree, storage::Database& database)
{
    Detail const detail{projects, ledger, states, feedback, database};
    router.get("/api/v1/areas/{area}/projects", see_projects,
               [&projects, &tree](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto items = json::array();
                   for (auto const& committee : tree.below(area, areas::AreaKind::neighbourhood))
                       for (auto const& project : projects.list(committee.id, request.option("state").value_or("")))
                           items.push_back(project_json(project));
                   return http::ok({{"items", items}, {"next", nullptr}});
               });
    router.post("/api/v1/areas/{area}/projects", work_on_projects,
                [&projects, detail](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto body = TRY(request.json());
                    std::vector<NeedId> needs;
                    for (auto const& text : body.texts("needs", 20, {.longest = 36})) {
                        if (auto const need = NeedId::parse(text))
                            needs.push_back(*need);
                        else
                            body.wrong("needs", "http.field_not_an_id");
                    }
                    auto const title = names_in(body, "title");
                    auto const common_parts = body.flag("common_parts");
                    TRY(body.finish());
                    auto const id = TRY(projects.start(request.actor, area, needs, title, common_parts));
                    auto answer = TRY(detail(request.actor, area, id));
                    answer.status = 201;
                    return answer;
                });
    router.get(std::string{kProject}, see_projects, [detail](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto const id = TRY(request.path_id<ProjectId>("id"));
        return detail(request.actor, area, id);
    });
    router.post(std::string{kProject} + "/actions/{action}", work_on_projects,
                [&projects, detail](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<ProjectId>("id"));
                    auto body = TRY(request.json());
                    TRY(act(projects, request.actor, area, id, request.parameters.at("action"), body));
                    return detail(request.actor, area, id);
                });
    add_works_routes(router, projects, detail);
    router.add(http::Method::get, "/api/v1/public/areas/{area}/projects", anyone, http::Reach::everyone,
               [&projects](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto items = json::array();
                   for (auto const& project : projects.list(area))
                       if (project.state != "idea") items.push_back(project_json(project));
                   return http::ok({{"items", items}, {"next", nullptr}});
               });
}

} // namespace lilong::projects
