#include "analysis/panel_change_estimate.h"

#include <unordered_map>

namespace lilong::analysis
{

namespace
{

// The answers of both rounds, of households that answered in both and live in the same committee.
struct Panel {
    std::vector<HouseholdAnswers> first, second;
};

template <typename Answers>
void add_committee(Panel& panel, Answers const& before, Answers const& after)
{
    std::unordered_map<std::int64_t, HouseholdAnswers> known;
    for (auto const& household : before) known.emplace(household.household, household);
    for (auto const& household : after)
        if (auto const found = known.find(household.household); found != known.end()) {
            panel.first.push_back(std::move(found->second));
            panel.second.push_back(household);
            known.erase(found);
        }
}

Cube cube_of(CubeShape const& shape, std::vector<HouseholdAnswers> const& households)
{
    Cube cube{shape};
    for (auto const& household : households) cube.add(household);
    return cube;
}

} // namespace

PanelChange panel_change(RoundCube const& before, RoundCube const& after, RoundPlace const& place)
{
    Panel panel;
    for (auto const stratum : place.strata) {
        auto const s = static_cast<std::size_t>(stratum);
        add_committee(panel, before.answers[s], after.answers[s]);
    }
    PanelChange out;
    out.households = static_cast<std::int64_t>(panel.second.size());
    auto const first = cube_of(after.cube.shape(), panel.first), second = cube_of(after.cube.shape(), panel.second);
    Overlap const overlap{after.cube.shape(), panel.first, panel.second};
    auto const options = shown_on_pages(after);
    auto const cells = cells_in(after, place);
    for (std::int32_t item = 0; item < static_cast<std::int32_t>(after.axes.items.size()); ++item) {
        if (!asked_in(after, cells, 0, item)) continue;
        CellKey const key{place.strata, {}, 0, item};
        auto const a = share_of(first, before.population, key, options);
        auto const b = share_of(second, after.population, key, options);
        auto const difference =
            change_of_share({&first, &before.population}, {&second, &after.population}, overlap, key, options);
        if (a && b && difference)
            out.needs.push_back({after.axes.items[static_cast<std::size_t>(item)], *a, *b, *difference});
    }
    return out;
}

} // namespace lilong::analysis
