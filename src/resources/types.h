// Who can help, with what, where and when: providers, their resources, and the offers that matching works with.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/machine_rule.h"
#include "base/money.h"
#include "base/time.h"

namespace lilong::resources
{

struct Names {
    std::string zh, en;
};

struct Spot { // WGS 84, with the name people use for it
    std::string name;
    std::optional<double> lon, lat;
};

struct Provider {
    AreaId area;
    ProviderId id;
    std::string kind; // organisation, group, person
    Names names;
    std::string licence;
};

struct Resource {
    AreaId area;
    ResourceId id;
    ProviderId provider;
    std::string kind; // people, place, organisation, goods_money, service, knowledge
    Names names;
    std::string description;
    Spot place;
};

struct Capacity {
    std::string unit = "person";  // person, household
    std::int64_t per_session = 0; // heads
    std::int64_t sessions_per_period = 1;
    std::int64_t per_period = 0;  // heads; what matching may give away
    std::string period = "month"; // week, month, year
};

struct Catchment {
    std::string kind = "everywhere"; // radius, areas, everywhere
    std::int64_t radius_m = 0;
    std::vector<AreaId> areas;
};

struct Offer {
    AreaId area; // where it is registered: a committee, a sub-district or the district
    OfferId id;
    ProviderId provider;
    std::optional<ResourceId> resource;
    Names names;
    std::vector<std::string> categories;
    std::string mode = "site"; // site, visiting, remote
    Capacity capacity;
    std::string schedule; // weekly windows, LO-49
    Catchment catchment;
    Spot place;
    std::string eligibility; // predicate of the group rules
    Money unit_cost;         // a head
    std::string conditions;
    std::optional<Date> valid_until;
    UserId registered_by;
    std::string verified_by; // name of the office or person, as shown
    std::optional<Instant> verified_at;
};

// An offer as lists show it: with its state and what is still free.
struct OfferView {
    Offer offer;
    Provider provider;
    std::string state;
    std::int64_t version = 1;
    std::int64_t booked = 0;
    std::int64_t free() const { return offer.capacity.per_period > booked ? offer.capacity.per_period - booked : 0; }
};

// loop.md 5.2
inline Machine const kOfferMachine{
    "offer",
    {
        {"draft",
         "verify",
         "verified",
         {Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher, Role::district_dispatcher},
         {"identity_seen", "contact_tried", "place_seen", "valid_until", "verified_by_another"}},
        {"paused",
         "verify",
         "verified",
         {Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher, Role::district_dispatcher},
         {"identity_seen", "contact_tried", "place_seen", "valid_until", "verified_by_another"}},
        {"verified",
         "activate",
         "active",
         {Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher, Role::district_dispatcher},
         {"capacity", "valid_until"}},
        {"paused",
         "activate",
         "active",
         {Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher, Role::district_dispatcher},
         {"capacity", "valid_until"}},
        {"active",
         "pause",
         "paused",
         {Role::provider, Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher,
          Role::district_dispatcher},
         {},
         NeedsReason::yes},
        {"active", "pause", "paused", {}, {}, NeedsReason::yes},
        {"draft",
         "retire",
         "retired",
         {Role::provider, Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher,
          Role::district_dispatcher},
         {"no_running_matches"},
         NeedsReason::yes},
        {"verified",
         "retire",
         "retired",
         {Role::provider, Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher,
          Role::district_dispatcher},
         {"no_running_matches"},
         NeedsReason::yes},
        {"active",
         "retire",
         "retired",
         {Role::provider, Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher,
          Role::district_dispatcher},
         {"no_running_matches"},
         NeedsReason::yes},
        {"paused",
         "retire",
         "retired",
         {Role::provider, Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher,
          Role::district_dispatcher},
         {"no_running_matches"},
         NeedsReason::yes},
    },
    {"retired"}};

} // namespace lilong::resources
