#include "analysis/analyse_report.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/csv.h"
#include "base/messages.h"

namespace lilong::analysis
{

namespace
{

constexpr std::array kColumns{"variable", "by",    "n",  "population", "estimate", "se",
                              "lower",    "upper", "df", "deff",       "interval", "flag"};

std::string number(double x, int digits)
{
    if (!std::isfinite(x)) return {};
    return fmt::format("{:.{}g}", x == 0 ? 0.0 : x, digits); // no negative zero
}

std::array<std::string, 12> cells(AnalysisRow const& row, int digits)
{
    auto const& e = row.estimate;
    return {row.variable,
            row.by,
            std::to_string(e.n),
            number(e.population, digits),
            number(e.value, digits),
            number(e.se, digits),
            number(e.lower, digits),
            number(e.upper, digits),
            number(e.df, digits),
            number(e.deff, digits),
            row.interval,
            e.flags.text()};
}

bool is_text(std::size_t column) { return column < 2 || column > 9; }

void print_csv(std::vector<AnalysisRow> const& rows, std::ostream& out)
{
    out << fmt::format("{}\n", fmt::join(kColumns, ","));
    for (auto const& row : rows) {
        auto line = cells(row, 15);
        for (auto& cell : line)
            if (&cell == &line[0] || &cell == &line[1]) cell = csv_text_cell(cell);
        out << fmt::format("{}\n", fmt::join(line, ","));
    }
}

void print_json(std::vector<AnalysisRow> const& rows, std::ostream& out)
{
    out << "[";
    for (std::size_t r = 0; r < rows.size(); ++r) {
        out << (r > 0 ? ",\n " : "\n ") << "{";
        auto const line = cells(rows[r], 15);
        for (std::size_t c = 0; c < line.size(); ++c) {
            auto const value = is_text(c) ? nlohmann::json(line[c]).dump() : line[c].empty() ? "null" : line[c];
            out << (c > 0 ? ", " : "") << '"' << kColumns[c] << "\": " << value;
        }
        out << "}";
    }
    out << "\n]\n";
}

// Chinese signs are two columns wide in a terminal.
std::size_t width(std::string const& text)
{
    std::size_t columns = 0;
    for (unsigned char c : text)
        if ((c & 0xC0U) != 0x80U) columns += c >= 0xE3U ? 2 : 1;
    return columns;
}

void print_table(std::vector<AnalysisRow> const& rows, AnalyseOptions const& options, std::ostream& out)
{
    std::vector<std::array<std::string, 12>> lines(1);
    std::ranges::copy(kColumns, lines[0].begin());
    for (auto const& row : rows) lines.push_back(cells(row, 6));
    std::array<std::size_t, 12> widths{};
    for (auto const& line : lines)
        for (std::size_t c = 0; c < line.size(); ++c) widths[c] = std::max(widths[c], width(line[c]));
    for (auto const& line : lines) {
        std::string text;
        for (std::size_t c = 0; c < line.size(); ++c) {
            auto const pad = std::string(widths[c] - width(line[c]), ' ');
            text += (c > 0 ? "  " : "") + (is_text(c) ? line[c] + pad : pad + line[c]);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out << text << '\n';
    }
    auto const note = options.population.empty() ? "analysis.note_without_population" : "analysis.note_with_population";
    out << '\n'
        << sentence(note, {{"lonely", std::string{name(options.lonely)}}, {"level", number(options.level, 6)}},
                    options.language)
        << '\n';
}

} // namespace

void print_rows(std::vector<AnalysisRow> const& rows, AnalyseOptions const& options, std::ostream& out)
{
    if (options.format == OutputFormat::csv)
        print_csv(rows, out);
    else if (options.format == OutputFormat::json)
        print_json(rows, out);
    else
        print_table(rows, options, out);
}

} // namespace lilong::analysis
