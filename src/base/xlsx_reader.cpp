#include "base/xlsx_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <span>
#include <zip.h>

#include "base/text.h"

namespace lilong
{

namespace
{

// The container: entries by name, inflated with a running count.
class Package
{
public:
    Package(std::string_view bytes, std::string_view file, XlsxLimits const& limits) : file_(file), limits_(limits)
    {
        auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
        if (!source) return;
        archive_.reset(zip_open_from_source(source, ZIP_RDONLY, nullptr));
        if (!archive_) zip_source_free(source);
    }

    Result<void> check() const
    {
        if (!archive_) return refuse(ErrorKind::bad_input, "base.xlsx_not_a_workbook", {{"file", file_}});
        auto const count = zip_get_num_entries(archive_.get(), 0);
        if (count > static_cast<zip_int64_t>(limits_.entries)) return too_large("entries", limits_.entries);
        for (zip_int64_t i = 0; i < count; ++i) {
            auto const* raw = zip_get_name(archive_.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS);
            std::string_view const name = raw ? raw : "";
            auto const escapes = name.empty() || name.starts_with('/') || name.find("..") != std::string_view::npos ||
                                 name.find('\\') != std::string_view::npos;
            auto const nested = name.ends_with(".zip") || name.ends_with(".xlsx") || name.ends_with(".xlsm");
            if (escapes || nested) return refuse(ErrorKind::bad_input, "base.xlsx_hostile", {{"file", file_}});
        }
        return {};
    }

    bool has(std::string const& name) const { return zip_name_locate(archive_.get(), name.c_str(), 0) >= 0; }

    Result<std::string> part(std::string const& name)
    {
        zip_stat_t about;
        zip_stat_init(&about);
        std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> in{zip_fopen(archive_.get(), name.c_str(), 0), &zip_fclose};
        if (!in || zip_stat(archive_.get(), name.c_str(), 0, &about) != 0)
            return refuse(ErrorKind::bad_input, "base.xlsx_not_a_workbook", {{"file", file_}});
        std::string out;
        std::array<char, 64 * 1024> chunk;
        for (;;) {
            auto const got = zip_fread(in.get(), chunk.data(), chunk.size());
            if (got < 0) return refuse(ErrorKind::bad_input, "base.xlsx_not_a_workbook", {{"file", file_}});
            if (got == 0) break;
            out.append(chunk.data(), static_cast<std::size_t>(got));
            inflated_ += static_cast<std::size_t>(got);
            if (inflated_ > limits_.inflated_bytes) return too_large("bytes", limits_.inflated_bytes);
            if (out.size() > limits::kZipRatioFrom && out.size() > about.comp_size * limits_.ratio)
                return refuse(ErrorKind::bad_input, "base.xlsx_hostile", {{"file", file_}});
        }
        if (out.find("<!DOCTYPE") != std::string::npos || out.find('\0') != std::string::npos || !valid_utf8(out))
            return refuse(ErrorKind::bad_input, "base.xlsx_hostile", {{"file", file_}});
        return out;
    }

