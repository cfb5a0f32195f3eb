// A spreadsheet of doors becomes households: one row per household, or one row per resident with the door repeated.
//     estate │ building │ door │ household_size │ tags │ birth_year │ sex │ resident_tags
//     北岸佳园│ 1号楼    │ 301  │ 2              │ 纯老 │ 1948       │ 女  │
//     北岸佳园│ 1号楼    │ 301  │                │      │ 1945       │ 男  │ 残疾        → one household of two
#pragma once

#include <vector>

#include "areas/area_tree.h"
#include "areas/import_file.h"
#include "areas/table_checker.h"
#include "people/types.h"

namespace lilong::people
{

struct ImportedHousehold {
    std::size_t row = 0; // the first of its rows
    AreaId estate;
    std::string building; // name or code as written; made an area when there is none
    std::string door;
    int number_at_door = 1;
    std::optional<int> size;
    std::optional<Tenure> tenure;
    std::optional<Tags> tags;
    std::vector<Resident> residents; // birth year, sex, tags
};

struct HouseholdRows {
    std::vector<ImportedHousehold> households; // in order of the file
    std::vector<areas::RowError> errors;
};

std::vector<areas::ImportColumn> household_columns();
HouseholdRows read_household_rows(CsvTable const& table, std::vector<areas::Area> const& estates, Date today);

} // namespace lilong::people
