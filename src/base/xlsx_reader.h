// Reads workbooks (ISO/IEC 29500-1, the part spreadsheets use for cells): shared, inline and rich strings, numbers,
// truth values and the stored results of formulas. Limits are counted while inflating and never taken from what the
// file says of itself (trust.md 5.11); a refusal names sheet, row and column letter.
//     auto book = TRY(read_xlsx(bytes, "households.xlsx"));
//     auto table = TRY(table_of(book.sheets.front()));
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"
#include "base/limits.h"

namespace lilong
{

struct XlsxLimits {
    std::size_t entries = limits::kZipEntries;
    std::size_t inflated_bytes = limits::kZipExpandedBytes; // of all parts that are read
    std::size_t ratio = limits::kZipRatio;                  // inflated to packed, after the first MB
    std::size_t rows = limits::kSheetRows;
    std::size_t columns = limits::kSheetColumns;
    std::size_t cells = limits::kSheetCells;
    std::size_t shared_strings = limits::kSheetStrings;
    std::size_t cell_characters = 32'767;
};

struct Sheet {
    std::string name;
    std::vector<CsvRow> rows; // only rows with content; cells end with the last one filled
};

struct Workbook {
    std::vector<Sheet> sheets; // in the order of the tabs
};

Result<Workbook> read_xlsx(std::string_view bytes, std::string_view file_name, XlsxLimits const& limits = {});
// The first row with content is the header; base.xlsx_… refusals as for CSV.
Result<CsvTable> table_of(Sheet const& sheet);
std::string column_letters(std::size_t column); // 0 → A, 26 → AA

} // namespace lilong
