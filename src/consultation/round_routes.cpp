#include "consultation/round_routes.h"

#include <nlohmann/json.hpp>

#include "consultation/permissions.h"
#include "http/json_body.h"
#include "loop/feedback_json.h"
#include "loop/state_json.h"

namespace lilong::consultation
{

using http::Answer;
using http::JsonBody;
using http::Method;
using http::Request;
using nlohmann::json;

namespace
{

json names_json(Names const& names) { return {{"zh", names.zh}, {"en", names.en}}; }

json draft_json(Draft const& d)
{
    return {{"id", d.id.text()},          {"subject_kind", d.subject.kind}, {"subject", d.subject.id.text()},
            {"number", d.number},         {"plain", names_json(d.plain)},   {"changes", names_json(d.changes)},
            {"made_at", d.made_at.text()}};
}

json tally_json(Tally const& t)
{
    return {{"n", t.n()}, {"electorate", t.electorate}, {"turnout", t.turnout()},     {"yes", t.yes},
            {"no", t.no}, {"abstain", t.abstain},       {"yes_share", t.yes_share()}, {"by_channel", t.by_channel}};
}

json themes_json(std::vector<Theme> const& themes)
{
    auto out = json::array();
    for (auto const& t : themes)
        out.push_back({{"theme", names_json(t.theme)},
                       {"comments", t.comments},
                       {"answer", t.answer},
                       {"reason", names_json(t.reason)}});
    return out;
}

// Before closing nobody sees how it stands, lest the last voters follow the first.
json round_json(RoundService const& rounds, AreaId const& area, Round const& r)
{
    auto const counted =
        r.state == "closed" || r.state == "summarised" || r.state == "decided" || r.state == "fed_back";
    json out{{"id", r.id.text()},
             {"subject_kind", r.subject.kind},
             {"subject", r.subject.id.text()},
             {"number", r.number},
             {"draft", r.draft.text()},
             {"question", names_json(r.question)},
             {"opens_on", r.opens_on ? json(r.opens_on->text()) : json(nullptr)},
             {"closes_on", r.closes_on ? json(r.closes_on->text()) : json(nullptr)},
             {"electorate", r.electorate},
             {"rule_hash", r.rule_hash},
             {"draft_answer", r.draft_answer.empty() ? json(nullptr) : json(r.draft_answer)},
             {"state", r.state},
             {"version", r.version},
             {"themes", themes_json(rounds.themes(area, r))}};
    out["result"] = counted ? tally_json(rounds.tally(area, r)) : json(nullptr);
    return out;
}

struct Detail {
    RoundService const& rounds;
    loop::StateService const& states;
    loop::FeedbackService const& feedback;
    storage::Database& database;

