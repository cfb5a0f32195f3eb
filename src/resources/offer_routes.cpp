#include "resources/offer_routes.h"

#include <nlohmann/json.hpp>

#include "http/json_body.h"
#include "loop/state_json.h"
#include "resources/permissions.h"

namespace lilong::resources
{

using http::Answer;
using http::JsonBody;
using http::Request;
using nlohmann::json;

namespace
{

json names_json(Names const& names) { return {{"zh", names.zh}, {"en", names.en}}; }

template <typename T>
json maybe(std::optional<T> const& value)
{
    return value ? json(*value) : json(nullptr);
}

json place_json(Spot const& place)
{
    return {{"name", place.name}, {"lon", maybe(place.lon)}, {"lat", maybe(place.lat)}};
}

json provider_json(Provider const& p)
{
    return {{"id", p.id.text()},
            {"area", p.area.text()},
            {"kind", p.kind},
            {"name", names_json(p.names)},
            {"licence", p.licence}};
}

json resource_json(Resource const& r)
{
    return {{"id", r.id.text()},
            {"area", r.area.text()},
            {"provider", r.provider.text()},
            {"kind", r.kind},
            {"name", names_json(r.names)},
            {"description", r.description},
            {"place", place_json(r.place)}};
}

json offer_json(OfferView const& view)
{
    auto const& o = view.offer;
    auto areas = json::array();
    for (auto const& area : o.catchment.areas) areas.push_back(area.text());
    json out{{"id", o.id.text()},
             {"area", o.area.text()},
             {"provider", provider_json(view.provider)},
             {"resource", o.resource ? json(o.resource->text()) : json(nullptr)},
             {"name", names_json(o.names)},
             {"categories", o.categories},
             {"mode", o.mode},
             {"capacity",
              {{"unit", o.capacity.unit},
               {"per_session", o.capacity.per_session},
               {"sessions_per_period", o.capacity.sessions_per_period},
               {"per_period", o.capacity.per_period},
               {"period", o.capacity.period},
               {"booked", view.booked},
               {"free", view.free()}}},
             {"schedule", o.schedule},
             {"catchment", {{"kind", o.catchment.kind}, {"radius_m", o.catchment.radius_m}, {"areas", areas}}},
             {"place", place_json(o.place)},
             {"eligibility", o.eligibility},
             {"unit_cost_fen", o.unit_cost.in_fen()},
             {"conditions", o.conditions},
             {"valid_until", o.valid_until ? json(o.valid_until->text()) : json(nullptr)},
             {"verified", o.verified_at ? json{{"by", o.verified_by}, {"at", o.verified_at->text()}} : json(nullptr)},
             {"state", view.state},
             {"version", view.version}};
    return out;
}

json detail_json(OfferDetail const& detail)
{
    auto out = offer_json(detail.view);
    out["actions"] = loop::actions_json(detail.actions);
    out["timeline"] = loop::timeline_json(detail.timeline);
    return out;
}

Spot place_of(JsonBody& body)
{
    return {body.optional_text("place", {.longest = 200}).value_or(""), body.optional_number("lon", -180, 180),
            body.optional_number("lat", -90, 90)};
}

Names names_of(JsonBody& body)
{
    auto zh = body.text("zh", {.longest = 200});
    auto en = body.optional_text("en", {.longest = 200}).value_or(zh);
    return {std::move(zh), std::move(en)};
}

Offer offer_of(JsonBody& body, AreaId const& area)
{
    Offer offer{.area = area,
                .provider = body.id<ProviderId>("provider"),
                .resource = body.optional_id<ResourceId>("resource"),
                .names = names_of(body)};
    offer.categories = body.texts("categories", 20, {.longest = 60});
    offer.mode = body.choice("mode", {"site", "visiting", "remote"});
    offer.capacity.unit = body.has("unit") ? body.choice("unit", {"person", "household"}) : "person";
    offer.capacity.per_session = body.integer("per_session", 1, 1'000'000);
    offer.capacity.sessions_per_period = body.integer("sessions_per_period", 1, 10'000);
    offer.capacity.per_period = body.optional_integer("per_period", 1, 1'000'000'000).value_or(0);
    offer.capacity.period = body.choice("period", {"week", "month", "year"});
    offer.schedule = body.optional_text("schedule", {.longest = 500, .may_be_empty = true}).value_or("");
    offer.catchment.kind = body.choice("catchment", {"radius", "areas", "everywhere"});
    offer.catchment.radius_m = body.optional_integer("radius_m", 0, 100'000).value_or(0);
    for (auto const& text : body.texts("areas", 300, {.longest = 36})) {
        if (auto id = AreaId::parse(text))
            offer.catchment.areas.push_back(*id);
        else
            body.wrong("areas", "http.field_not_an_id");
    }
    offer.place = place_of(body);
    offer.eligibility = body.optional_text("eligibility", {.longest = 2000, .may_be_empty = true}).value_or("");
    offer.unit_cost = Money::fen(body.optional_integer("unit_cost_fen", 0, 1'000'000'000).value_or(0));
    offer.conditions = body.optional_text("conditions", {.may_be_empty = true}).value_or("");
    offer.valid_until = body.optional_date("valid_until");
    return offer;
}

json list_json(std::string const& name, auto const& things, auto to_json)
{
    auto list = json::array();
    for (auto const& thing : things) list.push_back(to_json(thing));
    return {{name, std::move(list)}};
}

} // namespace

void add_offer_routes(http::Router& router, OfferService const& offers)
{
    router.get("/api/v1/areas/{area}/providers", see_offers, [&offers](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        return http::ok(list_json("providers", offers.providers(request.actor, area), provider_json));
    });
    router.post("/api/v1/areas/{area}/providers", register_offers, [&offers](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto body = TRY(request.json());
        Provider provider{
            .area = area, .kind = body.choice("kind", {"organisation", "group", "person"}), .names = names_of(body)};
        provider.licence = body.optional_text("licence", {.longest = 200}).value_or("");
        TRY(body.finish());
        auto const registered = TRY(offers.register_provider(request.actor, std::move(provider)));
        return http::created(provider_json(registered));
    });
    router.get("/api/v1/areas/{area}/resources", see_offers, [&offers](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        return http::ok(list_json("resources", offers.resources(request.actor, area), resource_json));
    });
    router.post("/api/v1/areas/{area}/resources", register_offers, [&offers](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto body = TRY(request.json());
        Resource resource{.area = area, .provider = body.id<ProviderId>("provider")};
        resource.kind = body.choice("kind", {"people", "place", "organisation", "goods_money", "service", "knowledge"});
        resource.names = names_of(body);
        resource.description = body.optional_text("description").value_or("");
        resource.place = place_of(body);
        TRY(body.finish());
        auto const registered = TRY(offers.register_resource(request.actor, std::move(resource)));
        return http::created(resource_json(registered));
    });
    router.get("/api/v1/areas/{area}/offers", see_offers, [&offers](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        OfferFilter const filter{.category = request.option("category").value_or(""),
                                 .state = request.option("state").value_or("")};
        return http::ok(list_json("offers", offers.offers(request.actor, area, filter), offer_json));
    });
    router.post("/api/v1/areas/{area}/offers", register_offers, [&offers](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto body = TRY(request.json());
        auto offer = offer_of(body, area);
        TRY(body.finish());
        auto const registered = TRY(offers.register_offer(request.actor, std::move(offer)));
        return http::created(offer_json(registered)).version(registered.version);
    });
    router.get("/api/v1/areas/{area}/offers/{offer}", see_offers, [&offers](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto const id = TRY(request.path_id<OfferId>("offer"));
        auto const detail = TRY(offers.offer(request.actor, area, id));
        return http::ok(detail_json(detail)).version(detail.view.version);
    });
    router.post("/api/v1/areas/{area}/offers/{offer}/actions/{action}", act_on_offers,
                [&offers](Request const& request) -> Result<Answer> {
                    auto const area = TRY(request.area());
                    auto const id = TRY(request.path_id<OfferId>("offer"));
                    auto const version = TRY(request.if_match());
                    auto body = TRY(request.json());
                    Verification const seen{.identity_seen = body.flag("identity_seen"),
                                            .contact_tried = body.flag("contact_tried"),
                                            .place_seen = body.flag("place_seen"),
                                            .valid_until = body.optional_date("valid_until")};
                    loop::Reason const reason{.code = body.optional_text("reason_code", {.longest = 60}).value_or(""),
                                              .text = body.optional_text("reason").value_or("")};
                    TRY(body.finish());
                    TRY(offers.act(request.actor, area, id, request.parameters.at("action"), seen, reason, version));
                    auto const detail = TRY(offers.offer(request.actor, area, id));
                    return http::ok(detail_json(detail)).version(detail.view.version);
                });
}

} // namespace lilong::resources
