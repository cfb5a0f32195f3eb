#include "quality/quality_routes.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "access/account_store.h"
#include "http/json_body.h"
#include "quality/permissions.h"
#include "survey/survey_json.h"

namespace lilong::quality
{

using http::Answer;
using http::Request;
using nlohmann::json;

namespace
{

constexpr std::int64_t kMostFlags = 200;
constexpr std::size_t kMostRecords = 200, kMostDots = 400;

json number(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }
json number(std::optional<double> value) { return value ? json(*value) : json(nullptr); }
json names(survey::Names const& names) { return {{"zh", names.zh}, {"en", names.en}}; }

class Writer
{
public:
    Writer(QualityService& service, areas::AreaTree const& tree, storage::Database& database, Actor const& who)
        : service_(service), tree_(tree), database_(database), who_(who)
    {
    }

    json flag(FlagView const& view)
    {
        auto const& f = view.flag;
        auto const open = !f.collector || service_.sees_interviewers(who_, f.area);
        auto const aside = std::ranges::count(view.aside, true);
        json out{{"key", f.key},
                 {"family", name(f.family)},
                 {"rule", f.rule},
                 {"area", area(f.area)},
                 {"item", f.item.empty() ? json(nullptr) : json{{"name", f.item}, {"label", names(view.label)}}},
                 {"answer", f.answer.empty() ? json(nullptr) : json{{"name", f.answer}, {"label", names(view.answer)}}},
                 {"forms", f.forms},
                 {"observed", number(f.observed)},
                 {"peers", number(f.peers)},
                 {"limit", number(f.limit)},
                 {"chance", number(f.chance)},
                 {"correlation", number(f.correlation)},
                 {"about_interviewer", f.collector.has_value()},
                 {"collector", open && f.collector ? collector(*f.collector) : json(nullptr)},
                 {"dots", json::array()},
                 {"records", json::array()},
                 {"set_aside", aside},
                 {"state", view.state},
                 {"notes", json::array()},
                 {"actions", survey::actions_json(service_.allowed(who_, view))}};
        if (!open) return out; // neither colleagues' dots nor forms: both would tell who it is
        for (auto const& dot : f.dots)
            if (out["dots"].size() < kMostDots) out["dots"].push_back({{"value", dot.value}, {"forms", dot.forms}});
        for (std::size_t i = 0; i < std::min(f.records.size(), kMostRecords); ++i)
            out["records"].push_back({{"id", f.records[i].text()}, {"set_aside", static_cast<bool>(view.aside[i])}});
        for (auto const& note : view.notes)
            out["notes"].push_back({{"at", note.at.text()},
                                    {"action", note.action},
                                    {"reason", note.reason},
                                    {"author", note.author},
                                    {"forms", note.forms}});
        return out;
    }

    json collector(UserId const& user)
    {
        auto const account =
            database_.read([&](storage::Connection& c) { return access::account_store::by_id(c, user); });
        return {{"id", user.text()}, {"name", account ? json(account->name) : json(nullptr)}};
    }

private:
    json area(AreaId const& id) const
    {
        auto const found = tree_.find(id);
        if (found) return survey::area_json(*found);
        return {{"id", id.text()}, {"kind", "neighbourhood"}, {"name", names({})}};
    }

