#include "issues/issue_routes.h"

#include <nlohmann/json.hpp>

#include "http/json_body.h"
#include "issues/issue_json.h"
#include "issues/permissions.h"
#include "issues/rates_rule.h"
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

template <typename Enum>
std::optional<Enum> optional_choice(JsonBody& body, char const* member)
{
    if (!body.has(member)) return body.optional_text(member), std::nullopt;
    return word_of<Enum>(body.choice(member, words<Enum>()));
}

Result<NewIssue> new_issue(Request const& request, Source source)
{
    auto body = TRY(request.json());
    NewIssue issue;
    issue.category = body.text("category", {.longest = 60});
    issue.text = body.text("text", {.longest = kLongText});
    issue.place.estate = body.optional_id<AreaId>("estate_id");
    issue.place.lon = body.optional_number("lon", -180, 180);
    issue.place.lat = body.optional_number("lat", -90, 90);
    issue.place.asset = body.optional_text("asset", {.longest = 100}).value_or("");
    if (source == Source::worker) issue.reporter = body.optional_id<HouseholdId>("household_id");
    issue.source = source;
    TRY(body.finish());
    if (issue.place.lon.has_value() != issue.place.lat.has_value()) issue.place.lon.reset(), issue.place.lat.reset();
    return issue;
}

// A resident who is signed in reports for the own household; a stranger reports without a name.
Result<NewIssue> issue_from_outside(Request const& request)
{
    auto issue = TRY(new_issue(request, Source::resident));
    issue.reporter = request.actor.household;
    return issue;
}

json registered_json(Registered const& registered)
{
    auto out = json{{"reference", registered.issue.reference},
                    {"appended", registered.appended},
                    {"code", registered.code.empty() ? json(nullptr) : json(registered.code)}};
    return out;
}

Result<IssueAct> act_of(Request const& request)
{
    auto body = TRY(request.json());
    IssueAct act;
    act.action = request.parameters.at("action");
    act.reason = {body.optional_text("reason_code", {.longest = 60}).value_or(""),
                  body.optional_text("reason", {.longest = kLongText}).value_or("")};
    act.category = body.optional_text("category", {.longest = 60});
    act.lead_unit = body.optional_text("lead_unit", {.longest = 100});
    act.where_to_turn = body.optional_text("where_to_turn", {.longest = 500});
    act.evidence = body.optional_text("evidence", {.longest = kLongText});
    act.plan = body.optional_text("plan", {.longest = kLongText});
    if (body.has("rule")) act.rule = body.choice("rule", {"c", "d", "f"});
    act.level = optional_choice<Level>(body, "level");
    act.service_class = optional_choice<ServiceClass>(body, "service_class");
    act.outcome = optional_choice<Outcome>(body, "outcome");
    act.plan_date = body.optional_date("plan_date");
    act.review_date = body.optional_date("review_date");
    act.master = body.optional_id<IssueId>("master_id");
    if (body.has("co_units")) act.co_units = body.texts("co_units", 10, {.longest = 100});
    TRY(body.finish());
    if (!request.header("if-match").empty()) act.version = TRY(request.if_match());
    return act;
}

json rate_json(Rate const& rate)
{
    auto const number = [](std::optional<double> v) { return v ? json(*v) : json(nullptr); };
    return {{"numerator", rate.numerator},
            {"denominator", rate.denominator},
            {"value", number(rate.value)},
            {"lower", number(rate.lower)},
            {"upper", number(rate.upper)}};
}

Answer detail(IssueService& issues, Request const& request, IssueView const& view)
{
    auto out = view_json(view);
    out["actions"] = loop::actions_json(issues.allowed(request.actor, view));
    return http::ok(out).version(view.state.version);
}

RateFacts facts_of(IssueService& issues, issue_store::Listed const& listed)
{
    auto const view = issues.view(listed.issue.area, listed.issue.id);
    RateFacts facts;
    if (listed.state == "merged" || listed.state == "refused")
        facts.excluded = listed.state;
    else if (!listed.issue.reporter)
        facts.excluded = "anonymous";
    for (auto const& clock : view ? view->clocks : std::vector<IssueClock>{})
        if (clock.kind == ClockKind::contact && (clock.met_at || clock.due_at < issues.clock().now()))
            facts.contacted_in_time = clock.met_at && *clock.met_at <= clock.due_at;
    for (auto const& t : view ? view->tries : std::vector<Try>{})
        if (t.kind == TryKind::callback && t.reached) facts.solved = t.solved, facts.rating = t.rating;
    return facts;
}

json rates_of(IssueService& issues, AreaId const& area)
{
    std::vector<RateFacts> facts;
    for (auto const& listed : issues.list(area)) facts.push_back(facts_of(issues, listed));
    auto const rates = three_rates(facts);
    return {{"timely_contact", rate_json(rates.timely_contact)},
            {"solve", rate_json(rates.solve)},
            {"satisfaction", rate_json(rates.satisfaction)},
            {"partly", rates.partly},
            {"excluded", rates.excluded},
            {"may_be_ranked", rates.may_be_ranked}};
}

} // namespace

