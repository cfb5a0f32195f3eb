// Households, the people in them, and what they agreed to. A household is pseudonymous; name and telephone stand in
// Contact, which no list reads.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/group_rule.h"
#include "base/id.h"
#include "base/time.h"

namespace lilong::people
{

using Tags = std::set<std::string, std::less<>>;
using ConsentId = Id<struct ConsentTag>;

enum class Tenure { owner, tenant, unknown };
std::string_view name(Tenure tenure);
std::optional<Tenure> tenure_of(std::string_view wire);

enum class Sex { female, male };
std::string_view name(Sex sex);
std::optional<Sex> sex_of(std::string_view wire);

struct Household {
    AreaId area; // the neighbourhood
    HouseholdId id;
    AreaId estate, building;
    std::string door;       // 301, 甲室
    int number_at_door = 1; // two households may live behind one door
    int size = 1;
    Tenure tenure = Tenure::unknown;
    Tags tags;
    std::optional<Date> moved_away;
    std::optional<ImportId> import;
    std::int64_t version = 1;
    Instant created_at;
};

struct Resident {
    AreaId area;
    ResidentId id;
    HouseholdId household;
    std::optional<Date> birth_date;
    std::optional<int> birth_year; // when the day is not known
    std::optional<Sex> sex;
    Tags tags;
    std::optional<ImportId> import;
};

struct Contact {
    std::string name, phone;
    std::string channel; // phone, message, door, paper, none
};

struct Consent {
    AreaId area;
    ConsentId id;
    HouseholdId household;
    std::string text_version;
    std::vector<std::string> items;
    bool given = false;
    std::string mark; // signature, tick, voice
    UserId collector;
    Instant at;
};

// What a group rule may ask about this person, or about the household as such when nobody in it is known.
PersonFacts facts_of(Resident const& resident, Household const& household, Date on);
PersonFacts facts_of(Household const& household);

} // namespace lilong::people
