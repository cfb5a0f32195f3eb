// Random linked tables for the tests: a district of sub-districts of committees, times groups, with all margins.
#pragma once

#include <string>
#include <vector>

#include "base/chance.h"
#include "disclosure/table.h"

namespace lilong::disclosure
{

struct TableShape {
    int sub_districts = 1, committees = 3, groups = 3; // committees in each sub-district
    std::int64_t most = 40;                            // persons in an inner cell
    bool weighted = false;
};

inline Table random_table(TableShape const& shape, Rng& rng)
{
    Table table;
    auto const draw = [&](std::int64_t below) {
        return static_cast<std::int64_t>(rng.below(static_cast<std::uint64_t>(below)));
    };
    std::vector<std::vector<std::vector<std::int32_t>>> inner(static_cast<std::size_t>(shape.sub_districts));
    auto const two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    for (int s = 0; s < shape.sub_districts; ++s)
        for (int c = 0; c < shape.committees; ++c) {
            auto const weight = shape.weighted ? 1 + static_cast<double>(draw(40)) / 10 : 1.0;
            auto& row = inner[static_cast<std::size_t>(s)].emplace_back();
            for (int g = 0; g < shape.groups; ++g) {
                auto const persons = draw(shape.most + 1);
                row.push_back(table.add_inner(
                    {two(s) + two(c) + "/" + two(g), persons, persons == 0 ? 0 : draw(persons + 1), weight}));
            }
        }
    auto const add = [&](std::string key, int level, std::vector<std::int32_t> members) {
        std::int64_t households = 0;
        for (auto const index : members) households += table.inner()[static_cast<std::size_t>(index)].persons;
        table.add_cell({std::move(key), level, std::move(members), households});
    };
    auto const cells = [&](std::string const& area, int level, auto const& rows) { // rows: committees' inner cells
        std::vector<std::int32_t> all;
        for (int g = 0; g < shape.groups; ++g) {
            std::vector<std::int32_t> of_group;
            for (auto const& row : rows) of_group.push_back(row[static_cast<std::size_t>(g)]);
            all.insert(all.end(), of_group.begin(), of_group.end());
            if (shape.groups > 1) add(area + "/" + two(g), level, of_group);
        }
        add(area + "/all", level, all);
    };
    std::vector<std::vector<std::int32_t>> everything;
    for (auto const& sub_district : inner)
        everything.insert(everything.end(), sub_district.begin(), sub_district.end());
    cells("district", 0, everything);
    for (std::size_t s = 0; s < inner.size(); ++s) {
        if (shape.sub_districts > 1) cells("s" + two(static_cast<int>(s)), 1, inner[s]);
        for (std::size_t c = 0; c < inner[s].size(); ++c)
            cells("s" + two(static_cast<int>(s)) + "c" + two(static_cast<int>(c)), 2,
                  std::vector<std::vector<std::int32_t>>{inner[s][c]});
    }
    return table;
}

} // namespace lilong::disclosure
