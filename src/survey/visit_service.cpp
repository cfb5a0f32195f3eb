#include "survey/visit_service.h"

#include "people/household_store.h"
#include "survey/disposition_rule.h"
#include "survey/round_store.h"
#include "survey/visit_store.h"

namespace lilong::survey
{

using storage::Connection;
using storage::Transaction;

Result<Visit> VisitService::record(Actor const& who, Visit visit)
{
    if (visit.id.empty()) visit.id = VisitId::ordered(rng_, clock_.now());
    visit.collector = who.user;
    if (visit.at > clock_.now()) return refuse(ErrorKind::bad_input, "survey.visit_in_future");
    if (visit.next_visit_on && *visit.next_visit_on < china_date(visit.at))
        return refuse(ErrorKind::bad_input, "survey.appointment_before_visit");
    return database_.write(visit.area, [&](Transaction& tx) -> Result<Visit> {
        if (auto before = visit_store::by_id(tx, visit.area, visit.id)) return std::move(*before); // sent twice
        auto const round = TRY(round_store::by_id(tx, visit.round));
        if (!tree_.reaches(round.area, visit.area)) return refuse(ErrorKind::not_found, "survey.no_round");
        if (round.state != "open")
            return refuse(ErrorKind::conflict, "survey.round_not_open", {{"state", round.state}});
        auto const household = people::household_store::find(tx, visit.area, visit.household);
        if (!household) return refuse(ErrorKind::not_found, "survey.no_household");
        auto placed = visit;
        placed.estate = household->estate;
        placed.building = household->building;
        visit_store::insert(tx, placed);
        audit_.note(tx, who, visit.area, "survey.visit_recorded", visit.id,
                    {{"disposition", std::string{name(visit.disposition)}}});
        return placed;
    });
}

std::vector<Visit> VisitService::of_household(AreaId const& area, HouseholdId const& household)
{
    return database_.read([&](Connection& c) { return visit_store::of_household(c, area, household); });
}

std::vector<Visit> VisitService::latest(AreaId const& area, RoundId const& round)
{
    return database_.read([&](Connection& c) { return visit_store::latest(c, area, round, 200); });
}

} // namespace lilong::survey
