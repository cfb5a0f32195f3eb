#include "survey/progress_service.h"

#include <algorithm>
#include <map>

#include "survey/round_rule.h"
#include "survey/round_store.h"
#include "survey/visit_store.h"

namespace lilong::survey
{

using areas::AreaKind;
using storage::Connection;

namespace
{

// The counts of one committee: for itself, its estates and its buildings.
class CommitteeCount
{
public:
    CommitteeCount(Connection& connection, areas::AreaTree const& tree, AreaId const& committee, Round const& round)
        : connection_(connection), tree_(tree), committee_(committee), round_(round)
    {
    }

    std::map<AreaId, Progress> run()
    {
        registers();
        households();
        for (auto& [area, progress] : by_area_) close_count(progress);
        return std::move(by_area_);
    }

private:
    void registers()
    {
        auto& whole = by_area_[committee_];
        for (auto const& estate : tree_.below(committee_, AreaKind::estate))
            by_area_[estate.id].households = estate.occupied_households;
        for (auto const& building : tree_.below(committee_, AreaKind::building))
            by_area_[building.id].households = building.occupied_households;
        for (auto const& count : round_store::register_of(connection_, committee_, round_.id))
            if (count.group == kAllGroups) by_area_[count.estate].households = count.households;
        for (auto const& estate : tree_.below(committee_, AreaKind::estate))
            whole.households += by_area_[estate.id].households;
        if (whole.households == 0)
            if (auto const area = tree_.find(committee_)) whole.households = area->occupied_households;
    }

    struct Reached {
        AreaId estate;
        std::optional<AreaId> building;
        Disposition disposition = Disposition::not_attempted;
        std::int64_t responses = 0;
    };
    void households()
    {
        std::map<HouseholdId, Reached> reached;
        for (auto const& outcome : visit_store::outcomes(connection_, committee_, round_.id))
            reached[outcome.household] = {outcome.estate, outcome.building, outcome.disposition, 0};
        for (auto const& household : response_store::answered(connection_, committee_, round_.id)) {
            auto& found = reached[household.household];
            found.estate = household.estate;
            found.building = household.building;
            found.responses = household.responses;
        }
        for (auto const& [household, found] : reached) {
            count_household(by_area_[committee_], found.disposition, found.responses);
            count_household(by_area_[found.estate], found.disposition, found.responses);
            if (found.building) count_household(by_area_[*found.building], found.disposition, found.responses);
        }
    }

    Connection& connection_;
    areas::AreaTree const& tree_;
    AreaId committee_;
    Round const& round_;
    std::map<AreaId, Progress> by_area_;
};

// The committees of this area that take part.
std::vector<AreaId> committees_of(areas::AreaTree const& tree, areas::Area const& area, Round const& round)
{
    std::vector<AreaId> out;
    for (auto const& committee : tree.below(area.id, AreaKind::neighbourhood))
        if (tree.reaches(round.area, committee.id)) out.push_back(committee.id);
    return out;
}

std::int64_t target_of(std::vector<CommitteePlan> const& plans, AreaId const& committee)
{
    auto const found = std::ranges::find(plans, committee, &CommitteePlan::committee);
    return found == plans.end() ? 0 : found->target;
}

} // namespace

Result<RoundProgress> ProgressService::progress(AreaId const& id, RoundId const& round_id)
{
    auto const area = tree_.find(id);
    if (!area) return refuse(ErrorKind::not_found, "survey.no_round");
    return database_.read([&](Connection& c) -> Result<RoundProgress> {
        auto const round = TRY(round_store::by_id(c, round_id));
        if (!tree_.reaches(round.area, id) && !tree_.reaches(id, round.area))
            return refuse(ErrorKind::not_found, "survey.no_round");
        auto const plans = round_store::plans(c, round_id);
        auto const scope = tree_.ancestor(id, AreaKind::sub_district).value_or(id);
        std::map<AreaId, Progress> by_area;
        std::map<Date, std::int64_t> days;
        for (auto const& committee : committees_of(tree_, *tree_.find(scope), round)) {
            for (auto& [part, progress] : CommitteeCount{c, tree_, committee, round}.run()) {
                if (part == committee) progress.target = target_of(plans, committee);
                by_area[part] += progress;
                if (part != committee) continue;
                for (auto const& above : tree_.path(committee))
                    if (above.id != committee) by_area[above.id] += progress;
            }
            if (!tree_.reaches(id, committee)) continue;
            for (auto const& day : response_store::per_day(c, committee, round_id)) days[day.day] += day.responses;
        }
        RoundProgress out{.whole = {*area, by_area[id], {}}, .as_of = clock_.now()};
        out.e = eligible_share(by_area[scope].dispositions);
        if (area->kind == AreaKind::neighbourhood) out.whole.design = design_in(round, plans, id);
        for (auto const& part : tree_.children(id)) {
            if (!tree_.reaches(round.area, part.id) && !tree_.reaches(part.id, round.area)) continue;
            auto const committee = part.kind == AreaKind::neighbourhood;
            out.parts.push_back(
                {part, by_area[part.id], committee ? std::optional{design_in(round, plans, part.id)} : std::nullopt});
        }
        for (auto const& [day, responses] : days) out.days.push_back({day, responses});
        return out;
    });
}

} // namespace lilong::survey
