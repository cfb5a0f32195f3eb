#include "resources/offer_service.h"

#include <algorithm>

#include "resources/offer_rule.h"
#include "resources/offer_store.h"

namespace lilong::resources
{

using storage::Connection;
using storage::Transaction;

namespace
{

loop::ObjectRef self(Offer const& offer) { return loop::ref(offer.area, "offer", offer.id); }

} // namespace

bool OfferService::only_provider(Actor const& who, AreaId const& area) const
{
    auto const roles = states_.roles_in(who, area);
    return !roles.empty() && std::ranges::all_of(roles, [](Role role) { return role == Role::provider; });
}

Result<Provider> OfferService::register_provider(Actor const& who, Provider provider) const
{
    provider.id = ProviderId::ordered(rng_, clock_.now());
    return database_.write(provider.area, [&](Transaction& tx) -> Result<Provider> {
        offer_store::add(tx, provider, who, clock_.now());
        audit_.note(tx, who, provider.area, "resources.provider_registered", provider.id);
        return provider;
    });
}

Result<Resource> OfferService::register_resource(Actor const& who, Resource resource) const
{
    resource.id = ResourceId::ordered(rng_, clock_.now());
    return database_.write(resource.area, [&](Transaction& tx) -> Result<Resource> {
        auto const provider = offer_store::find_provider(tx, resource.area, resource.provider);
        if (!provider || (only_provider(who, resource.area) && who.provider != resource.provider))
            return refuse(ErrorKind::not_found, "resources.provider_not_found");
        offer_store::add(tx, resource, who, clock_.now());
        audit_.note(tx, who, resource.area, "resources.resource_registered", resource.id);
        return resource;
    });
}

Result<void> OfferService::add_draft(Transaction& tx, Actor const& who, Offer& offer) const
{
    if (offer.capacity.per_period == 0) offer.capacity.per_period = heads_per_period(offer.capacity);
    TRY(check_offer(offer));
    auto const provider = offer_store::find_provider(tx, offer.area, offer.provider);
    if (!provider || (only_provider(who, offer.area) && who.provider != offer.provider))
        return refuse(ErrorKind::not_found, "resources.provider_not_found");
    offer.registered_by = who.user;
    offer_store::add(tx, offer, clock_.now());
    states_.begin(tx, self(offer), "draft", who, {});
    return {};
}

Result<OfferView> OfferService::register_offer(Actor const& who, Offer offer) const
{
    offer.id = OfferId::ordered(rng_, clock_.now());
    return database_.write(offer.area, [&](Transaction& tx) -> Result<OfferView> {
        TRY(add_draft(tx, who, offer));
        return in_tx(tx, offer.area, offer.id);
    });
}

Result<OfferView> OfferService::register_active(Actor const& registered_by, Actor const& verified_by, Offer offer) const
{
    offer.id = OfferId::ordered(rng_, clock_.now());
    Verification const seen{
        .identity_seen = true, .contact_tried = true, .place_seen = true, .valid_until = offer.valid_until};
    return database_.write(offer.area, [&](Transaction& tx) -> Result<OfferView> {
        TRY(add_draft(tx, registered_by, offer));
        for (auto const* action : {"verify", "activate"}) {
            auto view = TRY(in_tx(tx, offer.area, offer.id));
            TRY(act_in_tx(tx, verified_by, std::move(view), action, seen, {}, {}));
        }
        return in_tx(tx, offer.area, offer.id);
    });
}

Result<void> OfferService::add_imported(Transaction& tx, Provider provider, Offer offer) const
{
    auto const known = offer_store::providers_around(tx, offer.area);
    auto const same = std::ranges::find_if(
        known, [&](Provider const& other) { return other.area == offer.area && other.names.zh == provider.names.zh; });
    if (same == known.end()) {
        provider.id = ProviderId::ordered(rng_, clock_.now());
        offer_store::add(tx, provider, system_actor(), clock_.now());
        audit_.note(tx, system_actor(), provider.area, "resources.provider_registered", provider.id);
    }
    offer.provider = same == known.end() ? provider.id : same->id;
    offer.id = OfferId::ordered(rng_, clock_.now());
    return add_draft(tx, system_actor(), offer);
}

Requirements OfferService::met(OfferView const& view, Actor const& who, Verification const& seen) const
{
    Requirements out;
    auto const today = clock_.today();
    auto const until = seen.valid_until ? seen.valid_until : view.offer.valid_until;
    if (seen.identity_seen) out.emplace("identity_seen");
    if (seen.contact_tried) out.emplace("contact_tried");
    if (seen.place_seen) out.emplace("place_seen");
    if (until && valid_for_a_year_at_most(*until, today)) out.emplace("valid_until");
    if (who.user != view.offer.registered_by) out.emplace("verified_by_another");
    if (view.offer.capacity.per_period > 0) out.emplace("capacity");
    if (view.booked == 0) out.emplace("no_running_matches");
    return out;
}

Result<void> OfferService::act_in_tx(Transaction& tx, Actor const& who, OfferView view, std::string const& action,
                                     Verification const& seen, loop::Reason const& reason,
                                     std::optional<std::int64_t> version) const
{
    TRY(states_.apply(tx, self(view.offer), kOfferMachine, action, who, met(view, who, seen), reason, version));
    if (action == "verify") {
        if (seen.valid_until) view.offer.valid_until = seen.valid_until;
        view.offer.verified_by = who.name;
        view.offer.verified_at = clock_.now();
        offer_store::set_verified(tx, view.offer);
    }
    return {};
}

Result<OfferView> OfferService::act(Actor const& who, AreaId const& area, OfferId const& id, std::string const& action,
                                    Verification const& verification, loop::Reason const& reason,
                                    std::optional<std::int64_t> version) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<OfferView> {
        auto const view = TRY(in_tx(tx, area, id));
        if (only_provider(who, area) && who.provider != view.offer.provider)
            return refuse(ErrorKind::not_found, "resources.offer_not_found");
        TRY(act_in_tx(tx, who, view, action, verification, reason, version));
        return in_tx(tx, area, id);
    });
}

