// The part of AnalyseData that reads totals from the register: a margins file has a header and two columns, level and
// total; for --rake the first header cell names the data column (ST-93).
#include <algorithm>
#include <cmath>

#include "analysis/analyse_data.h"

namespace lilong::analysis
{

namespace
{

bool same_level(std::string_view a, std::string_view b)
{
    if (a == b) return true;
    auto const x = decimal_number(a), y = decimal_number(b);
    return x && y && *x == *y;
}

Refusal refuse_margin(std::string code, std::string const& file, CsvTable const& table, std::size_t row,
                      std::size_t column, Facts facts = {})
{
    facts["file"] = file;
    facts["row"] = std::to_string(row < table.rows.size() ? table.rows[row].number : 1);
    facts["column"] = column < table.header.size() ? table.header[column] : "";
    return refuse(ErrorKind::bad_input, std::move(code), std::move(facts));
}

int level_of(Margin const& margin, std::string_view text)
{
    auto const found = std::ranges::find_if(margin.levels, [&](auto const& level) { return same_level(level, text); });
    return found == margin.levels.end() ? -1 : static_cast<int>(found - margin.levels.begin());
}

double sum_of(Margin const& margin)
{
    double sum = 0;
    for (auto total : margin.totals) sum += total;
    return sum;
}

// The register's side: levels and totals.
Result<Margin> read_totals(CsvTable const& table, std::string const& file)
{
    if (table.header.size() != 2)
        return refuse_margin("analysis.margins_two_columns", file, table, table.rows.size(), 0);
    Margin out{.column = table.header.front(), .levels = {}, .totals = {}, .of_row = {}};
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        auto const level = trimmed(table.rows[row].cells[0]), text = trimmed(table.rows[row].cells[1]);
        auto const total = decimal_number(text);
        if (level.empty() || level_of(out, level) >= 0)
            return refuse_margin("analysis.margins_level_twice", file, table, row, 0, {{"level", std::string{level}}});
        if (!total || !(*total >= 0) || std::isinf(*total))
            return refuse_margin("analysis.margins_total", file, table, row, 1, {{"value", std::string{text}}});
        out.levels.emplace_back(level);
        out.totals.push_back(*total);
    }
    return out;
}

} // namespace

Result<Margin> AnalyseData::margin(std::string const& file, std::string column_name) const
{
    auto const table = TRY(read_csv_file(file));
    auto out = TRY(read_totals(table, file));
    if (!column_name.empty()) out.column = std::move(column_name);
    auto const at = TRY(column(out.column));
    std::vector<bool> answered(out.levels.size());
    for (std::size_t row = 0; row < rows(); ++row) {
        auto const text = cell(row, at);
        if (text.empty() || text == "NA") return refuse_at("analysis.data_missing", row, out.column);
        auto const level = level_of(out, text);
        if (level < 0)
            return refuse_at("analysis.margins_level_unknown", row, out.column,
                             {{"level", std::string{text}}, {"margins", file}});
        answered[static_cast<std::size_t>(level)] = true;
        out.of_row.push_back(level);
    }
    for (std::size_t level = 0; level < out.levels.size(); ++level)
        if (!answered[level])
            return refuse_margin("analysis.margins_level_without_answers", file, table, level, 0,
                                 {{"level", out.levels[level]}});
    return out;
}

Result<void> AnalyseData::calibrate(DesignFrame& frame) const
{
    if (options_.post_stratify) {
        auto const& [column_name, file] = *options_.post_stratify;
        auto read = TRY(margin(file, column_name));
        frame.margins.push_back(std::move(read));
    }
    for (auto const& file : options_.rake) {
        auto read = TRY(margin(file, {}));
        frame.margins.push_back(std::move(read));
        auto const first = sum_of(frame.margins.front()), here = sum_of(frame.margins.back());
        if (std::abs(first - here) > 1e-9 * first)
            return refuse(
                ErrorKind::bad_input, "analysis.margins_disagree",
                {{"file", file}, {"one", frame.margins.front().column}, {"other", frame.margins.back().column}});
    }
    if (frame.margins.empty()) return {};
    frame.base_weight = frame.weight;
    frame.weight = TRY(calibrated_weights(frame.base_weight, frame.margins));
    return {};
}

} // namespace lilong::analysis