    Result<Answer> operator()(Actor const& who, AreaId const& area, ConsultationRoundId const& id) const
    {
        auto const round = TRY(rounds.round(area, id));
        auto out = round_json(rounds, area, round);
        out["comments"] = json::array();
        for (auto const& vote : rounds.comments(area, round))
            out["comments"].push_back({{"text", vote.comment}, {"choice", vote.choice}, {"channel", vote.channel}});
        out["actions"] = loop::actions_json(rounds.allowed(who, area, round));
        database.read([&](storage::Connection& c) {
            auto const ref = loop::ref(area, "consultation_round", id);
            out["timeline"] = loop::timeline_json(states.timeline(c, ref));
            out["reach"] = loop::reach_json(feedback.reach(c, ref));
            return 0;
        });
        return http::ok(out).version(round.version);
    }
};

Names names_in(JsonBody& body, std::string const& name, std::size_t longest = 4000)
{
    auto const zh = body.text(name + "_zh", {.longest = longest});
    auto const en = body.text(name + "_en", {.longest = longest});
    return {zh, en};
}

json links_json(std::vector<HouseholdLink> const& links)
{
    auto out = json::array();
    for (auto const& link : links) out.push_back({{"household", link.household.text()}, {"token", link.token}});
    return out;
}

Result<std::vector<Theme>> themes_in(JsonBody& body)
{
    std::vector<Theme> themes;
    if (body.has("themes")) {
        for (auto& one : body.list("themes", 100)) {
            Theme t;
            t.theme = names_in(one, "theme", 200);
            t.comments = one.integer("comments", 0, 100'000);
            t.answer = one.choice("answer", {"adopted", "partly", "not"});
            t.reason = names_in(one, "reason", 1000);
            themes.push_back(std::move(t));
        }
    }
    TRY(body.finish());
    return themes;
}

Result<Answer> act(Detail const& detail, Request const& request)
{
    auto const& rounds = detail.rounds;
    auto const& who = request.actor;
    auto const area = TRY(request.area());
    auto const id = TRY(request.path_id<ConsultationRoundId>("id"));
    auto const action = request.parameters.at("action");
    auto body = TRY(request.json());
    if (action == "announce") {
        Announcement a{body.date("opens_on"), body.date("closes_on"), body.optional_text("reason").value_or("")};
        TRY(body.finish());
        auto const links = TRY(rounds.announce(who, area, id, a));
        return http::ok({{"links", links_json(links)}});
    }
    if (action == "summarise") {
        auto const themes = TRY(themes_in(body));
        TRY(rounds.summarise(who, area, id, themes));
        return detail(who, area, id);
    }
    if (action == "decide") {
        auto const answer = body.choice("draft_answer", {"adopted", "revise", "dropped"});
        TRY(body.finish());
        TRY(rounds.decide(who, area, id, answer));
        return detail(who, area, id);
    }
    loop::Reason const reason{body.optional_text("reason_code").value_or(""),
                              body.optional_text("reason").value_or("")};
    TRY(body.finish());
    if (action == "open")
        TRY(rounds.open(who, area, id));
    else if (action == "close")
        TRY(rounds.close(who, area, id));
    else if (action == "cancel")
        TRY(rounds.cancel(who, area, id, reason));
    else
        return refuse(ErrorKind::not_found, "consultation.action_unknown", {{"action", action}});
    return detail(who, area, id);
}

void add_vote_routes(http::Router& router, RoundService const& rounds)
{
    router.post("/api/v1/areas/{area}/consultation-rounds/{id}/votes", work_on_consultations,
                [&rounds](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<ConsultationRoundId>("id"));
                    auto body = TRY(request.json());
                    auto const channel = body.choice("channel", {"paper", "doorstep", "telephone"});
                    auto const batch = body.optional_text("batch", {.longest = 60}).value_or("");
                    std::vector<Vote> votes;
                    for (auto& one : body.list("votes", 500)) {
                        Vote vote;
                        vote.household = one.id<HouseholdId>("household");
                        vote.choice = one.choice("choice", {"yes", "no", "abstain"});
                        vote.comment =
                            one.optional_text("comment", {.longest = 1000, .may_be_empty = true}).value_or("");
                        vote.channel = channel;
                        vote.batch = batch;
                        votes.push_back(std::move(vote));
                    }
                    TRY(body.finish());
                    TRY(rounds.enter_votes(request.actor, area, id, votes));
                    return http::created({{"entered", votes.size()}});
                });
    router.post("/api/v1/areas/{area}/consultation-rounds/{id}/links", work_on_consultations,
                [&rounds](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<ConsultationRoundId>("id"));
                    auto body = TRY(request.json());
                    auto const household = body.id<HouseholdId>("household");
                    TRY(body.finish());
                    auto const link = TRY(rounds.new_link(request.actor, area, id, household));
                    return http::created({{"household", link.household.text()}, {"token", link.token}});
                });
    router.add(Method::post, "/api/v1/public/areas/{area}/consultation-votes", anyone, http::Reach::everyone,
               [&rounds](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto body = TRY(request.json());
                   auto const token = body.text("token", {.longest = 64});
                   auto const choice = body.choice("choice", {"yes", "no", "abstain"});
                   auto const comment =
                       body.optional_text("comment", {.longest = 1000, .may_be_empty = true}).value_or("");
                   TRY(body.finish());
                   auto const round = TRY(rounds.vote_by_token(area, token, choice, comment));
                   return http::created({{"round", round.id.text()}, {"choice", choice}});
               });
    router.add(Method::get, "/api/v1/public/areas/{area}/consultations", anyone, http::Reach::everyone,
               [&rounds](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto items = json::array();
                   for (auto const& round : rounds.rounds(area, {})) {
                       if (round.state == "draft" || round.state == "cancelled") continue;
                       auto one = round_json(rounds, area, round);
                       for (auto const& draft : rounds.drafts(area, round.subject.id))
                           if (draft.id == round.draft) one["text"] = draft_json(draft);
                       items.push_back(std::move(one));
                   }
                   return http::ok({{"items", items}, {"next", nullptr}});
               });
}

} // namespace

