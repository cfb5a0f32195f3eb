#include "people/types.h"

#include <algorithm>
#include <array>

namespace lilong::people
{

namespace
{

constexpr std::array<std::string_view, 3> kTenures{"owner", "tenant", "unknown"};
constexpr std::array<std::string_view, 2> kSexes{"female", "male"};

} // namespace

std::string_view name(Tenure tenure) { return kTenures[static_cast<std::size_t>(tenure)]; }

std::optional<Tenure> tenure_of(std::string_view wire)
{
    auto const found = std::ranges::find(kTenures, wire);
    if (found == kTenures.end()) return std::nullopt;
    return static_cast<Tenure>(found - kTenures.begin());
}

std::string_view name(Sex sex) { return kSexes[static_cast<std::size_t>(sex)]; }

std::optional<Sex> sex_of(std::string_view wire)
{
    auto const found = std::ranges::find(kSexes, wire);
    if (found == kSexes.end()) return std::nullopt;
    return static_cast<Sex>(found - kSexes.begin());
}

PersonFacts facts_of(Household const& household)
{
    return {.household_tags = household.tags, .household_tags_complete = true};
}

PersonFacts facts_of(Resident const& resident, Household const& household, Date on)
{
    auto facts = facts_of(household);
    if (resident.birth_date) {
        facts.age_from = facts.age_to = full_years(*resident.birth_date, on);
    } else if (resident.birth_year) {
        // Born some day of that year: the birthday of this year may be over or still to come.
        facts.age_from = std::max(0, on.year() - *resident.birth_year - 1);
        facts.age_to = on.year() - *resident.birth_year;
    }
    if (resident.sex) facts.sex = name(*resident.sex);
    facts.tags = resident.tags;
    facts.tags_complete = true;
    return facts;
}

} // namespace lilong::people
