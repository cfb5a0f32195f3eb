#include "consultation/meeting_routes.h"

#include <nlohmann/json.hpp>

#include "consultation/permissions.h"
#include "http/json_body.h"
#include "loop/state_json.h"

namespace lilong::consultation
{

using http::Answer;
using http::JsonBody;
using http::Request;
using nlohmann::json;

namespace
{

constexpr std::int64_t kMost = 1'000'000'000'000;

json names_json(Names const& names) { return {{"zh", names.zh}, {"en", names.en}}; }

json meeting_json(MeetingService const& meetings, Actor const& who, AreaId const& area, Meeting const& m)
{
    auto minutes = json::array(), signatures = json::array();
    for (auto const& one : meetings.minutes(area, m.id))
        minutes.push_back({{"item", one.item},
                           {"discussion", one.discussion},
                           {"decision", one.decision},
                           {"responsible", one.responsible},
                           {"due", one.due ? json(one.due->text()) : json(nullptr)}});
    for (auto const& one : meetings.signatures(area, m.id))
        signatures.push_back({{"signer", one.signer}, {"role", one.role}});
    return {{"id", m.id.text()},
            {"kind", m.kind},
            {"subject_kind", m.subject.kind},
            {"subject", m.subject.id.text()},
            {"title", names_json(m.title)},
            {"planned_on", m.planned_on.text()},
            {"place", m.place},
            {"called_by", m.called_by},
            {"chair", m.chair},
            {"attendance", {{"residents", m.residents}, {"staff", m.staff}, {"others", m.others}}},
            {"minutes", minutes},
            {"signatures", signatures},
            {"state", m.state},
            {"version", m.version},
            {"actions", loop::actions_json(meetings.allowed(who, area, m))}};
}

// While the vote runs the totals belong to the counting group; the page sees who has counted, then the result.
json vote_json(MeetingService const& meetings, Actor const& who, AreaId const& area, OwnersVote const& v)
{
    json out{{"id", v.id.text()},
             {"subject_kind", v.subject.kind},
             {"subject", v.subject.id.text()},
             {"title", names_json(v.title)},
             {"matter", name(v.matter)},
             {"class_reason", v.class_reason},
             {"total_area", v.total.area},
             {"total_heads", v.total.heads},
             {"opens_on", v.opens_on ? json(v.opens_on->text()) : json(nullptr)},
             {"state", v.state},
             {"version", v.version},
             {"result", nullptr},
             {"actions", loop::actions_json(meetings.allowed(who, area, v))}};
    auto const counts = meetings.counts(area, v.id);
    out["counted_by"] = counts.size();
    if ((v.state == "passed" || v.state == "failed") && !counts.empty()) {
        auto const& last = counts.back();
        auto const result = owners_vote(v.matter, v.total, last.taking_part, last.in_favour);
        out["result"] = {{"taking_area", last.taking_part.area},
                         {"taking_heads", last.taking_part.heads},
                         {"favour_area", last.in_favour.area},
                         {"favour_heads", last.in_favour.heads},
                         {"quorum", result.quorum},
                         {"passed", result.passed()}};
    }
    return out;
}

loop::Reason reason_in(JsonBody& body)
{
    auto const code = body.optional_text("reason_code").value_or("");
    auto const text = body.optional_text("reason").value_or("");
    return {code, text};
}

std::vector<Minute> minutes_in(JsonBody& body)
{
    std::vector<Minute> out;
    for (auto& one : body.list("minutes", 100)) {
        Minute m;
        m.item = one.text("item", {.longest = 400});
        m.discussion = one.optional_text("discussion", {.longest = 4000, .may_be_empty = true}).value_or("");
        m.decision = one.text("decision", {.longest = 1000});
        m.responsible = one.text("responsible", {.longest = 200});
        m.due = one.optional_date("due");
        out.push_back(std::move(m));
    }
    return out;
}

Result<Meeting> act(MeetingService const& meetings, Actor const& who, AreaId const& area, MeetingId const& id,
                    std::string const& action, JsonBody& body)
{
    if (action == "hold") {
        auto const residents = body.integer("residents", 0, 10'000), staff = body.integer("staff", 0, 10'000),
                   others = body.optional_integer("others", 0, 10'000).value_or(0);
        TRY(body.finish());
        return meetings.hold(who, area, id, residents, staff, others);
    }
    if (action == "minute") {
        auto const minutes = minutes_in(body);
        TRY(body.finish());
        return meetings.minute(who, area, id, minutes);
    }
    if (action == "sign") {
        std::vector<Signature> signatures;
        for (auto& one : body.list("signatures", 50)) {
            auto const signer = one.text("signer", {.longest = 100});
            signatures.push_back({signer, one.choice("role", {"chair", "resident"})});
        }
        TRY(body.finish());
        return meetings.sign(who, area, id, signatures);
    }
    auto const reason = reason_in(body);
    TRY(body.finish());
    if (action == "announce") return meetings.announce(who, area, id);
    if (action == "publish") return meetings.publish(who, area, id);
    if (action == "cancel") return meetings.cancel(who, area, id, reason);
    return refuse(ErrorKind::not_found, "consultation.action_unknown", {{"action", action}});
}

Result<OwnersVote> act(MeetingService const& meetings, Actor const& who, AreaId const& area, OwnersVoteId const& id,
                       std::string const& action, JsonBody& body)
{
    if (action == "announce") {
        auto const opens_on = body.date("opens_on");
        TRY(body.finish());
        return meetings.announce_vote(who, area, id, opens_on);
    }
    if (action == "count") {
        Ownership const taking{body.integer("taking_area", 0, kMost), body.integer("taking_heads", 0, kMost)};
        Ownership const favour{body.integer("favour_area", 0, kMost), body.integer("favour_heads", 0, kMost)};
        TRY(body.finish());
        return meetings.count_vote(who, area, id, taking, favour);
    }
    auto const reason = reason_in(body);
    TRY(body.finish());
    if (action == "open") return meetings.open_vote(who, area, id);
    if (action == "cancel") return meetings.cancel_vote(who, area, id, reason);
    return refuse(ErrorKind::not_found, "consultation.action_unknown", {{"action", action}});
}

void add_owners_vote_routes(http::Router& router, MeetingService const& meetings)
{
    router.get("/api/v1/areas/{area}/owners-votes", see_consultations,
               [&meetings](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto const subject = TRY(request.option_id<ObjectId>("subject"));
                   auto items = json::array();
                   for (auto const& vote : meetings.owners_votes(area, subject))
                       items.push_back(vote_json(meetings, request.actor, area, vote));
                   return http::ok({{"items", items}, {"next", nullptr}});
               });
    router.post("/api/v1/areas/{area}/owners-votes", work_on_consultations,
                [&meetings](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto body = TRY(request.json());
                    OwnersVote v;
                    v.subject = {body.choice("subject_kind", {"project", "agenda_item"}), body.id<ObjectId>("subject")};
                    v.title = {body.text("title_zh", {.longest = 200}), body.text("title_en", {.longest = 200})};
                    v.matter = body.choice("matter", {"general", "major"}) == "major" ? Matter::major : Matter::general;
                    v.class_reason = body.text("class_reason", {.longest = 1000});
                    v.total = {body.integer("total_area", 1, kMost), body.integer("total_heads", 1, kMost)};
                    TRY(body.finish());
                    auto const id = TRY(meetings.prepare_vote(request.actor, area, v));
                    return http::created({{"id", id.text()}});
                });
    router.post("/api/v1/areas/{area}/owners-votes/{id}/actions/{action}", work_on_consultations,
                [&meetings](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<OwnersVoteId>("id"));
                    auto body = TRY(request.json());
                    auto const done =
                        TRY(act(meetings, request.actor, area, id, request.parameters.at("action"), body));
                    return http::ok(vote_json(meetings, request.actor, area, done));
                });
}

} // namespace

void add_meeting_routes(http::Router& router, MeetingService const& meetings)
{
    router.get("/api/v1/areas/{area}/meetings", see_consultations,
               [&meetings](Request const& request) -> Result<Answer> {
                   auto const area = TRY(request.area());
                   auto const subject = TRY(request.option_id<ObjectId>("subject"));
                   auto items = json::array();
                   for (auto const& meeting : meetings.meetings(area, subject))
                       items.push_back(meeting_json(meetings, request.actor, area, meeting));
                   return http::ok({{"items", items}, {"next", nullptr}});
               });
    router.post("/api/v1/areas/{area}/meetings", work_on_consultations,
                [&meetings](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto body = TRY(request.json());
                    Meeting m;
                    m.kind = body.choice("kind", {"hearing", "coordination", "evaluation"});
                    m.subject = {body.choice("subject_kind", {"project", "issue", "agenda_item", "need"}),
                                 body.id<ObjectId>("subject")};
                    m.title = {body.text("title_zh", {.longest = 200}), body.text("title_en", {.longest = 200})};
                    m.planned_on = body.date("planned_on");
                    m.place = body.text("place", {.longest = 200});
                    m.called_by = body.text("called_by", {.longest = 200});
                    m.chair = body.text("chair", {.longest = 100});
                    TRY(body.finish());
                    auto const id = TRY(meetings.plan(request.actor, area, m));
                    return http::created({{"id", id.text()}});
                });
    router.post("/api/v1/areas/{area}/meetings/{id}/actions/{action}", work_on_consultations,
                [&meetings](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<MeetingId>("id"));
                    auto body = TRY(request.json());
                    auto const done =
                        TRY(act(meetings, request.actor, area, id, request.parameters.at("action"), body));
                    return http::ok(meeting_json(meetings, request.actor, area, done));
                });
    add_owners_vote_routes(router, meetings);
}

} // namespace lilong::consultation
