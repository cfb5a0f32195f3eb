#include "analysis/round_place.h"

#include <numeric>

namespace lilong::analysis
{

using areas::AreaKind;

Result<RoundPlace> place_in_round(RoundCube const& cube, areas::AreaTree const& tree, AreaId const& area)
{
    RoundPlace place;
    auto const& axes = cube.axes;
    if (auto const estate = axes.cell_of.find(area); estate != axes.cell_of.end() && !axes.stratum_of.contains(area)) {
        place.cell = estate->second;
        place.strata.push_back(cube.cube.shape().stratum_of_cell[static_cast<std::size_t>(estate->second)]);
        return place;
    }
    for (auto const& committee : tree.below(area, AreaKind::neighbourhood))
        if (auto const stratum = axes.stratum_of.find(committee.id); stratum != axes.stratum_of.end())
            place.strata.push_back(stratum->second);
    if (place.strata.empty()) return refuse(ErrorKind::not_found, "analysis.not_in_round");
    return place;
}

std::vector<std::int32_t> cells_in(RoundCube const& cube, RoundPlace const& place)
{
    if (place.cell) return {*place.cell};
    std::vector<std::int32_t> cells;
    for (auto const stratum : place.strata) {
        auto const& of_stratum = cube.cube.cells_of(stratum);
        cells.insert(cells.end(), of_stratum.begin(), of_stratum.end());
    }
    return cells;
}

std::int64_t answered_in(RoundCube const& cube, RoundPlace const& place, std::int32_t domain)
{
    std::int64_t answered = 0;
    for (auto const cell : cells_in(cube, place)) answered += cube.cube.households_in_domain(cell, domain);
    return answered;
}

std::int64_t registered_in(RoundCube const& cube, RoundPlace const& place)
{
    if (place.cell) {
        auto const known = cube.population.households_of_cell.find(*place.cell);
        return known == cube.population.households_of_cell.end() ? 0 : known->second;
    }
    std::int64_t registered = 0;
    for (auto const stratum : place.strata) registered += cube.population.households[static_cast<std::size_t>(stratum)];
    return registered;
}

bool asked_in(RoundCube const& cube, std::vector<std::int32_t> const& cells, std::int32_t domain, std::int32_t item)
{
    std::int64_t answers = 0, of_all = 0, responding = 0;
    for (auto const cell : cells) {
        answers += cube.cube.moments(cell, domain, item).households;
        of_all += cube.cube.moments(cell, 0, item).households;
        responding += cube.cube.households(cell);
    }
    if (answers == 0) return false;
    return domain > 0 || of_all * 2 > responding; // group items stand on the page of their group
}

ShareOptions shown_on_pages(RoundCube const& cube)
{
    ShareOptions options;
    options.definition = "need or need_a_little of all answers";
    options.data_date = cube.round.state == "closed" ? cube.round.closes_on.text() : "";
    return options;
}

std::int64_t change_number(RoundCube const& cube)
{
    return std::accumulate(cube.change.begin(), cube.change.end(), std::int64_t{0});
}

} // namespace lilong::analysis
