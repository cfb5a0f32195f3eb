// Reads an area list (code, parent_code, kind, zh, en, estate_type, build_year, occupied_households, lon, lat) against
// the areas already there, and names every fault with row and column.
#pragma once

#include <functional>
#include <vector>

#include "areas/area_tree.h"
#include "areas/table_checker.h"

namespace lilong::areas
{

struct AreaRow {
    std::size_t row = 0;
    Area area;               // without ids
    std::string parent_code; // empty: a district
};

struct AreaRows {
    std::vector<AreaRow> rows; // parents before their parts
    std::vector<RowError> errors;
};

using AreaByCode = std::function<std::optional<Area>(std::string_view)>;
AreaRows read_area_rows(CsvTable const& table, AreaByCode const& known);

} // namespace lilong::areas
