#include "base/csv.h"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <set>

#include "base/limits.h"
#include "base/text.h"

namespace lilong {

namespace {

Refusal refuse_row(std::string_view file, std::size_t row, std::string code, Facts facts = {})
{
    facts["file"] = std::string{file};
    facts["row"] = std::to_string(row);
    return refuse(ErrorKind::bad_input, std::move(code), facts, {{fmt::format("{}:{}", file, row), "base.csv_row", facts}});
}

// RFC 4180 section 2: records end with CRLF (LF accepted), quotes double inside quoted fields.
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}
    bool at_end() const { return at_ == rest_.size(); }
    bool unclosed() const { return unclosed_; }
    std::size_t row() const { return row_; }

    std::vector<std::string> next()
    {
        std::vector<std::string> cells;
        std::string cell;
        for (;;) {
            if (at_end()) break;
            auto const c = rest_[at_];
            if (c == '"' && cell.empty() && !was_quoted_) {
                read_quoted(cell);
                was_quoted_ = true;
                continue;
            }
            ++at_;
            if (c == ',') {
                cells.push_back(std::exchange(cell, {}));
                was_quoted_ = false;
            } else if (c == '\n') {
                ++row_;
                break;
            } else if (c == '\r' && at_ < rest_.size() && rest_[at_] == '\n') {
                continue;
            } else {
                cell += c;
            }
        }
        was_quoted_ = false;
        cells.push_back(std::move(cell));
        return cells;
    }

private:
    void read_quoted(std::string& cell)
    {
        ++at_;
        while (at_ < rest_.size()) {
            auto const c = rest_[at_++];
            if (c != '"') {
                cell += c;
            } else if (at_ < rest_.size() && rest_[at_] == '"') {
                cell += '"';
                ++at_;
            } else {
                return;
            }
        }
        unclosed_ = true;
    }

    std::string_view rest_;
    std::size_t at_ = 0;
    std::size_t row_ = 1; // as a spreadsheet counts: a line break inside quotes is no new row
    bool was_quoted_ = false;
    bool unclosed_ = false;
};

} // namespace

std::optional<std::size_t> CsvTable::column(std::string_view name) const
{
    for (std::size_t i = 0; i < header.size(); ++i)
        if (header[i] == name) return i;
    return std::nullopt;
}

Result<CsvTable> parse_csv(std::string_view bytes, std::string_view file_name)
{
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (!valid_utf8(bytes)) return refuse(ErrorKind::bad_input, "base.csv_not_utf8", {{"file", std::string{file_name}}});
    Reader reader{bytes};
    CsvTable table;
    if (reader.at_end()) return refuse_row(file_name, 1, "base.csv_no_header");
    table.header = reader.next();
    if (table.header.size() > limits::kCsvColumns) return refuse_row(file_name, 1, "base.csv_too_many_columns", {{"most", std::to_string(limits::kCsvColumns)}});
    if (reader.unclosed()) return refuse_row(file_name, 1, "base.csv_unclosed_quote");
    std::set<std::string> seen;
    for (auto& name : table.header) {
        name = std::string{trimmed(name)};
        if (!name.empty() && !seen.insert(name).second) return refuse_row(file_name, 1, "base.csv_header_twice", {{"column", name}});
    }
    if (seen.empty()) return refuse_row(file_name, 1, "base.csv_no_header");
    while (!reader.at_end()) {
        auto const number = reader.row();
        auto cells = reader.next();
        if (reader.unclosed()) return refuse_row(file_name, number, "base.csv_unclosed_quote");
        if (cells.size() == 1 && cells.front().empty()) continue; // blank line
        if (cells.size() > table.header.size())
            return refuse_row(file_name, number, "base.csv_too_many_cells", {{"cells", std::to_string(cells.size())}, {"columns", std::to_string(table.header.size())}});
        if (std::ranges::any_of(cells, [](auto const& cell) { return cell.size() > limits::kCsvFieldBytes; }))
            return refuse_row(file_name, number, "base.csv_cell_too_long", {{"most", std::to_string(limits::kCsvFieldBytes)}});
        cells.resize(table.header.size());
        table.rows.push_back({number, std::move(cells)});
    }
    return table;
}

Result<std::string> read_file(std::string const& path)
{
    std::ifstream in{path, std::ios::binary};
    if (!in) return refuse(ErrorKind::bad_input, "base.file_not_readable", {{"file", path}});
    return std::string{std::istreambuf_iterator<char>{in}, {}};
}

Result<CsvTable> read_csv_file(std::string const& path)
{
    auto bytes = TRY(read_file(path));
    return parse_csv(bytes, path);
}

std::string csv_cell(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string{text};
    std::string out = "\"";
    for (auto c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string csv_text_cell(std::string_view text)
{
    auto const dangerous = !text.empty() && (std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos || text.starts_with("＝") ||
                                             text.starts_with("＋") || text.starts_with("－") || text.starts_with("＠"));
    return csv_cell(dangerous ? "'" + std::string{text} : std::string{text});
}

} // namespace lilong
