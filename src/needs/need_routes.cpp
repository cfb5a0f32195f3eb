#include "needs/need_routes.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "http/json_body.h"
#include "loop/feedback_json.h"
#include "loop/state_json.h"
#include "needs/permissions.h"

namespace lilong::needs
{

using http::Answer;
using http::JsonBody;
using http::Request;
using nlohmann::json;
using Version = std::optional<std::int64_t>;

namespace
{

constexpr std::string_view kNeed = "/api/v1/areas/{area}/needs/{id}";

json names_json(Names const& names) { return {{"zh", names.zh}, {"en", names.en}}; }

json need_json(Need const& n)
{
    return {{"id", n.id.text()},
            {"area", n.area.text()},
            {"kind", n.kind},
            {"basis", n.basis},
            {"item", n.item},
            {"group", n.group.empty() ? json(nullptr) : json(n.group)},
            {"round", n.round ? json(n.round->text()) : json(nullptr)},
            {"title", names_json(n.title)},
            {"place", n.place},
            {"unit", n.unit},
            {"heads", {{"estimate", n.heads.estimate}, {"lower", n.heads.lower}, {"upper", n.heads.upper}}},
            {"lower_bound", n.lower_bound},
            {"design", n.design},
            {"depends_on_who_answered", n.depends_on_who_answered},
            {"severity", n.severity ? json(*n.severity) : json(nullptr)},
            {"category", n.category.empty() ? json(nullptr) : json(n.category)},
            {"blocked_by", n.blocked_by.empty() ? json(nullptr) : json(n.blocked_by)},
            {"cycle", n.cycle},
            {"made_at", n.made_at.text()},
            {"state", n.state},
            {"version", n.version}};
}

json snapshots_json(std::vector<Snapshot> const& snapshots)
{
    auto out = json::array();
    for (auto const& s : snapshots)
        out.push_back({{"seq", s.seq},
                       {"content", json::parse(s.content)},
                       {"sha256", s.sha256},
                       {"taken_at", s.taken_at.text()},
                       {"intact", sha256_hex(s.content) == s.sha256}});
    return out;
}

json routes_json(std::vector<Route> const& routes)
{
    auto out = json::array();
    for (auto const& r : routes)
        out.push_back({{"target_kind", r.target_kind},
                       {"target", r.target.text()},
                       {"target_area", r.target_area.text()},
                       {"title", names_json(r.title)},
                       {"share", r.share_permille / 1000.0},
                       {"state", r.state}});
    return out;
}

json causes_json(NeedDetail const& detail)
{
    auto out = json::array();
    for (auto const& cause : detail.causes) out.push_back({{"cause", cause.cause}, {"visits", cause.visits}});
    return {{"n", detail.visits_done},
            {"planned", detail.visits_planned},
            {"named", out},
            {"last_three_added_nothing", detail.last_three_added_nothing}};
}

json note_json(CauseNote const& note)
{
    return {{"id", note.id.text()},          {"household", note.household.text()},
            {"visitor", note.visitor_name},  {"visited_on", note.visited_on.text()},
            {"causes", note.causes},         {"words", note.words},
            {"suggestion", note.suggestion}, {"place", note.place},
            {"contrast", note.contrast}};
}

Names names_in(JsonBody& body, std::string_view name)
{
    auto const zh = body.text(std::string{name} + "_zh", {.longest = 400});
    auto const en = body.text(std::string{name} + "_en", {.longest = 400});
    return {zh, en};
}

Result<Version> seen_version(Request const& request)
{
    if (request.header("if-match").empty()) return Version{};
    auto const version = TRY(request.if_match());
    return Version{version};
}

struct Detail {
    NeedService const& needs;
    loop::StateService const& states;
    loop::FeedbackService const& feedback;
    storage::Database& database;

