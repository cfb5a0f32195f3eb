// CSV after RFC 4180, UTF-8 with or without byte-order mark. Rows keep their number in the file, so that a message can
// name file, row and column. Writing neutralises text that a spreadsheet would take for a formula (trust.md S-3).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace lilong {

struct CsvRow {
    std::size_t number = 0; // 1 is the header, as people see it in a spreadsheet
    std::vector<std::string> cells;
};

// A whole table in memory: header and rows, every row as long as the header.
class CsvTable {
public:
    std::vector<std::string> header;
    std::vector<CsvRow> rows;
    std::optional<std::size_t> column(std::string_view name) const;
};

// Refuses (base.csv_…) what is not UTF-8, an unclosed quote, a row with too many cells, an empty or doubled header.
Result<CsvTable> parse_csv(std::string_view bytes, std::string_view file_name);
Result<CsvTable> read_csv_file(std::string const& path);
Result<std::string> read_file(std::string const& path);

std::string csv_cell(std::string_view text);         // quoted when needed, as it is
std::string csv_text_cell(std::string_view text);    // text from people: neutralised, then quoted

} // namespace lilong