std::vector<Provider> OfferService::providers(Actor const& who, AreaId const& area) const
{
    auto all = database_.read([&](Connection& c) { return offer_store::providers_around(c, area); });
    if (only_provider(who, area))
        std::erase_if(all, [&](Provider const& provider) { return who.provider != provider.id; });
    return all;
}

std::vector<Resource> OfferService::resources(Actor const& who, AreaId const& area) const
{
    auto all = database_.read([&](Connection& c) { return offer_store::resources_around(c, area); });
    if (only_provider(who, area))
        std::erase_if(all, [&](Resource const& resource) { return who.provider != resource.provider; });
    return all;
}

std::vector<OfferView> OfferService::offers(Actor const& who, AreaId const& area, OfferFilter const& filter) const
{
    auto all = database_.read([&](Connection& c) { return offer_store::offers_around(c, area); });
    auto const own_only = only_provider(who, area);
    std::erase_if(all, [&](OfferView const& view) {
        auto const& categories = view.offer.categories;
        return (own_only && who.provider != view.offer.provider) ||
               (!filter.state.empty() && view.state != filter.state) ||
               (!filter.category.empty() && std::ranges::find(categories, filter.category) == categories.end());
    });
    return all;
}

Result<OfferDetail> OfferService::offer(Actor const& who, AreaId const& area, OfferId const& id) const
{
    return database_.read([&](Connection& c) -> Result<OfferDetail> {
        auto found = offer_store::find_around(c, area, id);
        if (!found || (only_provider(who, area) && who.provider != found->offer.provider))
            return refuse(ErrorKind::not_found, "resources.offer_not_found");
        auto view = std::move(*found);
        auto actions = states_.allowed(kOfferMachine, view.state, who, view.offer.area, met(view, who, {}));
        auto timeline = states_.timeline(c, self(view.offer));
        return OfferDetail{std::move(view), std::move(actions), std::move(timeline)};
    });
}

Result<OfferView> OfferService::in_tx(Connection& connection, AreaId const& area, OfferId const& id) const
{
    auto found = offer_store::find(connection, area, id);
    if (!found) return refuse(ErrorKind::not_found, "resources.offer_not_found");
    return std::move(*found);
}

Result<void> OfferService::book(Transaction& tx, AreaId const& area, OfferId const& id, MatchId const& match,
                                std::int64_t heads) const
{
    auto const view = TRY(in_tx(tx, area, id));
    if (view.state != "active")
        return refuse(ErrorKind::conflict, "resources.offer_not_active", {{"state", view.state}});
    if (heads > view.free())
        return refuse(ErrorKind::limit_reached, "resources.capacity_exceeded",
                      {{"heads", std::to_string(heads)}, {"free", std::to_string(view.free())}});
    offer_store::book(tx, area, id, match, heads, clock_.now());
    return {};
}

void OfferService::release(Transaction& tx, AreaId const& area, OfferId const& id, MatchId const& match) const
{
    offer_store::release(tx, area, id, match);
}

std::size_t OfferService::pause_expired() const
{
    auto const expired =
        database_.read([&](Connection& c) { return offer_store::active_until_before(c, clock_.today()); });
    std::size_t paused = 0;
    for (auto const& view : expired) {
        auto const done = database_.write(view.offer.area, [&](Transaction& tx) -> Result<void> {
            TRY(states_.apply(tx, self(view.offer), kOfferMachine, "pause", system_actor(), {},
                              {.code = "expired", .text = view.offer.valid_until->text()}));
            return {};
        });
        if (done) ++paused;
    }
    return paused;
}

} // namespace lilong::resources