    Result<Answer> operator()(Actor const& who, AreaId const& area, NeedId const& id) const
    {
        return database.read([&](storage::Connection& c) -> Result<Answer> {
            auto const detail = TRY(needs.detail(c, area, id));
            auto const ref = ref_of(detail.need);
            auto out = need_json(detail.need);
            auto const state = TRY(states.state_of(c, ref));
            loop::put_state(out, state);
            out["cause_argument"] = detail.need.cause_argument;
            out["decline_code"] = detail.need.decline_code.empty() ? json(nullptr) : json(detail.need.decline_code);
            out["next_look"] = detail.need.next_look ? json(detail.need.next_look->text()) : json(nullptr);
            out["before_after"] = detail.need.before_after;
            out["snapshots"] = snapshots_json(detail.snapshots);
            out["routes"] = routes_json(detail.routes);
            out["causes"] = causes_json(detail);
            out["origins"] = {
                {"count", detail.origins}, {"left", detail.need.origins_left}, {"sha256", detail.need.origins_sha256}};
            out["reach"] = loop::reach_json(feedback.reach(c, ref));
            out["satisfaction"] = loop::satisfaction_json(feedback.satisfaction(c, ref));
            out["actions"] = loop::actions_json(needs.allowed(c, detail.need, who));
            out["timeline"] = loop::timeline_json(states.timeline(c, ref));
            out["traces"] = json::array();
            for (auto const& trace : states.traces_of(c, ref)) out["traces"].push_back(trace.text());
            return http::ok(out).version(detail.need.version);
        });
    }
};

Result<Answer> nominate(NeedService const& needs, Detail const& detail, Request const& request)
{
    auto const area = TRY(request.area());
    auto body = TRY(request.json());
    Nomination n;
    n.kind = body.choice("kind", {"area", "individual"});
    n.basis = body.choice("basis", {"suggestion", "recurrence", "individual", "person"});
    n.item = body.text("item", {.longest = 60});
    n.group = body.optional_text("group", {.longest = 60}).value_or("");
    n.round = body.optional_id<RoundId>("round");
    n.title = names_in(body, "title");
    n.place = body.optional_text("place").value_or("");
    n.heads.estimate = body.optional_integer("heads", 0, 1'000'000).value_or(0);
    n.heads.lower = n.heads.upper = n.heads.estimate;
    n.evidence = body.raw("evidence").dump();
    for (auto const& text : body.texts("origins", 5000, {.longest = 36})) {
        if (auto const household = HouseholdId::parse(text))
            n.origins.push_back(*household);
        else
            body.wrong("origins", "http.field_not_an_id");
    }
    TRY(body.finish());
    auto const id = TRY(needs.nominate(request.actor, area, n));
    auto answer = TRY(detail(request.actor, area, id));
    answer.status = 201;
    return answer;
}

loop::Reason reason_in(JsonBody& body)
{
    auto const code = body.optional_text("reason_code", {.longest = 60}).value_or("");
    auto const text = body.optional_text("reason").value_or("");
    return {code, text};
}

Result<Need> confirm(NeedService const& needs, Actor const& who, AreaId const& area, NeedId const& id, JsonBody& body,
                     Version version)
{
    Confirmation c;
    c.category = body.optional_text("category", {.longest = 60}).value_or("");
    if (auto const severity = body.optional_integer("severity", 1, 5)) c.severity = static_cast<int>(*severity);
    c.severity_reason = body.optional_text("reason").value_or("");
    c.cause_argument = body.optional_text("cause_argument").value_or("");
    c.next_step = {body.optional_text("next_zh").value_or("研究办法"),
                   body.optional_text("next_en").value_or("we look for a way")};
    c.by = body.optional_date("by");
    TRY(body.finish());
    return needs.confirm(who, area, id, c, version);
}

Result<Need> route(NeedService const& needs, Actor const& who, AreaId const& area, NeedId const& id, JsonBody& body,
                   Version version)
{
    Route r;
    r.target_kind = body.choice("target_kind", {"match", "project", "issue", "agenda_item"});
    r.target = body.id<ObjectId>("target");
    r.target_area = body.optional_id<AreaId>("target_area").value_or(area);
    r.title = names_in(body, "title");
    r.share_permille = static_cast<int>(body.optional_number("share", .001, 1).value_or(1) * 1000 + .5);
    TRY(body.finish());
    return needs.route(who, area, id, r, version);
}

Result<Need> decline(NeedService const& needs, Actor const& who, AreaId const& area, NeedId const& id, JsonBody& body,
                     Version version)
{
    Decline d;
    d.code = body.choice("reason_code", {"not_public", "no_means_this_year", "no_resource", "planned_elsewhere",
                                         "majority_against", "unlawful_or_unsafe", "cause_gone"});
    d.next_look = body.optional_date("next_look");
    d.text = names_in(body, "text");
    TRY(body.finish());
    return needs.decline(who, area, id, d, version);
}

Result<Need> act(NeedService const& needs, Actor const& who, AreaId const& area, NeedId const& id,
                 std::string const& action, JsonBody& body, Version version)
{
    if (action == "confirm") return confirm(needs, who, area, id, body, version);
    if (action == "route") return route(needs, who, area, id, body, version);
    if (action == "decline") return decline(needs, who, area, id, body, version);
    auto const reason = reason_in(body);
    auto const evidence = action == "reopen" && body.has("evidence") ? body.raw("evidence").dump() : std::string{};
    TRY(body.finish());
    if (action == "visit") return needs.visit(who, area, id, version);
    if (action == "set_aside") return needs.set_aside(who, area, id, reason, version);
    if (action == "agree_to_decline") return needs.agree_to_decline(who, area, id, reason, version);
    if (action == "reroute") return needs.reroute(who, area, id, reason, version);
    if (action == "reopen") return needs.reopen(who, area, id, reason, evidence, version);
    return refuse(ErrorKind::not_found, "needs.action_unknown", {{"action", action}});
}

void add_visit_routes(http::Router& router, NeedService const& needs)
{
    router.get(std::string{kNeed} + "/follow-up-plan", see_visits, [&needs](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto const id = TRY(request.path_id<NeedId>("id"));
        auto const plan = TRY(needs.plan(area, id));
        auto const notes = TRY(needs.notes(area, id));
        json out{{"seed", std::to_string(plan.seed)},
                 {"drawn_at", plan.visits.empty() ? json(nullptr) : json(plan.drawn_at.text())},
                 {"visits", json::array()},
                 {"notes", json::array()}};
        for (auto const& v : plan.visits)
            out["visits"].push_back({{"household", v.household.text()},
                                     {"answered", v.answered},
                                     {"building", v.building},
                                     {"visited", v.visited}});
        for (auto const& note : notes) out["notes"].push_back(note_json(note));
        return http::ok(out);
    });
    router.post(std::string{kNeed} + "/cause-notes", see_visits, [&needs](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto const id = TRY(request.path_id<NeedId>("id"));
        auto body = TRY(request.json());
        CauseNote note;
        note.household = body.id<HouseholdId>("household");
        note.visited_on = body.date("visited_on");
        note.causes = body.has("causes") ? body.texts("causes", 10, {.longest = 60}) : std::vector<std::string>{};
        note.words = body.optional_text("words", {.longest = 2000, .may_be_empty = true}).value_or("");
        note.suggestion = body.optional_text("suggestion", {.longest = 2000, .may_be_empty = true}).value_or("");
        note.place = body.optional_text("place", {.longest = 200, .may_be_empty = true}).value_or("");
        TRY(body.finish());
        auto const note_id = TRY(needs.note_cause(request.actor, area, id, note));
        return http::created({{"id", note_id.text()}});
    });
}

std::vector<AreaId> committees_below(areas::AreaTree const& tree, AreaId const& area)
{
    std::vector<AreaId> out;
    for (auto const& one : tree.below(area, areas::AreaKind::neighbourhood)) out.push_back(one.id);
    if (out.empty()) out.push_back(area);
    return out;
}

} // namespace

void add_need_routes(http::Router& router, NeedService const& needs, loop::StateService const& states,
                     loop::FeedbackService const& feedback, areas::AreaTree const& tree, storage::Database& database)
{
    Detail const detail{needs, states, feedback, database};
    router.get("/api/v1/areas/{area}/needs", see_needs, [&needs, &tree](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto items = json::array();
        NeedFilter const filter{request.option("state").value_or(""), request.option("item").value_or(""), 500};
        for (auto const& committee : committees_below(tree, area))
            for (auto const& need : needs.list(committee, filter)) items.push_back(need_json(need));
        return http::ok({{"items", items}, {"next", nullptr}});
    });
    router.post("/api/v1/areas/{area}/needs", work_on_needs,
                [&needs, detail](Request const& request) { return nominate(needs, detail, request); });
    router.get(std::string{kNeed}, see_needs, [detail](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto const id = TRY(request.path_id<NeedId>("id"));
        return detail(request.actor, area, id);
    });
    router.post(std::string{kNeed} + "/actions/{action}", work_on_needs,
                [&needs, detail](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<NeedId>("id"));
                    auto const version = TRY(seen_version(request));
                    auto body = TRY(request.json());
                    TRY(act(needs, request.actor, area, id, request.parameters.at("action"), body, version));
                    return detail(request.actor, area, id);
                });
    add_visit_routes(router, needs);
}

} // namespace lilong::needs
