// Use cases of the register: add a household, mark one as moved away, keep and reveal its contact. Revealing asks for a
// reason and leaves an audit note (S-19).
#pragma once

#include "access/audit.h"
#include "areas/area_tree.h"
#include "base/chance.h"
#include "people/household_store.h"

namespace lilong::people
{

class HouseholdService
{
public:
    HouseholdService(storage::Database& database, access::AuditTrail const& audit, areas::AreaTree const& tree,
                     Clock const& clock, Rng& rng)
        : database_(database), audit_(audit), tree_(tree), clock_(clock), rng_(rng)
    {
    }

    struct NewHousehold {
        AreaId building;
        std::string door;
        int number_at_door = 1;
        int size = 1;
        Tenure tenure = Tenure::unknown;
        Tags tags;
    };
    Result<Household> add(Actor const& who, AreaId const& area, NewHousehold const& wanted);
    Result<Household> move_away(Actor const& who, AreaId const& area, HouseholdId const& household, Date on);
    Result<void> set_contact(Actor const& who, AreaId const& area, HouseholdId const& household,
                             Contact const& contact);
    Result<Contact> reveal_contact(Actor const& who, AreaId const& area, HouseholdId const& household,
                                   std::string const& reason);

    struct Record {
        Household household;
        std::vector<Resident> residents;
        std::vector<Consent> consents;
    };
    Result<Record> record(AreaId const& area, HouseholdId const& household);
    Result<household_store::Page> list(AreaId const& area, household_store::ListFilter filter);
    Result<AreaId> neighbourhood_of(AreaId const& area) const; // people.only_in_a_neighbourhood

private:
    Result<Household> found(storage::Connection& connection, AreaId const& area, HouseholdId const& household) const;

    storage::Database& database_;
    access::AuditTrail const& audit_;
    areas::AreaTree const& tree_;
    Clock const& clock_;
    Rng& rng_;
};

} // namespace lilong::people
