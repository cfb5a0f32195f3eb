// SQL ⇄ providers, resources, offers and the heads of an offer that are taken.
#pragma once

#include <vector>

#include "resources/types.h"
#include "storage/database.h"

namespace lilong::resources::offer_store
{

void add(storage::Transaction& tx, Provider const& provider, Actor const& by, Instant at);
void add(storage::Transaction& tx, Resource const& resource, Actor const& by, Instant at);
void add(storage::Transaction& tx, Offer const& offer, Instant at);
void set_verified(storage::Transaction& tx, Offer const& offer);

std::optional<Provider> find_provider(storage::Connection& connection, AreaId const& area, ProviderId const& id);
std::optional<OfferView> find(storage::Connection& connection, AreaId const& area, OfferId const& id);

// Registered in the area, in its parts, or in an area above it.
std::vector<Provider> providers_around(storage::Connection& connection, AreaId const& area);
std::vector<Resource> resources_around(storage::Connection& connection, AreaId const& area);
std::optional<OfferView> find_around(storage::Connection& connection, AreaId const& area, OfferId const& id);
std::vector<OfferView> offers_around(storage::Connection& connection, AreaId const& area);
std::vector<OfferView> active_until_before(storage::Connection& connection, Date day);

std::int64_t booked(storage::Connection& connection, AreaId const& area, OfferId const& id);
void book(storage::Transaction& tx, AreaId const& area, OfferId const& id, MatchId const& match, std::int64_t heads,
          Instant at);
void release(storage::Transaction& tx, AreaId const& area, OfferId const& id, MatchId const& match);

} // namespace lilong::resources::offer_store
