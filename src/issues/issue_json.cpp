#include "issues/issue_json.h"

#include <nlohmann/json.hpp>

#include "loop/state_json.h"

namespace lilong::issues
{

using nlohmann::json;

namespace
{

template <typename T>
json text_or_null(std::optional<T> const& value)
{
    return value ? json(value->text()) : json(nullptr);
}
template <typename Enum>
json word_or_null(std::optional<Enum> value)
{
    return value ? json(word(*value)) : json(nullptr);
}
json number_or_null(std::optional<double> value) { return value ? json(*value) : json(nullptr); }

json place_json(Place const& place)
{
    return {{"estate_id", text_or_null(place.estate)},
            {"lon", number_or_null(place.lon)},
            {"lat", number_or_null(place.lat)},
            {"asset", place.asset}};
}

json answers_json(std::vector<issue_store::MemberAnswer> const& answers)
{
    auto out = json::array();
    for (auto const& answer : answers) out.push_back(answer_json(answer));
    return out;
}

} // namespace

json issue_json(Issue const& i)
{
    return {{"id", i.id.text()},
            {"area_id", i.area.text()},
            {"reference", i.reference},
            {"category", i.category},
            {"text", i.text},
            {"place", place_json(i.place)},
            {"source", word(i.source)},
            {"anonymous", !i.reporter.has_value()},
            {"level", word(i.level)},
            {"lead_unit", i.lead_unit},
            {"co_units", i.co_units},
            {"service_class", word(i.service_class)},
            {"outcome", word_or_null(i.outcome)},
            {"result", i.result},
            {"plan", i.plan},
            {"plan_date", text_or_null(i.plan_date)},
            {"returns", i.returns},
            {"redos", i.redos},
            {"extensions", i.extensions},
            {"reds", i.reds},
            {"supervised", i.supervised},
            {"supervise_by", text_or_null(i.supervise_by)},
            {"released", i.released},
            {"master_id", text_or_null(i.master)},
            {"extension_until", text_or_null(i.extension_until)},
            {"extension_reason", i.extension_reason},
            {"reported_at", i.reported_at.text()},
            {"closed_at", text_or_null(i.closed_at)}};
}

json listed_json(issue_store::Listed const& l)
{
    auto out = issue_json(l.issue);
    out["state"] = l.state, out["version"] = l.version, out["due"] = text_or_null(l.due);
    return out;
}

json clock_json(IssueClock const& c)
{
    return {{"kind", word(c.kind)},
            {"started_at", c.started_at.text()},
            {"due_at", c.due_at.text()},
            {"met_at", text_or_null(c.met_at)},
            {"stopped_at", text_or_null(c.stopped_at)},
            {"pauses", c.pauses},
            {"extensions", c.extensions},
            {"calendar_assumed", c.assumed}};
}

json answer_json(issue_store::MemberAnswer const& a)
{
    return {{"agenda_item_id", a.item.text()},
            {"agenda_area_id", a.item_area.text()},
            {"kind", a.kind},
            {"accepts", a.accepts},
            {"body", a.body},
            {"text", {{"zh", a.text_zh}, {"en", a.text_en}}},
            {"measures", json::parse(a.measures, nullptr, false)},
            {"next_look", text_or_null(a.next_look)},
            {"at", a.at.text()}};
}

json view_json(IssueView const& v)
{
    auto out = issue_json(v.issue);
    loop::put_state(out, v.state);
    out["colour"] = word(v.colour);
    out["subscribers"] = v.subscribers;
    out["clocks"] = json::array(), out["tries"] = json::array(), out["words"] = json::array();
    for (auto const& clock : v.clocks) out["clocks"].push_back(clock_json(clock));
    for (auto const& t : v.tries)
        out["tries"].push_back({{"kind", word(t.kind)},
                                {"reached", t.reached},
                                {"solved", word_or_null(t.solved)},
                                {"rating", t.rating ? json(*t.rating) : json(nullptr)},
                                {"note", t.note},
                                {"at", t.at.text()}});
    for (auto const& w : v.words) out["words"].push_back({{"text", w.text}, {"at", w.at.text()}});
    out["answers"] = answers_json(v.answers);
    out["timeline"] = loop::timeline_json(v.timeline);
    return out;
}

json public_json(Issue const& i, std::string_view state, std::optional<Date> review)
{
    return {{"reference", i.reference},
            {"category", i.category},
            {"state", state},
            {"estate_id", text_or_null(i.place.estate)},
            {"level", word(i.level)},
            {"lead_unit", i.lead_unit},
            {"outcome", word_or_null(i.outcome)},
            {"reported_on", china_date(i.reported_at).text()},
            {"review_on", text_or_null(review)},
            {"text", i.released ? json(i.text) : json(nullptr)}};
}

json follow_json(IssueView const& v)
{
    auto steps = json::array(); // what happened and when; colleagues' names stay inside
    for (auto const& t : v.timeline)
        steps.push_back({{"at", t.at.text()}, {"action", t.action}, {"to", t.to}, {"reason_text", t.reason.text}});
    auto out = public_json(v.issue, v.state.state, v.state.due);
    out["text"] = v.issue.text, out["result"] = v.issue.result, out["plan_date"] = text_or_null(v.issue.plan_date);
    out["clocks"] = json::array();
    for (auto const& clock : v.clocks) out["clocks"].push_back(clock_json(clock));
    out["answers"] = answers_json(v.answers), out["timeline"] = steps;
    return out;
}

json item_json(AgendaItem const& i)
{
    return {{"id", i.id.text()},
            {"area_id", i.area.text()},
            {"level", word(i.level)},
            {"domain", word(i.domain)},
            {"rule", i.rule},
            {"category", i.category},
            {"title", i.title},
            {"year", i.year},
            {"lead_unit", i.lead_unit},
            {"plan_date", text_or_null(i.plan_date)},
            {"times_returned", i.times_returned},
            {"supervised", i.supervised},
            {"submitted_at", text_or_null(i.submitted_at)}};
}

json listed_json(agenda_store::Listed const& l)
{
    auto out = item_json(l.item);
    out["state"] = l.state, out["version"] = l.version, out["due"] = text_or_null(l.due), out["members"] = l.members;
    return out;
}

json view_json(AgendaView const& v)
{
    auto out = item_json(v.item);
    loop::put_state(out, v.state);
    out["members"] = json::array(), out["packs"] = json::array();
    for (auto const& m : v.members)
        out["members"].push_back({{"kind", m.kind},
                                  {"area_id", m.area.text()},
                                  {"object_id", m.object.text()},
                                  {"reference", m.reference},
                                  {"category", m.category},
                                  {"answered_at", text_or_null(m.answered_at)}});
    for (auto const& p : v.packs)
        out["packs"].push_back({{"seq", p.seq}, {"sha256", p.sha256}, {"content", p.content}, {"at", p.at.text()}});
    out["decision"] = nullptr;
    if (v.decision)
        out["decision"] = {{"body", v.decision->body},
                           {"accepts", v.decision->accepts},
                           {"text", {{"zh", v.decision->text_zh}, {"en", v.decision->text_en}}},
                           {"next_look", text_or_null(v.decision->next_look)},
                           {"measures", json::parse(measures_json(v.decision->measures))},
                           {"at", v.decision->at.text()}};
    out["timeline"] = loop::timeline_json(v.timeline);
    return out;
}

} // namespace lilong::issues
