#include "areas/import_file.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <unicode/ucnv.h>

#include "base/text.h"
#include "base/xlsx_reader.h"

namespace lilong::areas
{

namespace
{

constexpr std::size_t kMostColumns = 500;
constexpr std::size_t kMostRows = 100'000;

// Strict: what is not GB 18030 either is refused, so that no cell is changed unseen.
std::optional<std::string> from_gb18030(std::string_view bytes)
{
    auto status = U_ZERO_ERROR;
    std::unique_ptr<UConverter, void (*)(UConverter*)> converter{ucnv_open("gb18030", &status), &ucnv_close};
    if (U_FAILURE(status)) return std::nullopt;
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    std::u16string wide(bytes.size() + 1, u'\0');
    auto const length = ucnv_toUChars(converter.get(), wide.data(), static_cast<int>(wide.size()), bytes.data(),
                                      static_cast<int>(bytes.size()), &status);
    if (U_FAILURE(status)) return std::nullopt;
    std::unique_ptr<UConverter, void (*)(UConverter*)> utf8{ucnv_open("utf-8", &status), &ucnv_close};
    std::string out(static_cast<std::size_t>(length) * 3 + 1, '\0');
    auto const written =
        ucnv_fromUChars(utf8.get(), out.data(), static_cast<int>(out.size()), wide.data(), length, &status);
    if (U_FAILURE(status)) return std::nullopt;
    out.resize(static_cast<std::size_t>(written));
    return out;
}

bool starts_like_a_formula(std::string_view text)
{
    return !text.empty() &&
           (std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos || text.starts_with("＝") ||
            text.starts_with("＋") || text.starts_with("－") || text.starts_with("＠"));
}

std::string as_typed(std::string const& cell)
{
    return cell.starts_with('\'') && starts_like_a_formula(std::string_view{cell}.substr(1)) ? cell.substr(1) : cell;
}

} // namespace

Result<CsvTable> read_import_file(ImportFile const& file)
{
    if (file.content_type == kXlsxType) {
        auto const book = TRY(read_xlsx(file.bytes, file.name));
        return table_of(book.sheets.front());
    }
    std::string_view text = file.bytes;
    std::string converted;
    if (!valid_utf8(text)) {
        auto const gb18030 = from_gb18030(text);
        if (!gb18030) return refuse(ErrorKind::bad_input, "areas.import_unknown_encoding", {{"file", file.name}});
        converted = *gb18030;
        text = converted;
    }
    auto table = TRY(parse_csv(text, file.name));
    if (table.rows.size() > kMostRows || table.header.size() > kMostColumns)
        return refuse(ErrorKind::too_large, "areas.import_too_long",
                      {{"rows", std::to_string(kMostRows)}, {"columns", std::to_string(kMostColumns)}});
    return table;
}

CsvTable with_known_columns(CsvTable const& table, std::vector<ImportColumn> const& columns,
                            std::vector<std::string>& ignored)
{
    std::vector<std::size_t> from;
    CsvTable out;
    for (std::size_t i = 0; i < table.header.size(); ++i) {
        auto const is_it = [&](ImportColumn const& column) {
            return lower_ascii(table.header[i]) == column.key ||
                   std::ranges::find(column.also, table.header[i]) != column.also.end();
        };
        auto const known = std::ranges::find_if(columns, is_it);
        if (known == columns.end() || out.column(known->key)) {
            if (!table.header[i].empty()) ignored.push_back(table.header[i]);
            continue;
        }
        out.header.push_back(known->key);
        from.push_back(i);
    }
    for (auto const& row : table.rows) {
        CsvRow kept{row.number, {}};
        for (auto i : from) kept.cells.push_back(as_typed(row.cells[i]));
        if (std::ranges::any_of(kept.cells, [](auto const& cell) { return !cell.empty(); }))
            out.rows.push_back(std::move(kept));
    }
    return out;
}

std::string kept_text(CsvTable const& table)
{
    std::string out = "#";
    for (auto const& name : table.header) out += "," + csv_cell(name);
    out += '\n';
    for (auto const& row : table.rows) {
        out += std::to_string(row.number);
        for (auto const& cell : row.cells) out += "," + csv_cell(cell);
        out += '\n';
    }
    return out;
}

CsvTable table_of_kept(std::string_view text)
{
    auto table = parse_csv(text, "import");
    if (!table) throw std::logic_error("an import's own text cannot be read");
    table->header.erase(table->header.begin());
    for (auto& row : table->rows) {
        row.number = static_cast<std::size_t>(whole_number(row.cells.front()).value_or(0));
        row.cells.erase(row.cells.begin());
    }
    return *table;
}

} // namespace lilong::areas
