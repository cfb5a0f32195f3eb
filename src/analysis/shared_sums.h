// What cells that share households have in common (ST-11): for a chosen list of cells, sums and sums of products over
// the households of each stratum. A cell is a group and an item, optionally one level of the item (a histogram is one
// cell per level) and one weight class (where members of one household weigh differently, ST-12). All sums are exact
// integers, added and withdrawn household by household like the cube's.
//     SharedSums sums{shape, {{.domain = women, .item = gate}, {.domain = men, .item = gate}}};
//     for (auto const& household : answers) sums.add(household);
//     sums.products(stratum, 0, 1).bb;      // sum over households of (yes of women) * (yes of men)
//
// Source: ST-11, ST-12. a = members of the cell with a valid answer, b = sum of their values (of a level: how many
// chose it).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "analysis/cube.h"

namespace lilong::analysis
{

struct CrossCell {
    std::int32_t domain = 0;
    std::int32_t item = 0;
    std::optional<std::int8_t> level;         // counts 1 for this code, 0 for any other
    std::optional<std::int32_t> weight_class; // a domain, too: only its members count
};

// Sums over households: first a or b is of the first cell.
struct Products {
    std::int64_t aa = 0, ab = 0, ba = 0, bb = 0;
    bool operator==(Products const&) const = default;
};

class SharedSums
{
public:
    SharedSums(CubeShape shape, std::vector<CrossCell> cells);

    void add(HouseholdAnswers const& household) { count(household, +1); }
    void withdraw(HouseholdAnswers const& household) { count(household, -1); }
    void merge(SharedSums const& other); // of the same cells; no household may be in both

    std::vector<CrossCell> const& cells() const { return cells_; }
    std::int32_t strata() const { return shape_.strata; }
    std::int64_t households(std::int32_t stratum) const { return households_[static_cast<std::size_t>(stratum)]; }
    Moments moments(std::int32_t stratum, std::size_t cell) const;
    Products products(std::int32_t stratum, std::size_t first, std::size_t second) const;
    bool same_counters(SharedSums const& other) const
    {
        return households_ == other.households_ && in_cell_ == other.in_cell_ && sums_ == other.sums_ &&
               products_ == other.products_;
    }

private:
    void count(HouseholdAnswers const& household, std::int64_t sign);
    std::size_t pair_at(std::int32_t stratum, std::size_t low, std::size_t high) const;

    CubeShape shape_;
    std::vector<CrossCell> cells_;
    std::vector<std::int64_t> households_;                    // per stratum
    std::vector<std::int64_t> in_cell_;                       // per stratum × cell: p
    std::vector<std::pair<std::int64_t, std::int64_t>> sums_; // per stratum × cell: A, B
    std::vector<Products> products_;                          // per stratum: triangle with its diagonal
};

} // namespace lilong::analysis
