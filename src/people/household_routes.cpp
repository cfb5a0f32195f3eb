#include "people/household_routes.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "http/json_body.h"
#include "people/permissions.h"
#include "people/register_counts.h"
#include "people/tag_rule.h"

namespace lilong::people
{

using areas::AreaKind;
using http::Answer;
using http::Request;
using nlohmann::json;

namespace
{

constexpr int kPageSize = 50, kLargestPage = 500;

struct Context {
    HouseholdService& households;
    storage::Database& database;
    areas::AreaTree const& tree;
    areas::Taxonomy const& taxonomy;
    Clock const& clock;
};

json label(areas::AreaTree const& tree, AreaId const& id)
{
    auto const area = tree.find(id);
    return {{"id", id.text()}, {"name", {{"zh", area ? area->zh : ""}, {"en", area ? area->en : ""}}}};
}

json household_json(areas::AreaTree const& tree, Household const& household)
{
    return {{"id", household.id.text()},
            {"estate", label(tree, household.estate)},
            {"building", label(tree, household.building)},
            {"door", household.door},
            {"number_at_door", household.number_at_door},
            {"size", household.size},
            {"tenure", name(household.tenure)},
            {"tags", household.tags},
            {"moved_away", household.moved_away ? json(household.moved_away->text()) : json(nullptr)},
            {"version", household.version}};
}

json resident_json(Resident const& resident, Date today)
{
    auto const year = resident.birth_date ? std::optional{resident.birth_date->year()} : resident.birth_year;
    auto const facts = facts_of(resident, {}, today);
    return {{"id", resident.id.text()},
            {"birth_year", year ? json(*year) : json(nullptr)},
            {"age_from", facts.age_from ? json(*facts.age_from) : json(nullptr)},
            {"age_to", facts.age_to ? json(*facts.age_to) : json(nullptr)},
            {"sex", resident.sex ? json(name(*resident.sex)) : json(nullptr)},
            {"tags", resident.tags}};
}

json consent_json(Consent const& consent)
{
    return {{"text_version", consent.text_version},
            {"items", consent.items},
            {"given", consent.given},
            {"mark", consent.mark},
            {"at", consent.at.text()}};
}

Result<Answer> list(Context const& context, Request const& request)
{
    auto const area = TRY(request.area());
    household_store::ListFilter filter;
    filter.estate = TRY(request.option_id<AreaId>("estate"));
    filter.building = TRY(request.option_id<AreaId>("building"));
    filter.text = request.option("text").value_or("");
    filter.after = request.option("after").value_or("");
    auto const limit = whole_number(request.option("limit").value_or("")).value_or(kPageSize);
    filter.limit = static_cast<int>(std::clamp<std::int64_t>(limit, 1, kLargestPage));
    auto const page = TRY(context.households.list(area, filter));
    auto items = json::array();
    for (auto const& household : page.households) items.push_back(household_json(context.tree, household));
    return http::ok({{"items", std::move(items)}, {"next", page.next ? json(*page.next) : json(nullptr)}});
}

Result<Answer> one(Context const& context, Request const& request)
{
    auto const area = TRY(request.area());
    auto const id = TRY(request.path_id<HouseholdId>("household"));
    auto const record = TRY(context.households.record(area, id));
    auto out = household_json(context.tree, record.household);
    out["residents"] = json::array();
    for (auto const& resident : record.residents)
        out["residents"].push_back(resident_json(resident, context.clock.today()));
    out["consents"] = json::array();
    for (auto const& consent : record.consents) out["consents"].push_back(consent_json(consent));
    return http::ok(out).version(record.household.version);
}

Result<Answer> add(Context const& context, Request const& request)
{
    auto const area = TRY(request.area());
    auto body = TRY(request.json());
    HouseholdService::NewHousehold wanted;
    wanted.building = body.id<AreaId>("building");
    wanted.door = body.text("door", {.longest = 40});
    wanted.number_at_door = static_cast<int>(body.optional_integer("number_at_door", 1, 20).value_or(1));
    wanted.size = static_cast<int>(body.integer("size", 1, 30));
    if (body.has("tenure"))
        wanted.tenure = tenure_of(body.choice("tenure", {"owner", "tenant", "unknown"})).value_or(Tenure::unknown);
    for (auto const& word : body.texts("tags", 20, {.longest = 40})) {
        if (auto const key = tag_key(word, TagOf::household))
            wanted.tags.insert(*key);
        else
            body.wrong("tags", "people.tag_unknown", {{"tag", word}});
    }
    TRY(body.finish());
    auto const household = TRY(context.households.add(request.actor, area, wanted));
    return http::created(household_json(context.tree, household));
}

Result<Answer> move_away(Context const& context, Request const& request)
{
    auto const area = TRY(request.area());
    auto const id = TRY(request.path_id<HouseholdId>("household"));
    auto body = TRY(request.json());
    auto const on = body.date("date");
    TRY(body.finish());
    auto const household = TRY(context.households.move_away(request.actor, area, id, on));
    return http::ok(household_json(context.tree, household));
}

Result<Answer> set_contact(Context const& context, Request const& request)
{
    auto const area = TRY(request.area());
    auto const id = TRY(request.path_id<HouseholdId>("household"));
    auto body = TRY(request.json());
    auto const name = body.text("name", {.longest = 60});
    auto const phone = body.optional_text("phone", {.longest = 30}).value_or("");
    auto const channel = body.choice("channel", {"phone", "message", "door", "paper", "none"});
    TRY(body.finish());
    TRY(context.households.set_contact(request.actor, area, id, {name, phone, channel}));
    return http::no_content();
}

Result<Answer> reveal_contact(Context const& context, Request const& request)
{
    auto const area = TRY(request.area());
    auto const id = TRY(request.path_id<HouseholdId>("household"));
    auto body = TRY(request.json());
    auto const reason = body.text("reason", {.longest = 200});
    TRY(body.finish());
    auto const contact = TRY(context.households.reveal_contact(request.actor, area, id, reason));
    return http::ok({{"name", contact.name}, {"phone", contact.phone}, {"channel", contact.channel}});
}

json counts_json(areas::AreaTree const& tree, std::map<AreaId, std::int64_t> const& counts)
{
    auto out = json::array();
    for (auto const& [id, households] : counts) {
        auto entry = label(tree, id);
        entry["households"] = households;
        out.push_back(std::move(entry));
    }
    return out;
}

// Above the neighbourhood: one line for each of them, nothing finer.
json counts_above(Context const& context, AreaId const& area)
{
    auto const counts = context.database.read([](storage::Connection& c) { return households_by_neighbourhood(c); });
    std::int64_t households = 0, people = 0;
    std::map<AreaId, std::int64_t> by_neighbourhood;
    for (auto const& count : counts) {
        if (!context.tree.reaches(area, count.area)) continue;
        households += count.households;
        people += count.people;
        by_neighbourhood[count.area] = count.households;
    }
    return {{"households", households},
            {"people", people},
            {"neighbourhoods", counts_json(context.tree, by_neighbourhood)}};
}

Result<Answer> counts(Context const& context, Request const& request)
{
    auto const area = TRY(request.area());
    auto const known = context.tree.find(area);
    if (known && known->kind < AreaKind::neighbourhood) return http::ok(counts_above(context, area));
    auto const neighbourhood = TRY(context.households.neighbourhood_of(area));
    auto const counts = context.database.read([&](storage::Connection& c) {
        return register_counts(c, neighbourhood, context.taxonomy.groups(), context.clock.today());
    });
    auto groups = json::array();
    for (auto const& group : context.taxonomy.groups())
        groups.push_back({{"key", group.key},
                          {"name", {{"zh", group.zh}, {"en", group.en}}},
                          {"households", counts.by_group.at(group.key)}});
    return http::ok({{"households", counts.households},
                     {"people", counts.people},
                     {"households_with_known_residents", counts.households_with_known_residents},
                     {"estates", counts_json(context.tree, counts.by_estate)},
                     {"buildings", counts_json(context.tree, counts.by_building)},
                     {"groups", std::move(groups)}});
}

} // namespace

void add_household_routes(http::Router& router, HouseholdService& households, storage::Database& database,
                          areas::AreaTree const& tree, areas::Taxonomy const& taxonomy, Clock const& clock)
{
    Context const context{households, database, tree, taxonomy, clock};
    auto const with = [context](auto handler) {
        return [context, handler](Request const& request) { return handler(context, request); };
    };
    router.get("/api/v1/areas/{area}/households", see_households, with(list));
    router.post("/api/v1/areas/{area}/households", manage_households, with(add));
    router.get("/api/v1/areas/{area}/households/{household}", see_households, with(one));
    router.post("/api/v1/areas/{area}/households/{household}/actions/move-away", manage_households, with(move_away));
    router.put("/api/v1/areas/{area}/households/{household}/contact", manage_households, with(set_contact));
    router.post("/api/v1/areas/{area}/households/{household}/actions/reveal-contact", see_households,
                with(reveal_contact));
    router.get("/api/v1/areas/{area}/register-counts", see_register_counts, with(counts));
}

} // namespace lilong::people
