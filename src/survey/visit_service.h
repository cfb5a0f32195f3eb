// Visits to doors, each with one disposition (CO-94, CO-95).
#pragma once

#include "access/audit.h"
#include "areas/area_tree.h"
#include "base/chance.h"
#include "storage/database.h"
#include "survey/types.h"

namespace lilong::survey
{

class VisitService
{
public:
    VisitService(storage::Database& database, access::AuditTrail const& audit, areas::AreaTree const& tree,
                 Clock const& clock, Rng& rng)
        : database_(database), audit_(audit), tree_(tree), clock_(clock), rng_(rng)
    {
    }

    // Estate and building are taken from the register; an id sent twice is one visit. Refuses survey.no_household,
    // survey.round_not_open, survey.visit_in_future, survey.appointment_before_visit.
    Result<Visit> record(Actor const& who, Visit visit);
    std::vector<Visit> of_household(AreaId const& area, HouseholdId const& household); // newest first
    std::vector<Visit> latest(AreaId const& area, RoundId const& round);               // newest first, at most 200

private:
    storage::Database& database_;
    access::AuditTrail const& audit_;
    areas::AreaTree const& tree_;
    Clock const& clock_;
    Rng& rng_;
};

} // namespace lilong::survey
