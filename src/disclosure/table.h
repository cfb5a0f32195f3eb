// A Table is what was counted: cells over inner cells, with small numbers in it, for the program's own eyes. It has no
// way onto the wire; only protect() (protect.h) turns it into a PublishedTable, and only that can be shown or exported.
//     Table table;
//     auto const inner = table.add_inner({.key = "990101002001/all", .persons = 214, .yes = 80});
//     table.add_cell({.key = "990101002001", .level = 2, .inner = {inner}, .households = 214});
//
// Inner cells are the finest pieces that all cells are sums of (ST-84): committee within sub-district within district,
// times group, times whatever else the linked tables of an edition are cut by. Groups may overlap; pieces may not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lilong::disclosure
{

// Who reads it (ST-82): what a committee may see of its own residents, an analyst of a district, everybody of a city.
enum class Audience { staff, analyst, everybody };
constexpr std::string_view name(Audience audience)
{
    constexpr std::string_view names[]{"staff", "analyst", "public"};
    return names[static_cast<int>(audience)];
}

struct InnerCell {
    std::string key;
    std::int64_t persons = 0; // n: records with a valid answer
    std::int64_t yes = 0;     // x
    double weight = 1;        // of each record in the share that is shown (N_h/n_h)
    bool operator==(InnerCell const&) const = default;
};

struct Cell {
    std::string key;
    int level = 0; // 0 district, 1 sub-district, 2 committee, 3 below: published in this order (ST-84)
    std::vector<std::int32_t> inner;
    std::int64_t households = 0; // that the records come from
};

struct Counts {
    std::int64_t persons = 0, households = 0, yes = 0;
    double weight = 0, weighted_yes = 0;
    std::int64_t no() const { return persons - yes; }
    double share() const { return weight > 0 ? weighted_yes / weight : 0; }
};

class Table
{
public:
    std::int32_t add_inner(InnerCell inner);
    void add_cell(Cell cell); // inner cells are kept sorted, each once
    std::vector<InnerCell> const& inner() const { return inner_; }
    std::vector<Cell> const& cells() const { return cells_; }
    Counts counts(std::size_t cell) const;

private:
    std::vector<InnerCell> inner_;
    std::vector<Cell> cells_;
};

} // namespace lilong::disclosure
