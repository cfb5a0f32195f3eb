// Needs, resources, pins and taxonomy from CSV tables into a Problem (LO-48 to LO-51). Nothing is guessed: every bad
// cell is named with file, row, column and what to do, all at once; what only looks odd is a warning.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/csv.h"
#include "base/error.h"
#include "matching/types.h"

namespace lilong::matching
{

struct Taxonomy {
    std::set<std::string> keys;
    std::map<std::string, std::string> parents;
    bool free = false; // any key is taken and matched by equality
};
Result<Taxonomy> read_taxonomy(CsvTable const& table, std::string const& file);

struct NamedTable {
    std::string file;
    CsvTable table;
};

struct Warning {
    std::string code;
    Facts facts;
};

class ProblemReader
{
public:
    explicit ProblemReader(Taxonomy taxonomy) : taxonomy_(std::move(taxonomy)) {}
    void needs(NamedTable const& named);
    void offers(NamedTable const& named);
    void pins(NamedTable const& named); // after the two others
    // The problem, or matching.bad_data with one field per bad cell.
    Result<Problem> problem();
    std::vector<Warning> const& warnings() const { return warnings_; }

private:
    class Row;
    void need_row(Row& row);
    void offer_row(Row& row);
    void pin_row(Row& row);
    std::optional<Place> place_of(Row& row, bool needed);
    std::string known_category(Row& row, std::string_view key);
    void warn_about_columns(NamedTable const& named, std::set<std::string> const& known);
    void warn_about_coordinates();
    bool columns_present(NamedTable const& named, std::vector<std::string> const& needed);

    Taxonomy taxonomy_;
    Problem problem_;
    std::vector<FieldError> errors_;
    std::vector<Warning> warnings_;
    std::set<std::string> need_ids_, offer_ids_;
    std::optional<bool> metric_; // which kind of coordinates the files use
};

} // namespace lilong::matching
