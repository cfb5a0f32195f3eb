// Reads a table of an import cell by cell and keeps every fault with its row and column, so that people can mend all
// of them at once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"
#include "base/error.h"

namespace lilong::areas
{

struct RowError {
    std::size_t row = 0; // as in the file; 1 is the header
    std::string column;
    std::string value;
    std::string code;
    Facts facts;
};

class TableChecker
{
public:
    explicit TableChecker(CsvTable const& table) : table_(table) {}

    // Missing columns are faults of row 1; nothing else can be read then.
    bool has_columns(std::vector<std::string_view> const& names);
    std::string text(CsvRow const& row, std::string_view column) const; // trimmed; empty when there is no such column
    std::string needed_text(CsvRow const& row, std::string_view column, std::size_t longest = 200);
    std::optional<std::int64_t> whole(CsvRow const& row, std::string_view column, std::int64_t least,
                                      std::int64_t most); // empty: nothing
    std::optional<double> number(CsvRow const& row, std::string_view column, double least, double most);
    void wrong(CsvRow const& row, std::string_view column, std::string code, Facts facts = {});

    std::vector<RowError> const& errors() const { return errors_; }
    std::vector<FieldError> field_errors(std::string_view file) const; // file:row:column

private:
    CsvTable const& table_;
    std::vector<RowError> errors_;
};

} // namespace lilong::areas
