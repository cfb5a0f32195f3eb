#include "issues/promotion_rule.h"

#include <algorithm>
#include <map>

#include "issues/duplicate_rule.h"

namespace lilong::issues
{

namespace
{

constexpr double kShare = .30;
constexpr std::size_t kCommittees = 3, kRecurringIn = 2;
constexpr int kOccurrences = 3, kRecurrenceDays = 90, kReopens = 2, kSubDistricts = 4, kReturns = 3, kRefusals = 2;
constexpr double kOnePlaceM = 150;

bool at_one_place(Place const& a, Place const& b)
{
    if (!a.asset.empty() && a.asset == b.asset && a.estate == b.estate) return true;
    return a.lon && a.lat && b.lon && b.lat && distance_m(*a.lon, *a.lat, *b.lon, *b.lat) <= kOnePlaceM;
}

bool recurs(Occurrence const& seen, std::vector<Occurrence> const& all, Date today)
{
    if (today.days_since(seen.reported) > kRecurrenceDays) return false;
    if (seen.reopens >= kReopens) return true;
    return std::ranges::count_if(all, [&](Occurrence const& other) {
               return other.category == seen.category && today.days_since(other.reported) <= kRecurrenceDays &&
                      at_one_place(seen.place, other.place);
           }) >= kOccurrences;
}

} // namespace

std::vector<Promotion> shares_that_rise(std::vector<CommitteeShare> const& shares, std::size_t committees)
{
    std::map<std::string, std::set<AreaId>> high;
    for (auto const& share : shares)
        if (share.lower >= kShare) high[share.item].insert(share.committee);
    std::vector<Promotion> out;
    for (auto const& [item, where] : high)
        if (where.size() >= kCommittees || 4 * where.size() >= committees)
            out.push_back({"a",
                           item,
                           {where.begin(), where.end()},
                           "lower bound >= .30 in " + std::to_string(where.size()) + " of " +
                               std::to_string(committees) + " committees"});
    return out;
}

std::set<std::string> recurring_categories(std::vector<Occurrence> const& of_one_committee, Date today)
{
    std::set<std::string> out;
    for (auto const& seen : of_one_committee)
        if (recurs(seen, of_one_committee, today)) out.insert(seen.category);
    return out;
}

std::vector<Promotion> recurrences_that_rise(std::vector<Occurrence> const& occurrences, Date today)
{
    std::map<AreaId, std::vector<Occurrence>> by_committee;
    for (auto const& seen : occurrences) by_committee[seen.committee].push_back(seen);
    std::map<std::string, std::vector<AreaId>> recurring;
    for (auto const& [committee, seen] : by_committee)
        for (auto const& category : recurring_categories(seen, today)) recurring[category].push_back(committee);
    std::vector<Promotion> out;
    for (auto const& [category, where] : recurring)
        if (where.size() >= kRecurringIn)
            out.push_back(
                {"b", category, where, "recurs in " + std::to_string(where.size()) + " committees within 90 days"});
    return out;
}

std::optional<std::string> reason_to_rise_to_district(SubDistrictRecord const& record)
{
    if (record.accepted_in_sub_districts >= kSubDistricts) return "accepted_in_sub_districts";
    if (record.among_first_five >= kSubDistricts) return "among_first_five";
    if (record.times_returned >= kReturns) return "returned";
    if (record.refused_by_one_department >= kRefusals) return "refused_by_department";
    if (record.cost_above_line) return "cost_above_line";
    if (record.clock_ended) return "no_act_by_the_end";
    return std::nullopt;
}

} // namespace lilong::issues