    QualityService& service_;
    areas::AreaTree const& tree_;
    storage::Database& database_;
    Actor const& who_;
};

json figures_json(RoundQuality const& found)
{
    auto const share = [](Count const& count) {
        return json{{"yes", count.yes},
                    {"n", count.answers},
                    {"share", static_cast<double>(count.yes) / static_cast<double>(count.answers)}};
    };
    auto out = json::array();
    for (auto const& item : found.figures)
        out.push_back({{"item", item.item},
                       {"label", names(item.label)},
                       {"with", share(item.with)},
                       {"without", share(item.without)}});
    return out;
}

Result<Answer> flags(Writer writer, QualityService& service, Request const& request)
{
    auto const area = TRY(request.area());
    auto const round = TRY(request.path_id<RoundId>("round"));
    auto const found = TRY(service.quality(area, round));
    auto const wanted = request.option("family");
    auto const most = whole_number(request.option("limit").value_or("")).value_or(kMostFlags);
    json items = json::array(), families = json::array();
    for (auto const family : kFamilies) {
        std::int64_t count = 0, open = 0;
        for (auto const& view : found.flags)
            if (view.flag.family == family) {
                ++count;
                open += view.state == "open";
            }
        families.push_back({{"family", name(family)}, {"flags", count}, {"open", open}});
    }
    for (auto const& view : found.flags) {
        if (wanted && name(view.flag.family) != *wanted) continue;
        if (static_cast<std::int64_t>(items.size()) >= most) break;
        items.push_back(writer.flag(view));
    }
    return http::ok({{"round_id", found.round.id.text()},
                     {"forms", found.forms},
                     {"set_aside", found.set_aside},
                     {"families", std::move(families)},
                     {"items", std::move(items)},
                     {"figures", figures_json(found)},
                     {"next", nullptr}});
}

Result<Answer> act(Writer writer, QualityService& service, Request const& request)
{
    auto const area = TRY(request.area());
    auto const round = TRY(request.path_id<RoundId>("round"));
    auto const key = request.parameters.find("flag")->second;
    std::string reason;
    std::vector<ResponseId> records;
    if (!request.body.empty()) {
        auto body = TRY(request.json());
        reason = body.optional_text("reason", {.longest = 1000}).value_or("");
        std::vector<std::string> texts;
        if (body.has("records"))
            texts = body.texts("records", 2000);
        else
            (void)body.raw("records");
        TRY(body.finish());
        for (auto const& text : texts) {
            auto const id = ResponseId::parse(text);
            if (!id) return refuse(ErrorKind::bad_input, "quality.record_not_in_flag");
            records.push_back(*id);
        }
    }
    TRY(service.act(request.actor, area, round, key, request.parameters.find("action")->second, reason, records));
    auto const view = service.flag(area, round, key);
    if (!view) return http::no_content(); // with its forms set aside it may stand out no longer
    return http::ok(writer.flag(*view));
}

json rates_json(survey::DispositionCounts const& counts, double e)
{
    auto const r = survey::response_rates(counts, e);
    return {{"rr1", number(r.rr1)},     {"rr2", number(r.rr2)},
            {"rr3", number(r.rr3)},     {"rr4", number(r.rr4)},
            {"rr5", number(r.rr5)},     {"rr6", number(r.rr6)},
            {"coop1", number(r.coop1)}, {"ref1", number(r.ref1)},
            {"con1", number(r.con1)},   {"e", r.e}};
}

Result<Answer> rates(Writer writer, QualityService& service, Request const& request)
{
    auto const area = TRY(request.area());
    auto const found = TRY(service.rates(area, TRY(request.path_id<RoundId>("round"))));
    json out{{"whole", rates_json(found.whole, found.e)},
             {"by_visit", json::array()},
             {"by_interviewer", json::array()},
             {"interviewers", found.by_interviewer.size()}};
    for (auto const& row : found.by_visit)
        out["by_visit"].push_back({{"visit", row.visit},
                                   {"and_more", row.visit == kMostVisits},
                                   {"households", row.households},
                                   {"rates", rates_json(row.counts, found.e)}});
    if (!service.sees_interviewers(request.actor, area)) return http::ok(out);
    for (auto const& row : found.by_interviewer)
        out["by_interviewer"].push_back({{"collector", writer.collector(*row.collector)},
                                         {"households", row.households},
                                         {"rates", rates_json(row.counts, found.e)}});
    return http::ok(out);
}

} // namespace

void add_quality_routes(http::Router& router, QualityService& service, areas::AreaTree const& tree,
                        storage::Database& database, analysis::OpenResults const& open)
{
    auto const writer = [&service, &tree, &database](Request const& request) {
        return Writer{service, tree, database, request.actor};
    };
    router.get("/api/v1/areas/{area}/rounds/{round}/quality-flags", see_flags,
               [&service, writer, open](Request const& request) -> Result<Answer> {
                   TRY(open(request.actor, TRY(request.area()), TRY(request.path_id<RoundId>("round")))); // flags tell shares
                   return flags(writer(request), service, request);
               });
    router.post("/api/v1/areas/{area}/rounds/{round}/quality-flags/{flag}/actions/{action}", judge_flags,
                [&service, writer](Request const& request) { return act(writer(request), service, request); });
    router.get("/api/v1/areas/{area}/rounds/{round}/response-rates", see_flags,
               [&service, writer](Request const& request) { return rates(writer(request), service, request); });
}

} // namespace lilong::quality
