// The register's numbers that estimates are scaled to: N_h, the occupied households of a neighbourhood on a day, by
// estate and building, and N_{h,d}, those with at least one member of a group (ST-2, ST-9).
#pragma once

#include <map>

#include "areas/taxonomy.h"
#include "people/types.h"
#include "storage/database.h"

namespace lilong::people
{

struct RegisterCounts {
    std::int64_t households = 0;                      // N_h
    std::int64_t people = 0;                          // sum of the household sizes
    std::int64_t households_with_known_residents = 0; // a group count is complete when this equals households
    std::map<AreaId, std::int64_t> by_estate, by_building;
    std::map<std::string, std::int64_t> by_group; // every group, 0 included
};

RegisterCounts register_counts(storage::Connection& connection, AreaId const& neighbourhood,
                               std::vector<areas::Group> const& groups, Date on);

struct NeighbourhoodCount {
    AreaId area;
    std::int64_t households = 0, people = 0;
};
std::vector<NeighbourhoodCount> households_by_neighbourhood(storage::Connection& connection); // N_h of them all

// Is somebody of this household in the group? `unknown` when the register does not say.
Truth belongs_to(areas::Group const& group, Household const& household, std::vector<Resident> const& residents,
                 Date on);

} // namespace lilong::people
