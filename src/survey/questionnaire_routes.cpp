#include "survey/questionnaire_routes.h"

#include <nlohmann/json.hpp>

#include "areas/taxonomy.h"
#include "http/json_body.h"
#include "survey/codebook_json.h"
#include "survey/codebook_rule.h"
#include "survey/need_questionnaire_rule.h"
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

json version_json(QuestionnaireVersion const& version)
{
    return {{"number", version.number}, {"state", name(version.state)}, {"version", version.edit}};
}

json questionnaire_json(Questionnaire const& questionnaire)
{
    return {{"id", questionnaire.id.text()}, {"area_id", questionnaire.area.text()},
            {"key", questionnaire.key},      {"title", to_json(questionnaire.title)},
            {"kind", questionnaire.kind},    {"unit", name(questionnaire.unit)}};
}

Result<std::int64_t> version_number(Request const& request)
{
    auto const number = whole_number(request.parameters.find("version")->second);
    if (!number) return refuse(ErrorKind::not_found, "survey.no_questionnaire");
    return *number;
}

struct Draft {
    Questionnaire questionnaire;
    Codebook codebook;
};

// Either a codebook, or the template with a choice of its need items.
Result<Draft> read_draft(Request const& request)
{
    auto body = TRY(request.json());
    Draft draft;
    draft.questionnaire.area = TRY(request.area());
    draft.questionnaire.key = body.text("key", {.longest = 60});
    draft.questionnaire.title = names_in(body, "title");
    draft.questionnaire.kind = body.choice("kind", {"household", "person", "visit", "interview", "follow_up", "other"});
    draft.questionnaire.unit = draft.questionnaire.kind == "person" ? Unit::person : Unit::household;
    auto const codebook = body.raw("codebook");
    NeedQuestionnaire wanted{.facts = body.flag("facts", true), .items = body.texts("need_items")};
    TRY(body.finish());
    if (!codebook.is_null())
        draft.codebook = TRY(codebook_of(codebook));
    else
        draft.codebook = TRY(need_questionnaire(TRY(areas::read_reference_data()), wanted));
    return draft;
}

Answer list(QuestionnaireService& service, AreaId const& area)
{
    auto items = json::array();
    for (auto const& listed : service.seen_from(area)) {
        auto entry = questionnaire_json(listed.questionnaire);
        entry["versions"] = json::array();
        for (auto const& version : listed.versions) entry["versions"].push_back(version_json(version));
        items.push_back(std::move(entry));
    }
    return http::ok({{"items", std::move(items)}, {"next", nullptr}});
}

Result<Answer> codebook(QuestionnaireService& service, Request const& request)
{
    auto const area = TRY(request.area());
    auto const id = TRY(request.path_id<QuestionnaireId>("questionnaire"));
    auto const number = TRY(version_number(request));
    auto const version = TRY(service.version(area, id, number));
    auto out = to_json(version.codebook);
    out["questionnaire_id"] = id.text();
    out["number"] = version.number;
    out["state"] = name(version.state);
    out["version"] = version.edit;
    out["actions"] = actions_json(service.allowed(request.actor, version));
    out["remarks"] = remarks_json(remarks_before_opening(version.codebook), request.language);
    return http::ok(out).version(version.edit);
}

Result<Answer> change_codebook(QuestionnaireService& service, Request const& request)
{
    auto const area = TRY(request.area());
    auto const id = TRY(request.path_id<QuestionnaireId>("questionnaire"));
    auto const number = TRY(version_number(request));
    auto const edit = TRY(request.if_match());
    auto body = TRY(request.json());
    json document{{"groups", body.raw("groups")}, {"lists", body.raw("lists")}, {"items", body.raw("items")}};
    TRY(body.finish());
    auto const changed = TRY(codebook_of(document));
    TRY(service.change_codebook(request.actor, area, id, number, changed, edit));
    return codebook(service, request);
}

Result<Answer> act(QuestionnaireService& service, Request const& request)
{
    auto const area = TRY(request.area());
    auto const id = TRY(request.path_id<QuestionnaireId>("questionnaire"));
    auto const number = TRY(version_number(request));
    std::optional<std::int64_t> edit;
    if (!request.header("if-match").empty()) edit = TRY(request.if_match());
    TRY(service.act(request.actor, area, id, number, request.parameters.find("action")->second, edit));
    return codebook(service, request);
}

} // namespace

void add_questionnaire_routes(http::Router& router, QuestionnaireService& service)
{
    router.get("/api/v1/areas/{area}/questionnaires", see_rounds,
               [&service](Request const& request) -> Result<Answer> { return list(service, TRY(request.area())); });
    router.post("/api/v1/areas/{area}/questionnaires", keep_questionnaires,
                [&service](Request const& request) -> Result<Answer> {
                    auto const draft = TRY(read_draft(request));
                    auto const made = TRY(service.create(request.actor, draft.questionnaire, draft.codebook));
                    return http::created(questionnaire_json(made));
                });
    router.post("/api/v1/areas/{area}/questionnaires/{questionnaire}/versions", keep_questionnaires,
                [&service](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<QuestionnaireId>("questionnaire"));
                    auto const number = TRY(service.start_version(request.actor, area, id));
                    return http::created({{"number", number}});
                });
    router.get("/api/v1/areas/{area}/questionnaires/{questionnaire}/versions/{version}/codebook", see_rounds,
               [&service](Request const& request) { return codebook(service, request); });
    router.put("/api/v1/areas/{area}/questionnaires/{questionnaire}/versions/{version}/codebook", keep_questionnaires,
               [&service](Request const& request) { return change_codebook(service, request); });
    router.post("/api/v1/areas/{area}/questionnaires/{questionnaire}/versions/{version}/actions/{action}",
                keep_questionnaires, [&service](Request const& request) { return act(service, request); });
}

} // namespace lilong::survey
