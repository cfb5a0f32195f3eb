#include "people/household_service.h"

namespace lilong::people
{

using areas::AreaKind;
using storage::Connection;
using storage::Transaction;

Result<AreaId> HouseholdService::neighbourhood_of(AreaId const& area) const
{
    auto const neighbourhood = tree_.ancestor(area, AreaKind::neighbourhood);
    if (!neighbourhood) return refuse(ErrorKind::conflict, "people.only_in_a_neighbourhood");
    return *neighbourhood;
}

Result<Household> HouseholdService::found(Connection& connection, AreaId const& area,
                                          HouseholdId const& household) const
{
    auto const neighbourhood = TRY(neighbourhood_of(area));
    auto const one = household_store::find(connection, neighbourhood, household);
    auto const inside = one && (tree_.reaches(area, one->building) || area == neighbourhood);
    if (!inside) return refuse(ErrorKind::not_found, "people.household_not_found");
    return *one;
}

Result<Household> HouseholdService::add(Actor const& who, AreaId const& area, NewHousehold const& wanted)
{
    auto const neighbourhood = TRY(neighbourhood_of(area));
    auto const building = tree_.find(wanted.building);
    if (!building || building->kind != AreaKind::building || !tree_.reaches(area, wanted.building))
        return refuse(ErrorKind::bad_input, "people.building_not_here", {},
                      {{"/building", "people.building_not_here", {}}});
    return database_.write(neighbourhood, [&](Transaction& tx) -> Result<Household> {
        Household const household{.area = neighbourhood,
                                  .id = HouseholdId::ordered(rng_, clock_.now()),
                                  .estate = building->parent.value(),
                                  .building = building->id,
                                  .door = wanted.door,
                                  .number_at_door = wanted.number_at_door,
                                  .size = wanted.size,
                                  .tenure = wanted.tenure,
                                  .tags = wanted.tags,
                                  .created_at = clock_.now()};
        TRY(household_store::insert(tx, household));
        audit_.note(tx, who, neighbourhood, "people.household_added", household.id);
        return household;
    });
}

Result<Household> HouseholdService::move_away(Actor const& who, AreaId const& area, HouseholdId const& id, Date on)
{
    return database_.write(area, [&](Transaction& tx) -> Result<Household> {
        auto household = TRY(found(tx, area, id));
        if (household.moved_away) return refuse(ErrorKind::conflict, "people.already_moved_away");
        household.moved_away = on;
        household_store::update(tx, household);
        ++household.version;
        audit_.note(tx, who, household.area, "people.household_moved_away", id);
        return household;
    });
}

Result<void> HouseholdService::set_contact(Actor const& who, AreaId const& area, HouseholdId const& id,
                                           Contact const& contact)
{
    return database_.write(area, [&](Transaction& tx) -> Result<void> {
        auto const household = TRY(found(tx, area, id));
        household_store::set_contact(tx, household.area, id, contact, clock_.now());
        audit_.note(tx, who, household.area, "people.contact_changed", id);
        return {};
    });
}

Result<Contact> HouseholdService::reveal_contact(Actor const& who, AreaId const& area, HouseholdId const& id,
                                                 std::string const& reason)
{
    return database_.write(area, [&](Transaction& tx) -> Result<Contact> {
        auto const household = TRY(found(tx, area, id));
        auto const contact = household_store::contact(tx, household.area, id);
        if (!contact) return refuse(ErrorKind::not_found, "people.no_contact");
        audit_.note(tx, who, household.area, "people.contact_revealed", id, {{"reason", reason}});
        return *contact;
    });
}

Result<HouseholdService::Record> HouseholdService::record(AreaId const& area, HouseholdId const& id)
{
    return database_.read([&](Connection& connection) -> Result<Record> {
        auto const household = TRY(found(connection, area, id));
        return Record{household, household_store::residents(connection, household.area, id),
                      household_store::consents(connection, household.area, id)};
    });
}

Result<household_store::Page> HouseholdService::list(AreaId const& area, household_store::ListFilter filter)
{
    auto const neighbourhood = TRY(neighbourhood_of(area));
    auto const kind = tree_.find(area).value().kind;
    if (kind == AreaKind::estate) filter.estate = area;
    if (kind == AreaKind::building) filter.building = area;
    return database_.read([&](Connection& connection) -> Result<household_store::Page> {
        return household_store::list(connection, neighbourhood, filter);
    });
}

} // namespace lilong::people
