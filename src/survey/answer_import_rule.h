// A table of answers becomes responses: one row per response, one column per item, every fault with row and column.
//     estate │ building │ door │ date       │ groups │ property │ elderly_meals
//     北岸佳园│ 1号楼    │ 301  │ 2026-05-08 │ 老年人  │ 需要     │ 2
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "areas/import_file.h"
#include "areas/table_checker.h"
#include "areas/taxonomy.h"
#include "survey/types.h"

namespace lilong::survey
{

// A household on the register, as a table may name it.
struct RegisteredDoor {
    HouseholdId household;
    AreaId estate, building;
    std::vector<std::string> estate_names, building_names; // code, zh, en
    std::string door;
    int number_at_door = 1;
    GroupMask groups = 0; // as the register knows them
};

// What a table is read against.
struct AnswerTable {
    Codebook codebook;
    Unit unit = Unit::household;
    AreaId area;
    RoundId round;
    Date opens_on, latest; // days on which an answer may have been given
    std::vector<areas::Group> groups;
    std::vector<RegisteredDoor> doors;
    std::set<std::pair<HouseholdId, int>> answered; // in this round already
};

struct AnswerRows {
    std::vector<Response> responses; // without id, import and times
    std::vector<areas::RowError> errors;
};

std::vector<areas::ImportColumn> answer_columns(Codebook const& codebook);
AnswerRows read_answer_rows(CsvTable const& table, AnswerTable const& against);

} // namespace lilong::survey
