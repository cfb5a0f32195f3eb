// The register of one neighbourhood: SQL ⇄ types. Lists go on by key, never by number of page; identity is read for
// one household at a time.
#pragma once

#include "people/types.h"
#include "storage/database.h"

namespace lilong::people::household_store
{

// In bulk inside Database::load, or one by one. people.door_taken when somebody still lives there under that number.
Result<void> insert(storage::Transaction& tx, Household const& household);
void insert_resident(storage::Transaction& tx, Resident const& resident);
void update(storage::Transaction& tx, Household const& household); // size, tenure, tags, moved away; version + 1

std::optional<Household> find(storage::Connection& connection, AreaId const& area, HouseholdId const& household);
std::vector<Household> at_door(storage::Connection& connection, AreaId const& area, AreaId const& building,
                               std::string_view door); // who lives there now, by number
std::vector<Household> all(storage::Connection& connection,
                           AreaId const& area); // living here now, by building and door
std::vector<Resident> residents(storage::Connection& connection, AreaId const& area, HouseholdId const& household);
std::vector<Resident> all_residents(storage::Connection& connection, AreaId const& area); // by household

struct ListFilter {
    std::optional<AreaId> estate, building;
    std::string text;  // part of the door
    std::string after; // cursor of the page before
    int limit = 50;
};
struct Page {
    std::vector<Household> households; // by building, door, number
    std::optional<std::string> next;
};
Page list(storage::Connection& connection, AreaId const& area, ListFilter const& filter);

std::optional<Contact> contact(storage::Connection& connection, AreaId const& area, HouseholdId const& household);
void set_contact(storage::Transaction& tx, AreaId const& area, HouseholdId const& household, Contact const& contact,
                 Instant at);
void add_consent(storage::Transaction& tx, Consent const& consent);
std::vector<Consent> consents(storage::Connection& connection, AreaId const& area,
                              HouseholdId const& household); // newest first

} // namespace lilong::people::household_store