    Refusal too_large(std::string what, std::size_t most) const
    {
        return refuse(ErrorKind::too_large, "base.xlsx_too_large",
                      {{"file", file_}, {"what", std::move(what)}, {"most", std::to_string(most)}});
    }
    Refusal not_readable() const { return refuse(ErrorKind::bad_input, "base.xlsx_not_a_workbook", {{"file", file_}}); }

private:
    struct Discard {
        void operator()(zip_t* archive) const { zip_discard(archive); }
    };
    std::string file_;
    XlsxLimits limits_;
    std::unique_ptr<zip_t, Discard> archive_;
    std::size_t inflated_ = 0;
};

std::string_view local(std::string_view name)
{
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// The elements of one name, one after the other, each parsed by itself: a sheet never stands in memory as a tree.
class Fragments
{
public:
    Fragments(std::string_view xml, std::string_view element) : xml_(xml), element_(element) {}

    // The next element as text, with whatever prefix it carries; nothing at the end.
    std::optional<std::string_view> next()
    {
        for (auto open = xml_.find('<', at_); open != std::string_view::npos; open = xml_.find('<', open + 1)) {
            auto const end = xml_.find_first_of(" \t\r\n/>", open + 1);
            if (end == std::string_view::npos) return std::nullopt;
            auto const qualified = xml_.substr(open + 1, end - open - 1);
            if (local(qualified) != element_) continue;
            auto const tag_end = xml_.find('>', end);
            if (tag_end == std::string_view::npos) return std::nullopt;
            if (xml_[tag_end - 1] == '/') {
                at_ = tag_end + 1;
            } else {
                auto const closing = "</" + std::string{qualified} + ">";
                auto const close = xml_.find(closing, tag_end);
                if (close == std::string_view::npos) return std::nullopt;
                at_ = close + closing.size();
            }
            return xml_.substr(open, at_ - open);
        }
        return std::nullopt;
    }

private:
    std::string_view xml_, element_;
    std::size_t at_ = 0;
};

bool parse_fragment(pugi::xml_document& document, std::string_view xml)
{
    return static_cast<bool>(document.load_buffer(
        xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata_single, pugi::encoding_utf8));
}

pugi::xml_node child(pugi::xml_node const& parent, std::string_view name)
{
    for (auto node : parent.children())
        if (local(node.name()) == name) return node;
    return {};
}

// A string item: its own text, or the runs of a rich string without their phonetic hints (18.4.8, 18.4.4).
std::string string_item(pugi::xml_node const& item)
{
    std::string out;
    for (auto node : item.children()) {
        if (local(node.name()) == "t") out += node.text().get();
        if (local(node.name()) == "r") out += child(node, "t").text().get();
    }
    return out;
}

Result<std::vector<std::string>> shared_strings(Package& package, XlsxLimits const& limits)
{
    std::vector<std::string> out;
    if (!package.has("xl/sharedStrings.xml")) return out;
    auto const xml = TRY(package.part("xl/sharedStrings.xml"));
    Fragments items{xml, "si"};
    pugi::xml_document document;
    while (auto const item = items.next()) {
        if (out.size() == limits.shared_strings) return package.too_large("shared strings", limits.shared_strings);
        if (!parse_fragment(document, *item)) return package.not_readable();
        out.push_back(string_item(document.first_child()));
    }
    return out;
}

struct Tab {
    std::string name, part;
};

// xl/workbook.xml names the tabs, its relations say which part each one is (18.2.19).
Result<std::vector<Tab>> tabs_of(Package& package)
{
    auto const relations_xml = TRY(package.part("xl/_rels/workbook.xml.rels"));
    auto const book_xml = TRY(package.part("xl/workbook.xml"));
    pugi::xml_document relations, book;
    if (!parse_fragment(relations, relations_xml) || !parse_fragment(book, book_xml)) return package.not_readable();
    std::map<std::string, std::string> targets;
    for (auto relation : relations.document_element().children())
        targets[relation.attribute("Id").value()] = relation.attribute("Target").value();
    std::vector<Tab> tabs;
    for (auto sheet : child(book.document_element(), "sheets").children()) {
        std::string id;
        for (auto attribute : sheet.attributes())
            if (local(attribute.name()) == "id") id = attribute.value();
        auto const target = targets[id];
        if (target.find("worksheet") == std::string::npos) continue; // charts have no cells
        tabs.push_back({sheet.attribute("name").value(), target.starts_with('/') ? target.substr(1) : "xl/" + target});
    }
    return tabs;
}

// "AB12" → 27; nothing when there are no letters.
std::optional<std::size_t> column_of(std::string_view reference)
{
    std::size_t column = 0, letters = 0;
    for (; letters < reference.size() && letters < 4; ++letters) {
        auto const c = reference[letters];
        if (c < 'A' || c > 'Z') break;
        column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
    }
    return letters == 0 ? std::nullopt : std::optional{column - 1};
}

// A number as people typed it: 13800000000, not 1.38E+10; 0.1, not 0.10000000000000001.
std::string number_text(std::string_view stored)
{
    auto const value = decimal_number(stored);
    if (!value || !std::isfinite(*value)) return std::string{stored};
    if (*value == std::floor(*value) && std::abs(*value) < 1e15) return fmt::format("{:.0f}", *value);
    return fmt::format("{:.15g}", *value);
}

class SheetReader
{
public:
    SheetReader(Package& package, std::string file, Tab const& tab, std::vector<std::string> const& strings,
                XlsxLimits const& limits, std::size_t& cells)
        : package_(package), file_(std::move(file)), tab_(tab), strings_(strings), limits_(limits), cells_(cells)
    {
    }

    Result<Sheet> read()
    {
        auto const xml = TRY(package_.part(tab_.part));
        Sheet sheet{tab_.name, {}};
        Fragments rows{xml, "row"};
        pugi::xml_document document;
        std::size_t number = 0;
        while (auto const fragment = rows.next()) {
            if (!parse_fragment(document, *fragment)) return package_.not_readable();
            auto const row = document.first_child();
            number = row.attribute("r") ? row.attribute("r").as_ullong() : number + 1;
            CsvRow out{number, {}};
            TRY(read_row(row, out));
            if (out.cells.empty()) continue;
            if (sheet.rows.size() == limits_.rows) return package_.too_large("rows", limits_.rows);
            sheet.rows.push_back(std::move(out));
        }
        std::ranges::stable_sort(sheet.rows, {}, &CsvRow::number);
        return sheet;
    }

private:
    Result<void> read_row(pugi::xml_node const& row, CsvRow& out)
    {
        std::size_t column = 0;
        for (auto cell : row.children()) {
            if (local(cell.name()) != "c") continue;
            column = column_of(cell.attribute("r").value()).value_or(column);
            auto text = TRY(text_of(cell, out.number, column));
            if (!text.empty()) {
                if (column >= limits_.columns) return package_.too_large("columns", limits_.columns);
                if (++cells_ > limits_.cells) return package_.too_large("cells", limits_.cells);
                if (out.cells.size() <= column) out.cells.resize(column + 1);
                out.cells[column] = std::move(text);
            }
            ++column;
        }
        return {};
    }

    Result<std::string> text_of(pugi::xml_node const& cell, std::size_t row, std::size_t column) const
    {
        std::string_view const type = cell.attribute("t").value();
        auto text = type == "inlineStr" ? string_item(child(cell, "is")) : std::string{child(cell, "v").text().get()};
        if (type == "s") {
            auto const index = whole_number(trimmed(text));
            if (!index || *index < 0 || static_cast<std::size_t>(*index) >= strings_.size())
                return wrong_cell("base.xlsx_cell_wrong", row, column);
            text = strings_[static_cast<std::size_t>(*index)];
        } else if (type == "e") {
            return wrong_cell("base.xlsx_cell_error", row, column);
        } else if (type.empty() || type == "n") {
            text = number_text(trimmed(text));
        }
        if (code_points(text) > limits_.cell_characters) return wrong_cell("base.xlsx_cell_too_long", row, column);
        return text;
    }

    Refusal wrong_cell(std::string code, std::size_t row, std::size_t column) const
    {
        Facts const facts{
            {"file", file_}, {"sheet", tab_.name}, {"row", std::to_string(row)}, {"column", column_letters(column)}};
        auto const pointer = fmt::format("{}!{}{}", tab_.name, column_letters(column), row);
        return refuse(ErrorKind::bad_input, code, facts, {{pointer, code, facts}});
    }

    Package& package_;
    std::string file_;
    Tab const& tab_;
    std::vector<std::string> const& strings_;
    XlsxLimits limits_;
    std::size_t& cells_;
};

} // namespace

std::string column_letters(std::size_t column)
{
    std::string out;
    for (auto rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        out.insert(out.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return out;
}

Result<Workbook> read_xlsx(std::string_view bytes, std::string_view file_name, XlsxLimits const& limits)
{
    Package package{bytes, file_name, limits};
    TRY(package.check());
    auto const tabs = TRY(tabs_of(package));
    auto const strings = TRY(shared_strings(package, limits));
    Workbook book;
    std::size_t cells = 0;
    for (auto const& tab : tabs) {
        SheetReader reader{package, std::string{file_name}, tab, strings, limits, cells};
        auto sheet = TRY(reader.read());
        book.sheets.push_back(std::move(sheet));
    }
    if (book.sheets.empty()) return package.not_readable();
    return book;
}

Result<CsvTable> table_of(Sheet const& sheet)
{
    CsvTable table;
    if (sheet.rows.empty()) return refuse(ErrorKind::bad_input, "base.xlsx_no_header", {{"sheet", sheet.name}});
    std::set<std::string> seen;
    for (auto const& cell : sheet.rows.front().cells) {
        auto name = std::string{trimmed(cell)};
        if (!name.empty() && !seen.insert(name).second)
            return refuse(ErrorKind::bad_input, "base.xlsx_header_twice", {{"sheet", sheet.name}, {"column", name}});
        table.header.push_back(std::move(name));
    }
    for (auto row : std::span{sheet.rows}.subspan(1)) {
        if (row.cells.size() > table.header.size())
            return refuse(ErrorKind::bad_input, "base.xlsx_cell_without_header",
                          {{"sheet", sheet.name},
                           {"row", std::to_string(row.number)},
                           {"column", column_letters(row.cells.size() - 1)}});
        row.cells.resize(table.header.size());
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace lilong