void add_round_routes(http::Router& router, RoundService const& rounds, loop::StateService const& states,
                      loop::FeedbackService const& feedback, storage::Database& database)
{
    Detail const detail{rounds, states, feedback, database};
    router.get("/api/v1/areas/{area}/drafts", see_consultations, [&rounds](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto const subject = TRY(request.option_id<ObjectId>("subject"));
        if (!subject) return refuse(ErrorKind::bad_input, "consultation.subject_not_found");
        auto items = json::array();
        for (auto const& draft : rounds.drafts(area, *subject)) items.push_back(draft_json(draft));
        return http::ok({{"items", items}, {"next", nullptr}});
    });
    router.post(
        "/api/v1/areas/{area}/drafts", work_on_consultations, [&rounds](Request const& request) -> Result<Answer> {
            auto const area = TRY(request.area());
            auto body = TRY(request.json());
            Subject const subject{body.choice("subject_kind", {"project", "agenda_item"}),
                                  body.id<ObjectId>("subject")};
            auto const plain = names_in(body, "plain", 20'000);
            Names const changes{body.optional_text("changes_zh", {.longest = 4000, .may_be_empty = true}).value_or(""),
                                body.optional_text("changes_en", {.longest = 4000, .may_be_empty = true}).value_or("")};
            TRY(body.finish());
            auto const id = TRY(rounds.add_draft(request.actor, area, subject, plain, changes));
            return http::created({{"id", id.text()}});
        });
    router.get("/api/v1/areas/{area}/consultation-rounds", see_consultations,
               [&rounds](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto const subject = TRY(request.option_id<ObjectId>("subject"));
                   auto items = json::array();
                   for (auto const& round : rounds.rounds(area, subject))
                       items.push_back(round_json(rounds, area, round));
                   return http::ok({{"items", items}, {"next", nullptr}});
               });
    router.post("/api/v1/areas/{area}/consultation-rounds", work_on_consultations,
                [&rounds, detail](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto body = TRY(request.json());
                    auto const draft = body.id<DraftId>("draft");
                    auto const question = names_in(body, "question", 400);
                    TRY(body.finish());
                    auto const id = TRY(rounds.prepare(request.actor, area, draft, question));
                    auto answer = TRY(detail(request.actor, area, id));
                    answer.status = 201;
                    return answer;
                });
    router.get("/api/v1/areas/{area}/consultation-rounds/{id}", see_consultations,
               [detail](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto const id = TRY(request.path_id<ConsultationRoundId>("id"));
                   return detail(request.actor, area, id);
               });
    router.post("/api/v1/areas/{area}/consultation-rounds/{id}/actions/{action}", work_on_consultations,
                [detail](Request const& request) { return act(detail, request); });
    add_vote_routes(router, rounds);
}

} // namespace lilong::consultation
