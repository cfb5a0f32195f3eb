// A file as it comes from somebody's computer: CSV in UTF-8 or GB 18030, or a workbook; read into one table whose
// columns carry the names the importer knows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/csv.h"

namespace lilong::areas
{

struct ImportColumn {
    std::string key;               // building
    std::vector<std::string> also; // 楼栋, 楼号
    bool needed = false;
};

struct ImportFile {
    std::string name;
    std::string content_type; // text/csv or the workbook's
    std::string bytes;
};

inline constexpr std::string_view kCsvType = "text/csv";
inline constexpr std::string_view kXlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

Result<CsvTable> read_import_file(ImportFile const& file);
// Only known columns, by their keys; the others are named in `ignored`. A sign that an export put before a formula is
// taken away again (trust.md 5.12).
CsvTable with_known_columns(CsvTable const& table, std::vector<ImportColumn> const& columns,
                            std::vector<std::string>& ignored);

// How a table is kept between preview and confirmation: as CSV whose first column is the row's number in the file.
std::string kept_text(CsvTable const& table);
CsvTable table_of_kept(std::string_view text);

} // namespace lilong::areas
