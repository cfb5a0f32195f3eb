// Use cases of resources: register providers, resources and offers, verify, activate, pause and retire offers, and book
// the heads that an accepted match takes (LO-25). Matching calls book() and release() in its own write.
#pragma once

#include "base/chance.h"
#include "loop/state_service.h"
#include "resources/types.h"

namespace lilong::resources
{

struct Verification {
    bool identity_seen = false, contact_tried = false, place_seen = false;
    std::optional<Date> valid_until;
};

struct OfferDetail {
    OfferView view;
    std::vector<AllowedAction> actions;
    std::vector<loop::Transition> timeline;
};

struct OfferFilter {
    std::string category, state; // empty: any
};

class OfferService
{
public:
    OfferService(storage::Database& database, access::AuditTrail const& audit, loop::StateService const& states,
                 Clock const& clock, Rng& rng)
        : database_(database), audit_(audit), states_(states), clock_(clock), rng_(rng)
    {
    }

    Result<Provider> register_provider(Actor const& who, Provider provider) const;
    Result<Resource> register_resource(Actor const& who, Resource resource) const;
    Result<OfferView> register_offer(Actor const& who, Offer offer) const; // a draft
    Result<OfferView> act(Actor const& who, AreaId const& area, OfferId const& id, std::string const& action,
                          Verification const& verification, loop::Reason const& reason,
                          std::optional<std::int64_t> version) const;
    // Registers, verifies and activates in one go: for trusted imports and the demo; told as done by `registered_by`
    // and `verified_by`.
    Result<OfferView> register_active(Actor const& registered_by, Actor const& verified_by, Offer offer) const;

    std::vector<Provider> providers(Actor const& who, AreaId const& area) const;
    std::vector<Resource> resources(Actor const& who, AreaId const& area) const;
    std::vector<OfferView> offers(Actor const& who, AreaId const& area, OfferFilter const& filter) const;
    Result<OfferDetail> offer(Actor const& who, AreaId const& area,
                              OfferId const& id) const; // resources.offer_not_found

    // A draft from a file, with its provider, who is registered when this area does not know the name yet.
    Result<void> add_imported(storage::Transaction& tx, Provider provider, Offer offer) const;

    // Takes heads of an active offer, or refuses resources.capacity_exceeded, resources.offer_not_active.
    Result<void> book(storage::Transaction& tx, AreaId const& area, OfferId const& id, MatchId const& match,
                      std::int64_t heads) const;
    void release(storage::Transaction& tx, AreaId const& area, OfferId const& id, MatchId const& match) const;
    Result<OfferView> in_tx(storage::Connection& connection, AreaId const& area, OfferId const& id) const;

    // Pauses what has run out (daily). Gives how many.
    std::size_t pause_expired() const;
    // A provider's people see only what is their own; everybody else who may see offers sees all.
    bool only_provider(Actor const& who, AreaId const& area) const;

private:
    Result<void> add_draft(storage::Transaction& tx, Actor const& who, Offer& offer) const;
    Result<void> act_in_tx(storage::Transaction& tx, Actor const& who, OfferView view, std::string const& action,
                           Verification const& verification, loop::Reason const& reason,
                           std::optional<std::int64_t> version) const;
    Requirements met(OfferView const& view, Actor const& who, Verification const& verification) const;

    storage::Database& database_;
    access::AuditTrail const& audit_;
    loop::StateService const& states_;
    Clock const& clock_;
    Rng& rng_;
};

} // namespace lilong::resources
