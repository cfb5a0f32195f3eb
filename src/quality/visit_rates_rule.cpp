#include "quality/visit_rates_rule.h"

#include <algorithm>
#include <map>

namespace lilong::quality
{

using survey::Disposition;

std::vector<RateRow> rates_by_visit(std::span<VisitRow const> in_order)
{
    std::map<HouseholdId, std::vector<Disposition>> visits;
    for (auto const& row : in_order)
        if (row.recorded) visits[row.household].push_back(row.disposition);
    std::size_t most = 0;
    for (auto const& [household, all] : visits) most = std::max(most, all.size());
    std::vector<RateRow> out;
    for (std::int64_t k = 1; k <= std::min<std::int64_t>(kMostVisits, static_cast<std::int64_t>(most)); ++k) {
        RateRow row;
        row.visit = k;
        for (auto const& [household, all] : visits) {
            auto const seen = k == kMostVisits ? all.size() : std::min(all.size(), static_cast<std::size_t>(k));
            row.counts.add(survey::final_disposition(std::span{all}.first(seen)));
            row.households += 1;
        }
        out.push_back(row);
    }
    return out;
}

std::vector<RateRow> rates_by_interviewer(std::span<VisitRow const> in_order)
{
    std::map<UserId, std::map<HouseholdId, std::vector<Disposition>>> visits;
    for (auto const& row : in_order) visits[row.collector][row.household].push_back(row.disposition);
    std::vector<RateRow> out;
    for (auto const& [collector, households] : visits) {
        RateRow row;
        row.collector = collector;
        for (auto const& [household, all] : households) {
            row.counts.add(survey::final_disposition(all));
            row.households += 1;
        }
        out.push_back(row);
    }
    return out;
}

} // namespace lilong::quality
