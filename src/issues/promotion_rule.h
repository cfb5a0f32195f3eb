// What should rise by itself (LO-75, LO-77, LO-78): from the need shares and issues of committees to candidates for the
// sub-district's agenda, from sub-districts to the district. Each answer names its rule and the inputs that made it so.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "issues/types.h"

namespace lilong::issues
{

struct Promotion {
    std::string rule;          // a, b, …
    std::string subject;       // need item for a, category for b
    std::vector<AreaId> areas; // the committees that carry it, in order
    std::string inputs;        // in words of the page: "lower bound ≥ .30 in 3 of 20 committees"
};

// a: the item's lower bound is at least .30 in 3 committees of the sub-district, or in a quarter of them.
struct CommitteeShare {
    AreaId committee;
    std::string item;
    double lower = 0;
};
std::vector<Promotion> shares_that_rise(std::vector<CommitteeShare> const& shares, std::size_t committees);

// Recurrence in one committee (LO-75): three issues, or one reopened twice, of one category at one asset or within
// 150 m, in 90 days. Two issues at no known place are not taken for one place.
struct Occurrence {
    AreaId committee;
    std::string category;
    Place place;
    Date reported;
    int reopens = 0;
};
std::set<std::string> recurring_categories(std::vector<Occurrence> const& of_one_committee, Date today);
// b: one category recurs in two committees.
std::vector<Promotion> recurrences_that_rise(std::vector<Occurrence> const& occurrences, Date today);

// LO-78, to the district.
struct SubDistrictRecord {
    int accepted_in_sub_districts = 0; // of this rule and category, this year
    int among_first_five = 0;          // sub-districts that have it among their first five needs
    int times_returned = 0;
    int refused_by_one_department = 0;
    bool cost_above_line = false;
    bool clock_ended = false; // nobody acted
};
std::optional<std::string> reason_to_rise_to_district(SubDistrictRecord const& record);

} // namespace lilong::issues
