#include <nlohmann/json.hpp>

#include "http/json_body.h"
#include "survey/disposition_rule.h"
#include "survey/permissions.h"
#include "survey/response_routes.h"

namespace lilong::survey
{

using http::Answer;
using http::Request;
using nlohmann::json;

namespace
{

json visit_json(Visit const& visit)
{
    return {{"id", visit.id.text()},
            {"round_id", visit.round.text()},
            {"household_id", visit.household.text()},
            {"at", visit.at.text()},
            {"collector_id", visit.collector.text()},
            {"disposition", name(visit.disposition)},
            {"aapor", entry(visit.disposition).aapor},
            {"next_visit_on", visit.next_visit_on ? json(visit.next_visit_on->text()) : json(nullptr)},
            {"next_day_part", visit.next_day_part ? json(*visit.next_day_part) : json(nullptr)},
            {"note", visit.note}};
}

Result<Answer> record(VisitService& service, Clock const& clock, Request const& request)
{
    auto body = TRY(request.json());
    Visit visit;
    visit.area = TRY(request.area());
    visit.id = body.optional_id<VisitId>("id").value_or(VisitId{});
    visit.round = body.id<RoundId>("round_id");
    visit.household = body.id<HouseholdId>("household_id");
    auto const at = body.optional_text("at", {.longest = 30});
    visit.at = clock.now();
    if (at && !Instant::parse(*at))
        body.wrong("at", "survey.not_a_time");
    else if (at)
        visit.at = *Instant::parse(*at);
    std::vector<std::string_view> allowed;
    for (auto const& entry : dispositions()) allowed.push_back(entry.name);
    visit.disposition = disposition_of(body.choice("disposition", allowed)).value_or(Disposition::other);
    visit.next_visit_on = body.optional_date("next_visit_on");
    if (body.has("next_day_part"))
        visit.next_day_part = body.choice("next_day_part", {"morning", "afternoon", "evening", "weekend"});
    visit.note = body.optional_text("note", {.longest = 1000}).value_or("");
    TRY(body.finish());
    return http::created(visit_json(TRY(service.record(request.actor, visit))));
}

Result<Answer> list(VisitService& service, Request const& request)
{
    auto const area = TRY(request.area());
    auto const household = TRY(request.option_id<HouseholdId>("household"));
    auto const round = TRY(request.option_id<RoundId>("round"));
    if (!household && !round) return refuse(ErrorKind::bad_input, "survey.visits_of_what");
    auto items = json::array();
    std::vector<Disposition> in_order;
    for (auto const& visit : household ? service.of_household(area, *household) : service.latest(area, *round)) {
        if (round && visit.round != *round) continue;
        items.push_back(visit_json(visit));
        in_order.insert(in_order.begin(), visit.disposition);
    }
    json out{{"items", std::move(items)}, {"next", nullptr}};
    if (household && round) out["final_disposition"] = name(final_disposition(in_order));
    return http::ok(out);
}

} // namespace

void add_visit_routes(http::Router& router, VisitService& visits, Clock const& clock)
{
    router.post("/api/v1/areas/{area}/visits", record_visits,
                [&](Request const& request) { return record(visits, clock, request); });
    router.get("/api/v1/areas/{area}/visits", see_visits,
               [&visits](Request const& request) { return list(visits, request); });
}

} // namespace lilong::survey
