// Whom to visit to learn the cause (LO-21): 3 % of the households that said yes, 5 to 12, drawn across buildings with a
// stored seed among those who agreed, and two that said no, for contrast. And when the causes found are enough (LO-22).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/id.h"

namespace lilong::needs
{

struct VisitHousehold {
    HouseholdId household;
    std::string building;
    auto operator<=>(VisitHousehold const&) const = default;
};

std::size_t visits_needed(std::size_t yes_households);
// Building after building in drawn order, so that no building is visited twice before each was visited once. The same
// seed gives the same households, whatever the order of the list.
std::vector<VisitHousehold> draw_visits(std::vector<VisitHousehold> agreed, std::size_t wanted, std::uint64_t seed);

struct CauseCount {
    std::string cause;
    std::size_t visits = 0;
};
// Most named first, ties by code: gate 9, lamps 2, drying 1.
std::vector<CauseCount> tally(std::vector<std::vector<std::string>> const& causes_of_visits);
bool one_cause_in_half(std::vector<CauseCount> const& tally, std::size_t visits);
bool last_three_added_nothing(std::vector<std::vector<std::string>> const& causes_of_visits); // in order of date

} // namespace lilong::needs
