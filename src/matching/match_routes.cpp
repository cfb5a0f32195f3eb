#include "matching/match_routes.h"

#include <nlohmann/json.hpp>

#include "http/json_body.h"
#include "loop/state_json.h"
#include "matching/permissions.h"

namespace lilong::matching
{

using http::Answer;
using http::JsonBody;
using http::Request;
using nlohmann::json;

namespace
{

json names_json(Names const& names) { return {{"zh", names.zh}, {"en", names.en}}; }

json acceptance_json(std::optional<Acceptance> const& a)
{
    return a ? json{{"by", a->name}, {"at", a->at.text()}} : json(nullptr);
}

json match_json(MatchView const& view)
{
    auto const& m = view.match;
    return {{"id", m.id.text()},
            {"area", m.area.text()},
            {"run", m.run ? json(m.run->text()) : json(nullptr)},
            {"need", {{"id", m.need.text()}, {"area", m.area.text()}, {"name", names_json(m.need_names)}}},
            {"offer", {{"id", m.offer.text()}, {"area", m.offer_area.text()}, {"name", names_json(m.offer_names)}}},
            {"provider", m.provider.text()},
            {"heads", m.heads},
            {"origin", m.origin},
            {"sentence", names_json(m.sentence)},
            {"hand_reason", m.hand_reason},
            {"accepted_committee", acceptance_json(m.committee)},
            {"accepted_provider", acceptance_json(m.provider_side)},
            {"made_at", m.made_at.text()},
            {"state", view.state},
            {"version", view.version},
            {"due", view.due ? json(view.due->text()) : json(nullptr)}};
}

json session_json(ServiceSession const& s)
{
    return {{"id", s.id.text()},   {"date", s.date.text()}, {"window", s.window},
            {"place", s.place},    {"planned", s.planned},  {"served", s.served ? json(*s.served) : json(nullptr)},
            {"absent", s.absent},  {"note", s.note},        {"state", s.state},
            {"version", s.version}};
}

json detail_json(MatchDetail const& detail)
{
    auto out = match_json(detail.view);
    out["explanation"] = json::parse(detail.view.match.explanation);
    out["sessions"] = json::array();
    for (auto const& session : detail.sessions) out["sessions"].push_back(session_json(session));
    out["actions"] = loop::actions_json(detail.actions);
    out["timeline"] = loop::timeline_json(detail.timeline);
    out["traces"] = json::array();
    for (auto const& trace : detail.traces) out["traces"].push_back(trace.text());
    return out;
}

json run_json(MatchRun const& r)
{
    return {{"id", r.id.text()},
            {"area", r.area.text()},
            {"objective", r.objective},
            {"data_sha256", r.data_sha256},
            {"needs", r.needs},
            {"offers", r.offers},
            {"pairs", r.pairs},
            {"heads", r.heads},
            {"served", r.served},
            {"unmet", r.heads - r.served},
            {"served_weight", r.served_weight},
            {"burden", r.burden},
            {"proposals", r.proposals},
            {"milliseconds", r.milliseconds},
            {"shortages", json::parse(r.shortages)},
            {"started_by", r.started_by},
            {"started_at", r.started_at.text()}};
}

// The certificate is read again whenever it is shown: heads - places must be what is unmet.
json unmet_json(UnmetRow const& u)
{
    json out{{"need", {{"id", u.need.text()}, {"area", u.area.text()}, {"name", names_json(u.need_names)}}},
             {"run", u.run.text()},
             {"category", u.category},
             {"heads", u.heads},
             {"cause", u.cause},
             {"detail", u.detail},
             {"sentence", names_json(u.sentence)},
             {"since", u.since.text()},
             {"certificate", nullptr}};
    if (u.certificate.empty()) return out;
    auto certificate = json::parse(u.certificate);
    certificate["adds_up"] = certificate["heads"].get<std::int64_t>() - certificate["places"].get<std::int64_t>() ==
                             certificate["unmet"].get<std::int64_t>();
    out["certificate"] = std::move(certificate);
    return out;
}

json list_json(std::string const& name, auto const& things, auto to_json)
{
    auto list = json::array();
    for (auto const& thing : things) list.push_back(to_json(thing));
    return {{name, std::move(list)}};
}

loop::Reason reason_of(JsonBody& body)
{
    return {.code = body.optional_text("reason_code", {.longest = 60}).value_or(""),
            .text = body.optional_text("reason").value_or("")};
}

MatchAct act_of(JsonBody& body)
{
    MatchAct act{.reason = reason_of(body), .for_provider = body.flag("for_provider")};
    if (!body.has("sessions")) return act;
    for (auto& entry : body.list("sessions", 100)) {
        ServiceSession session{.date = entry.date("date"), .window = entry.text("window", {.longest = 11})};
        session.place = entry.optional_text("place", {.longest = 200}).value_or("");
        session.planned = entry.optional_integer("planned", 0, 1'000'000).value_or(0);
        act.sessions.push_back(std::move(session));
    }
    return act;
}

void add_run_routes(http::Router& router, MatchService const& matching)
{
    router.get("/api/v1/areas/{area}/match-runs", see_unmet_needs,
               [&matching](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   return http::ok(list_json("match_runs", matching.runs(area), run_json));
               });
    router.post("/api/v1/areas/{area}/match-runs", run_matching_here,
                [&matching](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const run = TRY(matching.run(request.actor, area));
                    return http::created(run_json(run));
                });
    router.get("/api/v1/areas/{area}/match-runs/{run}", see_unmet_needs,
               [&matching](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto const id = TRY(request.path_id<MatchRunId>("run"));
                   auto const run = TRY(matching.found_run(area, id));
                   return http::ok(run_json(run));
               });
    router.get("/api/v1/areas/{area}/unmet-needs", see_unmet_needs,
               [&matching](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   return http::ok(list_json("unmet_needs", matching.unmet(area), unmet_json));
               });
}

} // namespace

void add_match_routes(http::Router& router, MatchService const& matching)
{
    add_run_routes(router, matching);
    router.get("/api/v1/areas/{area}/matches", see_matches, [&matching](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto const need = TRY(request.option_id<NeedId>("need"));
        auto const offer = TRY(request.option_id<OfferId>("offer"));
        MatchFilter const filter{.state = request.option("state").value_or(""), .need = need, .offer = offer};
        return http::ok(list_json("matches", matching.matches(request.actor, area, filter), match_json));
    });
    router.post("/api/v1/areas/{area}/matches", make_matches, [&matching](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto body = TRY(request.json());
        HandMade wish{.need = body.id<NeedId>("need"),
                      .offer_area = body.id<AreaId>("offer_area"),
                      .offer = body.id<OfferId>("offer")};
        wish.heads = body.integer("heads", 1, 1'000'000);
        wish.reason = body.optional_text("reason").value_or("");
        TRY(body.finish());
        auto const made = TRY(matching.make_by_hand(request.actor, area, wish));
        return http::created(match_json(made)).version(made.version);
    });
    router.get("/api/v1/areas/{area}/matches/{match}", see_matches,
               [&matching](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto const id = TRY(request.path_id<MatchId>("match"));
                   auto const detail = TRY(matching.detail(request.actor, area, id));
                   return http::ok(detail_json(detail)).version(detail.view.version);
               });
    router.post("/api/v1/areas/{area}/matches/{match}/actions/{action}", act_on_matches,
                [&matching](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<MatchId>("match"));
                    auto const version = TRY(request.if_match());
                    auto body = TRY(request.json());
                    auto const act = act_of(body);
                    TRY(body.finish());
                    TRY(matching.act(request.actor, area, id, request.parameters.at("action"), act, version));
                    auto const detail = TRY(matching.detail(request.actor, area, id));
                    return http::ok(detail_json(detail)).version(detail.view.version);
                });
    router.post("/api/v1/areas/{area}/service-sessions/{session}/actions/{action}", act_on_matches,
                [&matching](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<ServiceSessionId>("session"));
                    auto const version = TRY(request.if_match());
                    auto body = TRY(request.json());
                    SessionAct act{.served = body.optional_integer("served", 0, 1'000'000)};
                    act.absent = body.optional_text("absent", {.longest = 20}).value_or("");
                    act.note = body.optional_text("note").value_or("");
                    act.reason = reason_of(body);
                    TRY(body.finish());
                    auto const session = TRY(matching.act_on_session(request.actor, area, id,
                                                                     request.parameters.at("action"), act, version));
                    return http::ok(session_json(session)).version(session.version);
                });
}

} // namespace lilong::matching