void add_issue_routes(http::Router& router, IssueService& issues)
{
    router.get("/api/v1/areas/{area}/issues", see_issues, [&issues](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto const state = request.option("state");
        auto items = json::array();
        for (auto const& listed : issues.list(area)) {
            if (state && listed.state != *state) continue;
            auto item = listed_json(listed);
            item["colour"] = word(issues.colour_of(listed.issue, issues.clocks_of(listed.issue)));
            items.push_back(std::move(item));
        }
        return http::ok({{"items", items}, {"next", nullptr}});
    });
    router.post("/api/v1/areas/{area}/issues", report_issues, [&issues](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto const issue = TRY(new_issue(request, Source::worker));
        auto const registered = TRY(issues.report(request.actor, area, issue));
        auto out = registered_json(registered);
        out["id"] = registered.issue.id.text();
        return http::created(out);
    });
    router.post("/api/v1/areas/{area}/issues/duplicates", report_issues,
                [&issues](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const issue = TRY(new_issue(request, Source::worker));
                    auto items = json::array();
                    for (auto const& duplicate : issues.duplicates(area, issue)) {
                        auto item = issue_json(duplicate.issue);
                        item["state"] = duplicate.state, item["score"] = duplicate.score;
                        items.push_back(std::move(item));
                    }
                    return http::ok({{"items", items}, {"next", nullptr}});
                });
    router.get("/api/v1/areas/{area}/issue-rates", see_issue_rates,
               [&issues](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   return http::ok(rates_of(issues, area));
               });
    router.get("/api/v1/areas/{area}/issues/{id}", see_issues, [&issues](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto const id = TRY(request.path_id<IssueId>("id"));
        auto const view = TRY(issues.view(area, id));
        return detail(issues, request, view);
    });
    router.post("/api/v1/areas/{area}/issues/{id}/actions/{action}", work_on_issues,
                [&issues](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<IssueId>("id"));
                    auto const act = TRY(act_of(request));
                    TRY(issues.act(request.actor, area, id, act));
                    auto const view = TRY(issues.view(area, id));
                    return detail(issues, request, view);
                });
    router.post("/api/v1/areas/{area}/issues/{id}/tries", work_on_issues,
                [&issues](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<IssueId>("id"));
                    auto body = TRY(request.json());
                    Try attempt;
                    attempt.kind = word_of<TryKind>(body.choice("kind", words<TryKind>())).value_or(TryKind::contact);
                    attempt.reached = body.flag("reached");
                    attempt.solved = optional_choice<Solved>(body, "solved");
                    if (auto const rating = body.optional_integer("rating", 1, 5))
                        attempt.rating = static_cast<int>(*rating);
                    attempt.note = body.optional_text("note", {.longest = 1000}).value_or("");
                    TRY(body.finish());
                    TRY(issues.try_reporter(request.actor, area, id, attempt));
                    return http::no_content();
                });
    router.post("/api/v1/areas/{area}/issues/{id}/extension-requests", work_on_issues,
                [&issues](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<IssueId>("id"));
                    auto body = TRY(request.json());
                    auto const until = body.date("until");
                    auto const reason = body.text("reason", {.longest = 1000});
                    TRY(body.finish());
                    TRY(issues.ask_extension(request.actor, area, id, until, reason));
                    return http::no_content();
                });
    router.put("/api/v1/areas/{area}/issues/{id}/release", release_issues,
               [&issues](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto const id = TRY(request.path_id<IssueId>("id"));
                   auto body = TRY(request.json());
                   auto const released = body.flag("released");
                   TRY(body.finish());
                   TRY(issues.release(request.actor, area, id, released));
                   return http::no_content();
               });
}

void add_public_issue_routes(http::Router& router, IssueService& issues)
{
    using http::Method;
    using http::Reach;
    router.add(Method::get, "/api/v1/public/areas/{area}/issues", anyone, Reach::everyone,
               [&issues](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto const parked_only = request.option("parked") == "true";
                   auto items = json::array();
                   for (auto const& listed : issues.list(area)) {
                       auto const parked = listed.state == "parked";
                       if (parked_only ? !parked : !(listed.issue.released || parked)) continue;
                       items.push_back(public_json(listed.issue, listed.state, parked ? listed.due : std::nullopt));
                   }
                   return http::ok({{"items", items}, {"next", nullptr}});
               });
    router.add(Method::post, "/api/v1/public/areas/{area}/issues", anyone, Reach::everyone,
               [&issues](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto const issue = TRY(issue_from_outside(request));
                   auto const registered = TRY(issues.report(request.actor, area, issue));
                   return http::created(registered_json(registered));
               });
    router.add(Method::get, "/api/v1/public/issues/{reference}", anyone, Reach::everyone,
               [&issues](Request const& request) -> Result<Answer> {
                   auto const view =
                       TRY(issues.follow(request.parameters.at("reference"), request.option("code").value_or("")));
                   return http::ok(follow_json(view));
               });
    router.add(Method::post, "/api/v1/public/issues/{reference}/reopen", anyone, Reach::everyone,
               [&issues](Request const& request) -> Result<Answer> {
                   auto body = TRY(request.json());
                   auto const code = body.text("code", {.longest = 40});
                   auto const text = body.text("text", {.longest = kLongText});
                   TRY(body.finish());
                   TRY(issues.reopen(request.parameters.at("reference"), code, text));
                   return http::no_content();
               });
    router.add(Method::post, "/api/v1/public/issues/{reference}/rating", anyone, Reach::everyone,
               [&issues](Request const& request) -> Result<Answer> {
                   auto body = TRY(request.json());
                   auto const code = body.text("code", {.longest = 40});
                   auto const solved = word_of<Solved>(body.choice("solved", words<Solved>()));
                   auto const rating = body.optional_integer("rating", 1, 5);
                   TRY(body.finish());
                   TRY(issues.rate(request.parameters.at("reference"), code, *solved,
                                   rating ? std::optional{static_cast<int>(*rating)} : std::nullopt));
                   return http::no_content();
               });
}

} // namespace lilong::issues
