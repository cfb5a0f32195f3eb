#include "survey/response_routes.h"

#include <nlohmann/json.hpp>

#include "http/json_body.h"
#include "survey/answer_rule.h"
#include "survey/codebook_json.h"
#include "survey/codebook_rule.h"
#include "survey/permissions.h"
#include "survey/questionnaire_store.h"
#include "survey/round_store.h"
#include "survey/survey_json.h"

namespace lilong::survey
{

using http::Answer;
using http::JsonBody;
using http::Request;
using nlohmann::json;

namespace
{

constexpr int kPage = 50, kLargestPage = 200;

template <typename T>
json text_or_null(std::optional<T> const& value)
{
    return value ? json(value->text()) : json(nullptr);
}

json response_json(Response const& response)
{
    return {{"id", response.id.text()},
            {"round_id", response.round.text()},
            {"household_id", response.household.text()},
            {"person", response.person},
            {"estate_id", response.estate.text()},
            {"building_id", text_or_null(response.building)},
            {"mode", name(response.mode)},
            {"answered_on", response.answered_on.text()},
            {"started_at", text_or_null(response.started_at)},
            {"ended_at", text_or_null(response.ended_at)},
            {"received_at", response.received_at.text()},
            {"state", response.withdrawn_at ? "withdrawn" : name(response.review)},
            {"reason", response.review_reason},
            {"imported", response.import.has_value()},
            {"version", response.version}};
}

json former_json(Codebook const& codebook, FormerResponse const& former)
{
    auto const answers = decode(codebook, former.coded, former.answers);
    return {{"version", former.version},
            {"groups", groups_of(codebook, former.groups)},
            {"answers", answers ? to_json(*answers) : json::object()},
            {"replaced_at", former.replaced_at.text()},
            {"reason", former.reason}};
}

json detail_json(ResponseService const& service, Actor const& who, ResponseService::Detail const& detail)
{
    auto out = response_json(detail.response);
    out["groups"] = groups_of(detail.codebook, detail.response.groups);
    out["answers"] = to_json(detail.answers);
    out["actions"] = actions_json(service.allowed(who, detail.response));
    out["history"] = json::array();
    for (auto const& former : detail.history) out["history"].push_back(former_json(detail.codebook, former));
    return out;
}

Answer entered(Entered const& entered, Language language)
{
    json const out{{"id", entered.response.id.text()},
                   {"version", entered.response.version},
                   {"remarks", remarks_json(entered.remarks, language)}};
    return http::created(out).version(entered.response.version);
}

std::optional<std::vector<std::string>> groups_in(JsonBody& body)
{
    if (!body.has("groups")) {
        (void)body.raw("groups");
        return std::nullopt;
    }
    return body.texts("groups", kMostGroups);
}

std::optional<Instant> instant_in(JsonBody& body, char const* member)
{
    auto const text = body.optional_text(member, {.longest = 30});
    auto const at = text ? Instant::parse(*text) : std::nullopt;
    if (text && !at) body.wrong(member, "survey.not_a_time");
    return at;
}

Result<Codebook> codebook_of_round(storage::Database& database, RoundId const& id)
{
    return database.read([&](storage::Connection& c) -> Result<Codebook> {
        auto const round = TRY(round_store::by_id(c, id));
        auto version = TRY(questionnaire_store::version(c, round.questionnaire, round.questionnaire_version));
        return std::move(version.codebook);
    });
}

Result<Answer> enter(ResponseService& service, storage::Database& database, Request const& request)
{
    NewResponse given;
    given.area = TRY(request.area());
    given.round = TRY(request.path_id<RoundId>("round"));
    auto body = TRY(request.json());
    given.id = body.optional_id<ResponseId>("id").value_or(ResponseId{});
    given.household = body.id<HouseholdId>("household_id");
    given.person = static_cast<int>(body.optional_integer("person", 0, 30).value_or(0));
    given.groups = groups_in(body);
    given.mode = mode_of(body.choice("mode", {"door_web", "phone", "paper"})).value_or(Mode::paper);
    given.answered_on = body.optional_date("answered_on");
    given.started_at = instant_in(body, "started_at");
    given.ended_at = instant_in(body, "ended_at");
    auto const answers = body.raw("answers");
    TRY(body.finish());
    given.answers = TRY(answers_of(TRY(codebook_of_round(database, given.round)), answers));
    return entered(TRY(service.enter(request.actor, given)), request.language);
}

Result<Answer> correct(ResponseService& service, storage::Database& database, Request const& request)
{
    auto const area = TRY(request.area());
    auto const id = TRY(request.path_id<ResponseId>("response"));
    auto const version = TRY(request.if_match());
    auto body = TRY(request.json());
    ResponseService::Correction correction;
    correction.groups = groups_in(body);
    correction.reason = body.text("reason", {.longest = 500});
    auto const answers = body.raw("answers");
    TRY(body.finish());
    auto const former = TRY(database.read([&](storage::Connection& c) { return response_store::by_id(c, area, id); }));
    correction.answers = TRY(answers_of(TRY(codebook_of_round(database, former.round)), answers));
    auto const corrected = TRY(service.correct(request.actor, area, id, version, correction));
    json const out{{"id", id.text()},
                   {"version", corrected.response.version},
                   {"remarks", remarks_json(corrected.remarks, request.language)}};
    return http::ok(out).version(corrected.response.version);
}

Result<std::pair<HouseholdId, int>> cursor_of(std::string const& text)
{
    auto const parts = split(text, ':');
    auto const person = parts.size() == 2 ? whole_number(parts[1]) : std::nullopt;
    if (!person) return refuse(ErrorKind::bad_input, "survey.cursor_wrong");
    auto household = HouseholdId::parse(parts[0]);
    if (!household) return refuse(ErrorKind::bad_input, "survey.cursor_wrong");
    return std::pair{*household, static_cast<int>(*person)};
}

Result<ResponseFilter> filter_of(Request const& request)
{
    ResponseFilter filter;
    filter.estate = TRY(request.option_id<AreaId>("estate"));
    filter.household = TRY(request.option_id<HouseholdId>("household"));
    if (auto const state = request.option("state")) filter.review = review_of(*state);
    if (auto const cursor = request.option("cursor")) filter.after = TRY(cursor_of(*cursor));
    auto const limit = whole_number(request.option("limit").value_or("")).value_or(kPage);
    filter.most = static_cast<int>(std::clamp<std::int64_t>(limit, 1, kLargestPage));
    return filter;
}

Result<Answer> list(storage::Database& database, Request const& request)
{
    auto const area = TRY(request.area());
    auto const round = TRY(request.path_id<RoundId>("round"));
    auto filter = TRY(filter_of(request));
    auto const page = static_cast<std::size_t>(filter.most);
    filter.most += 1; // one more tells whether a next page exists
    auto rows = database.read([&](storage::Connection& c) { return response_store::list(c, area, round, filter); });
    auto const more = rows.size() > page;
    if (more) rows.pop_back();
    json out{{"items", json::array()}, {"next", nullptr}};
    for (auto const& row : rows) out["items"].push_back(response_json(row));
    if (more) out["next"] = rows.back().household.text() + ":" + std::to_string(rows.back().person);
    return http::ok(out);
}

Result<Answer> see(ResponseService& service, Request const& request)
{
    auto const area = TRY(request.area());
    auto const id = TRY(request.path_id<ResponseId>("response"));
    auto const detail = TRY(service.open(request.actor, area, id));
    return http::ok(detail_json(service, request.actor, detail)).version(detail.response.version);
}

Result<Answer> act(ResponseService& service, Request const& request)
{
    auto const area = TRY(request.area());
    auto const id = TRY(request.path_id<ResponseId>("response"));
    std::optional<std::int64_t> version;
    if (!request.header("if-match").empty()) version = TRY(request.if_match());
    std::string reason;
    if (!request.body.empty()) {
        auto body = TRY(request.json());
        reason = body.optional_text("reason", {.longest = 500}).value_or("");
        TRY(body.finish());
    }
    TRY(service.act(request.actor, area, id, request.parameters.find("action")->second, reason, version));
    return see(service, request);
}

Result<Answer> door(ResponseService& service, Request const& request)
{
    auto const area = TRY(request.area());
    auto const round = TRY(request.path_id<RoundId>("round"));
    auto const household = TRY(request.path_id<HouseholdId>("household"));
    auto const found = TRY(service.door(area, round, household));
    json out{{"household_id", household.text()},
             {"groups", found.groups},
             {"questionnaire_version", found.questionnaire_version},
             {"answered", !found.responses.empty()},
             {"responses", json::array()}};
    for (auto const& response : found.responses) out["responses"].push_back(response.text());
    return http::ok(out);
}

} // namespace

void add_response_routes(http::Router& router, ResponseService& responses, storage::Database& database)
{
    router.post("/api/v1/areas/{area}/rounds/{round}/responses", enter_responses,
                [&](Request const& request) { return enter(responses, database, request); });
    router.get("/api/v1/areas/{area}/rounds/{round}/responses", see_responses,
               [&database](Request const& request) { return list(database, request); });
    router.get("/api/v1/areas/{area}/rounds/{round}/households/{household}", enter_responses,
               [&responses](Request const& request) { return door(responses, request); });
    router.get("/api/v1/areas/{area}/responses/{response}", see_responses,
               [&responses](Request const& request) { return see(responses, request); });
    router.put("/api/v1/areas/{area}/responses/{response}", correct_responses,
               [&](Request const& request) { return correct(responses, database, request); });
    router.post("/api/v1/areas/{area}/responses/{response}/actions/{action}", review_responses,
                [&responses](Request const& request) { return act(responses, request); });
}

} // namespace lilong::survey
