#include "projects/costing_rule.h"

#include <algorithm>

namespace lilong::projects
{

Money sum_of(std::vector<CostLine> const& lines)
{
    Money sum;
    for (auto const& line : lines) sum += line.amount;
    return sum;
}

bool enough_alternatives(Costing const& costing)
{
    auto const real =
        std::ranges::count_if(costing.alternatives, [](Alternative const& one) { return !one.do_nothing; });
    auto const idle = std::ranges::any_of(costing.alternatives, &Alternative::do_nothing);
    return idle && (real >= 2 || (real == 1 && !costing.why_few_alternatives.empty()));
}

bool lines_sum(Costing const& costing)
{
    auto const known = costing.chosen >= 0 && static_cast<std::size_t>(costing.chosen) < costing.alternatives.size();
    return known && !costing.lines.empty() &&
           sum_of(costing.lines) == costing.alternatives[static_cast<std::size_t>(costing.chosen)].cost;
}

bool prices_sourced(Costing const& costing)
{
    return !costing.lines.empty() &&
           std::ranges::none_of(costing.lines, [](CostLine const& line) { return line.price_source.empty(); });
}

bool hearing_required(Money cost, bool common_parts, std::int64_t households_affected)
{
    return cost > kHearingFrom || common_parts || households_affected > kHearingHouseholds;
}

} // namespace lilong::projects
