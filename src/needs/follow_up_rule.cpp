#include "needs/follow_up_rule.h"

#include <algorithm>
#include <set>

#include "base/chance.h"

namespace lilong::needs
{

namespace
{

template <typename T>
void shuffle(std::vector<T>& items, Rng& rng)
{
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[rng.below(i)]);
}

} // namespace

std::size_t visits_needed(std::size_t yes_households)
{
    auto const three_percent = (yes_households * 3 + 99) / 100;
    return std::min(yes_households, std::clamp<std::size_t>(three_percent, 5, 12));
}

std::vector<VisitHousehold> draw_visits(std::vector<VisitHousehold> agreed, std::size_t wanted, std::uint64_t seed)
{
    std::ranges::sort(agreed);
    std::map<std::string, std::vector<VisitHousehold>> by_building;
    for (auto const& one : agreed) by_building[one.building].push_back(one);
    SeededRng rng{seed};
    std::vector<std::vector<VisitHousehold>> buildings;
    for (auto& [name, households] : by_building) {
        shuffle(households, rng);
        buildings.push_back(std::move(households));
    }
    shuffle(buildings, rng);
    std::vector<VisitHousehold> drawn;
    for (std::size_t turn = 0; drawn.size() < std::min(wanted, agreed.size()); ++turn)
        for (auto const& households : buildings)
            if (turn < households.size() && drawn.size() < wanted) drawn.push_back(households[turn]);
    return drawn;
}

std::vector<CauseCount> tally(std::vector<std::vector<std::string>> const& causes_of_visits)
{
    std::map<std::string, std::size_t> counts;
    for (auto const& causes : causes_of_visits)
        for (auto const& cause : std::set<std::string>{causes.begin(), causes.end()}) ++counts[cause];
    std::vector<CauseCount> out;
    for (auto const& [cause, visits] : counts) out.push_back({cause, visits});
    std::ranges::stable_sort(out, std::greater{}, &CauseCount::visits);
    return out;
}

bool one_cause_in_half(std::vector<CauseCount> const& tally, std::size_t visits)
{
    return !tally.empty() && tally.front().visits * 2 >= visits;
}

bool last_three_added_nothing(std::vector<std::vector<std::string>> const& causes_of_visits)
{
    if (causes_of_visits.size() < 4) return false;
    auto const split = causes_of_visits.end() - 3;
    std::set<std::string> before;
    for (auto visit = causes_of_visits.begin(); visit != split; ++visit) before.insert(visit->begin(), visit->end());
    return std::all_of(split, causes_of_visits.end(), [&](auto const& causes) {
        return std::ranges::all_of(causes, [&](auto const& cause) { return before.contains(cause); });
    });
}

} // namespace lilong::needs
