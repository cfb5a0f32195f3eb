#include "issues/crossing.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace lilong::issues
{

using nlohmann::json;

namespace
{

template <typename IdType>
IdType id_of(json const& text)
{
    auto const parsed = IdType::parse(text.get<std::string>());
    if (!parsed) throw std::runtime_error("message between areas: not an id");
    return *parsed;
}

json maybe(std::optional<std::string> const& text) { return text ? json(*text) : json(nullptr); }

json member_json(Member const& m)
{
    return {{"kind", m.kind},         {"area", m.area.text()},  {"object", m.object.text()}, {"reference", m.reference},
            {"category", m.category}, {"evidence", m.evidence}, {"trace", m.trace.text()}};
}

Member member_of(json const& m)
{
    return {m.at("kind"),
            id_of<AreaId>(m.at("area")),
            id_of<ObjectId>(m.at("object")),
            m.at("reference"),
            m.at("category"),
            m.at("evidence"),
            id_of<TraceId>(m.at("trace")),
            {}};
}

} // namespace

std::string to_payload(Raised const& r)
{
    return json{{"rule", r.rule},
                {"category", r.category},
                {"title", r.title},
                {"inputs", r.inputs},
                {"reason", r.reason},
                {"domain", word(r.domain)},
                {"year", r.year},
                {"times_returned", r.times_returned},
                {"submitted_by", r.submitted_by ? json(name(*r.submitted_by)) : json(nullptr)},
                {"actor", r.actor.text()},
                {"actor_name", r.actor_name},
                {"member", member_json(r.member)}}
        .dump();
}

Raised raised_of(std::string const& payload)
{
    auto const j = json::parse(payload);
    Raised r;
    r.rule = j.at("rule"), r.category = j.at("category"), r.title = j.at("title"), r.inputs = j.at("inputs"),
    r.reason = j.at("reason");
    r.domain = word_of<Domain>(j.at("domain").get<std::string>()).value(), r.year = j.at("year"),
    r.times_returned = j.at("times_returned");
    if (!j.at("submitted_by").is_null()) r.submitted_by = role_of(j.at("submitted_by").get<std::string>());
    r.actor = id_of<UserId>(j.at("actor")), r.actor_name = j.at("actor_name"), r.member = member_of(j.at("member"));
    return r;
}

std::string to_payload(issue_store::MemberAnswer const& a)
{
    return json{{"member_kind", a.member_kind},
                {"member", a.member.text()},
                {"item_area", a.item_area.text()},
                {"item", a.item.text()},
                {"kind", a.kind},
                {"accepts", a.accepts},
                {"body", a.body},
                {"text_zh", a.text_zh},
                {"text_en", a.text_en},
                {"measures", a.measures},
                {"next_look", maybe(a.next_look ? std::optional{a.next_look->text()} : std::nullopt)},
                {"at", a.at.text()}}
        .dump();
}

issue_store::MemberAnswer answer_of(std::string const& payload)
{
    auto const j = json::parse(payload);
    issue_store::MemberAnswer a;
    a.member_kind = j.at("member_kind"), a.member = id_of<ObjectId>(j.at("member")),
    a.item_area = id_of<AreaId>(j.at("item_area")), a.item = id_of<AgendaItemId>(j.at("item"));
    a.kind = j.at("kind"), a.accepts = j.at("accepts"), a.body = j.at("body"), a.text_zh = j.at("text_zh"),
    a.text_en = j.at("text_en"), a.measures = j.at("measures");
    if (!j.at("next_look").is_null()) a.next_look = Date::parse(j.at("next_look").get<std::string>());
    a.at = Instant::parse(j.at("at").get<std::string>()).value();
    return a;
}

std::string measures_json(std::vector<Measure> const& measures)
{
    auto out = json::array();
    for (auto const& m : measures)
        out.push_back({{"what", m.what},
                       {"who", m.who},
                       {"due", m.due.text()},
                       {"cost_fen", m.cost.in_fen()},
                       {"done_at", maybe(m.done_at ? std::optional{m.done_at->text()} : std::nullopt)},
                       {"evidence", m.evidence}});
    return out.dump();
}

} // namespace lilong::issues
