// Visits in the database.
#pragma once

#include <vector>

#include "storage/connection.h"
#include "storage/database.h"
#include "survey/types.h"

namespace lilong::survey::visit_store
{

struct Outcome {
    HouseholdId household;
    AreaId estate;
    std::optional<AreaId> building;
    Disposition disposition = Disposition::not_attempted; // the final one
    std::int64_t visits = 0;
};

void insert(storage::Transaction& tx, Visit const& visit);
std::optional<Visit> by_id(storage::Connection& connection, AreaId const& area, VisitId const& id);
std::vector<Visit> of_household(storage::Connection& connection, AreaId const& area,
                                HouseholdId const& household); // newest first
std::vector<Visit> latest(storage::Connection& connection, AreaId const& area, RoundId const& round, int most);
// Every visited household of a round with what its visits came to.
std::vector<Outcome> outcomes(storage::Connection& connection, AreaId const& area, RoundId const& round);

} // namespace lilong::survey::visit_store
