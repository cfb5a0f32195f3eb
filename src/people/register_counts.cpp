#include "people/register_counts.h"

#include <unordered_map>

#include "people/household_store.h"

namespace lilong::people
{

namespace
{

constexpr storage::Sql kByNeighbourhood{"people.households_by_neighbourhood",
                                        "select area_id, count(*), sum(size) from household "
                                        "where moved_away_at is null group by area_id order by area_id"};

}

Truth belongs_to(areas::Group const& group, Household const& household, std::vector<Resident> const& residents, Date on)
{
    if (residents.empty()) return group.rule.check(facts_of(household)).truth;
    auto best = Truth::no;
    for (auto const& resident : residents) {
        auto const truth = group.rule.check(facts_of(resident, household, on)).truth;
        if (truth == Truth::yes) return truth;
        if (truth == Truth::unknown) best = truth;
    }
    // Of people who live there but are not on the register nothing is known.
    return static_cast<int>(residents.size()) < household.size ? Truth::unknown : best;
}

RegisterCounts register_counts(storage::Connection& connection, AreaId const& neighbourhood,
                               std::vector<areas::Group> const& groups, Date on)
{
    std::unordered_map<HouseholdId, std::vector<Resident>> living;
    for (auto& resident : household_store::all_residents(connection, neighbourhood))
        living[resident.household].push_back(std::move(resident));
    RegisterCounts counts;
    for (auto const& group : groups) counts.by_group[group.key] = 0;
    for (auto const& household : household_store::all(connection, neighbourhood)) {
        ++counts.households;
        counts.people += household.size;
        ++counts.by_estate[household.estate];
        ++counts.by_building[household.building];
        auto const& residents = living[household.id];
        if (static_cast<int>(residents.size()) >= household.size) ++counts.households_with_known_residents;
        for (auto const& group : groups)
            if (belongs_to(group, household, residents, on) == Truth::yes) ++counts.by_group[group.key];
    }
    return counts;
}

std::vector<NeighbourhoodCount> households_by_neighbourhood(storage::Connection& connection)
{
    return connection.all(kByNeighbourhood, [](storage::Row const& row) {
        return NeighbourhoodCount{row.at<AreaId>(0), row.integer(1), row.integer(2)};
    });
}

} // namespace lilong::people
