#include "resources/offer_store.h"

#include "base/text.h"

namespace lilong::resources::offer_store
{

namespace
{

using storage::Connection;
using storage::Row;
using storage::Sql;
using storage::Transaction;

constexpr Sql kAddProvider{"resources.add_provider", "insert into provider (area_id, id, kind, zh, en, licence, "
                                                     "created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Sql kAddResource{"resources.add_resource", "insert into resource (area_id, id, provider_id, kind, zh, en, "
                                                     "description, place, lon, lat, created_by, created_at) "
                                                     "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};
constexpr Sql kAddOffer{"resources.add_offer",
                        "insert into offer (area_id, id, provider_id, resource_id, zh, en, categories, mode, unit, "
                        "per_session, sessions_per_period, per_period, period, schedule, "
                        "catchment, radius_m, catchment_areas, place, lon, lat, eligibility, unit_cost_fen, "
                        "conditions, valid_until, registered_by, verified_by, verified_at, created_at) "
                        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
                        "$20, $21, $22, $23, $24, $25, $26, $27, $28)"};
constexpr Sql kSetVerified{
    "resources.set_verified",
    "update offer set valid_until = $3, verified_by = $4, verified_at = $5 where area_id = $1 and id = $2"};

constexpr Sql kProvider{"resources.provider",
                        "select area_id, id, kind, zh, en, licence from provider where area_id = $1 and id = $2"};
constexpr Sql kProvidersAround{"resources.providers_around",
                               "select area_id, id, kind, zh, en, licence from provider where area_id in "
                               "(select descendant_id from area_closure where ancestor_id = $1 union select "
                               "ancestor_id from area_closure where descendant_id = $1) order by zh, id"};
constexpr Sql kResourcesAround{
    "resources.resources_around",
    "select area_id, id, provider_id, kind, zh, en, description, place, lon, lat from resource where area_id in "
    "(select descendant_id from area_closure where ancestor_id = $1 union select ancestor_id from area_closure where "
    "descendant_id = $1) order by kind, zh, id"};

#define LILONG_OFFER_COLUMNS                                                                                           \
    "select o.area_id, o.id, o.provider_id, o.resource_id, o.zh, o.en, o.categories, o.mode, o.unit, o.per_session, "  \
    "o.sessions_per_period, o.per_period, "                                                                            \
    "o.period, o.schedule, o.catchment, o.radius_m, o.catchment_areas, o.place, o.lon, o.lat, o.eligibility, "         \
    "o.unit_cost_fen, o.conditions, "                                                                                  \
    "o.valid_until, o.registered_by, o.verified_by, o.verified_at, p.kind, p.zh, p.en, p.licence, s.state, "           \
    "s.version, "                                                                                                      \
    "(select coalesce(sum(b.heads), 0) from offer_booking b where b.area_id = o.area_id and b.offer_id = o.id) "       \
    "from offer o join provider p on p.area_id = o.area_id and p.id = o.provider_id "                                  \
    "join object_state s on s.area_id = o.area_id and s.object_id = o.id "
constexpr Sql kOffer{"resources.offer", LILONG_OFFER_COLUMNS "where o.area_id = $1 and o.id = $2"};
constexpr Sql kOffersAround{"resources.offers_around", LILONG_OFFER_COLUMNS
                            "where o.area_id in (select descendant_id from area_closure where ancestor_id = $1 "
                            "union select ancestor_id from area_closure where descendant_id = $1) order by o.zh, o.id"};
constexpr Sql kOfferAround{
    "resources.offer_around", LILONG_OFFER_COLUMNS
    "where o.id = $2 and o.area_id in (select descendant_id from area_closure where ancestor_id = $1 "
    "union select ancestor_id from area_closure where descendant_id = $1)"};
constexpr Sql kActiveUntilBefore{"resources.active_until_before", LILONG_OFFER_COLUMNS
                                 "where s.state = 'active' and o.valid_until < $1 order by o.area_id, o.id"};
#undef LILONG_OFFER_COLUMNS

constexpr Sql kBooked{"resources.booked",
                      "select coalesce(sum(heads), 0) from offer_booking where area_id = $1 and offer_id = $2"};
constexpr Sql kBook{
    "resources.book",
    "insert into offer_booking (area_id, offer_id, match_id, heads, booked_at) values ($1, $2, $3, $4, $5)"};
constexpr Sql kRelease{"resources.release",
                       "delete from offer_booking where area_id = $1 and offer_id = $2 and match_id = $3"};

std::string joined(std::vector<std::string> const& words)
{
    std::string out;
    for (auto const& word : words) out += (out.empty() ? "" : ";") + word;
    return out;
}

std::vector<std::string> words_of(std::string const& text)
{
    std::vector<std::string> out;
    for (auto word : split(text, ';'))
        if (!word.empty()) out.emplace_back(word);
    return out;
}

Provider provider_of(Row row)
{
    return {row.at<AreaId>(0),
            row.at<ProviderId>(1),
            row.at<std::string>(2),
            {row.at<std::string>(3), row.at<std::string>(4)},
            row.at<std::string>(5)};
}

OfferView offer_of(Row row)
{
    Offer offer{.area = row.at<AreaId>(0),
                .id = row.at<OfferId>(1),
                .provider = row.at<ProviderId>(2),
                .resource = row.at<std::optional<ResourceId>>(3)};
    offer.names = {row.at<std::string>(4), row.at<std::string>(5)};
    offer.categories = words_of(row.at<std::string>(6));
    offer.mode = row.at<std::string>(7);
    offer.capacity = {row.at<std::string>(8), row.at<std::int64_t>(9), row.at<std::int64_t>(10),
                      row.at<std::int64_t>(11), row.at<std::string>(12)};
    offer.schedule = row.at<std::string>(13);
    offer.catchment = {row.at<std::string>(14), row.at<std::int64_t>(15), {}};
    for (auto const& id : words_of(row.at<std::string>(16)))
        if (auto area = AreaId::parse(id)) offer.catchment.areas.push_back(*area);
    offer.place = {row.at<std::string>(17), row.at<std::optional<double>>(18), row.at<std::optional<double>>(19)};
    offer.eligibility = row.at<std::string>(20);
    offer.unit_cost = row.at<Money>(21);
    offer.conditions = row.at<std::string>(22);
    offer.valid_until = row.at<std::optional<Date>>(23);
    offer.registered_by = row.at<UserId>(24);
    offer.verified_by = row.at<std::string>(25);
    offer.verified_at = row.at<std::optional<Instant>>(26);
    Provider provider{offer.area,
                      offer.provider,
                      row.at<std::string>(27),
                      {row.at<std::string>(28), row.at<std::string>(29)},
                      row.at<std::string>(30)};
    return {std::move(offer), std::move(provider), row.at<std::string>(31), row.at<std::int64_t>(32),
            row.at<std::int64_t>(33)};
}

} // namespace

void add(Transaction& tx, Provider const& p, Actor const& by, Instant at)
{
    tx.change(kAddProvider, p.area, p.id, p.kind, p.names.zh, p.names.en, p.licence, by.user, at);
}

void add(Transaction& tx, Resource const& r, Actor const& by, Instant at)
{
    tx.change(kAddResource, r.area, r.id, r.provider, r.kind, r.names.zh, r.names.en, r.description, r.place.name,
              r.place.lon, r.place.lat, by.user, at);
}

void add(Transaction& tx, Offer const& o, Instant at)
{
    std::vector<std::string> areas;
    for (auto const& area : o.catchment.areas) areas.push_back(area.text());
    tx.change(kAddOffer, o.area, o.id, o.provider, o.resource, o.names.zh, o.names.en, joined(o.categories), o.mode,
              o.capacity.unit, o.capacity.per_session, o.capacity.sessions_per_period, o.capacity.per_period,
              o.capacity.period, o.schedule, o.catchment.kind, o.catchment.radius_m, joined(areas), o.place.name,
              o.place.lon, o.place.lat, o.eligibility, o.unit_cost, o.conditions, o.valid_until, o.registered_by,
              o.verified_by, o.verified_at, at);
}

void set_verified(Transaction& tx, Offer const& o)
{
    tx.change(kSetVerified, o.area, o.id, o.valid_until, o.verified_by, o.verified_at);
}

std::optional<Provider> find_provider(Connection& c, AreaId const& area, ProviderId const& id)
{
    return c.first(kProvider, provider_of, area, id);
}
std::optional<OfferView> find(Connection& c, AreaId const& area, OfferId const& id)
{
    return c.first(kOffer, offer_of, area, id);
}
std::vector<Provider> providers_around(Connection& c, AreaId const& area)
{
    return c.all(kProvidersAround, provider_of, area);
}
std::vector<OfferView> offers_around(Connection& c, AreaId const& area) { return c.all(kOffersAround, offer_of, area); }
std::optional<OfferView> find_around(Connection& c, AreaId const& area, OfferId const& id)
{
    return c.first(kOfferAround, offer_of, area, id);
}
std::vector<OfferView> active_until_before(Connection& c, Date day) { return c.all(kActiveUntilBefore, offer_of, day); }

std::vector<Resource> resources_around(Connection& c, AreaId const& area)
{
    return c.all(
        kResourcesAround,
        [](Row row) {
            return Resource{
                row.at<AreaId>(0),
                row.at<ResourceId>(1),
                row.at<ProviderId>(2),
                row.at<std::string>(3),
                {row.at<std::string>(4), row.at<std::string>(5)},
                row.at<std::string>(6),
                {row.at<std::string>(7), row.at<std::optional<double>>(8), row.at<std::optional<double>>(9)}};
        },
        area);
}

std::int64_t booked(Connection& c, AreaId const& area, OfferId const& id)
{
    return c.scalar<std::int64_t>(kBooked, area, id).value_or(0);
}
void book(Transaction& tx, AreaId const& area, OfferId const& id, MatchId const& match, std::int64_t heads, Instant at)
{
    tx.change(kBook, area, id, match, heads, at);
}
void release(Transaction& tx, AreaId const& area, OfferId const& id, MatchId const& match)
{
    tx.change(kRelease, area, id, match);
}

} // namespace lilong::resources::offer_store
