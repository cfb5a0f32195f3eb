#include "areas/table_checker.h"

#include <fmt/format.h>

#include "base/text.h"

namespace lilong::areas
{

bool TableChecker::has_columns(std::vector<std::string_view> const& names)
{
    bool all = true;
    for (auto column : names) {
        if (table_.column(column)) continue;
        all = false;
        errors_.push_back({1, std::string{column}, "", "areas.column_missing", {{"column", std::string{column}}}});
    }
    return all;
}

std::string TableChecker::text(CsvRow const& row, std::string_view column) const
{
    auto const at = table_.column(column);
    return at ? std::string{trimmed(row.cells[*at])} : std::string{};
}

std::string TableChecker::needed_text(CsvRow const& row, std::string_view column, std::size_t longest)
{
    auto value = text(row, column);
    if (value.empty())
        wrong(row, column, "areas.cell_empty");
    else if (code_points(value) > longest)
        wrong(row, column, "areas.cell_too_long", {{"longest", std::to_string(longest)}});
    return value;
}

std::optional<std::int64_t> TableChecker::whole(CsvRow const& row, std::string_view column, std::int64_t least,
                                                std::int64_t most)
{
    auto const value = text(row, column);
    if (value.empty()) return std::nullopt;
    auto const number = whole_number(value);
    if (number && *number >= least && *number <= most) return number;
    wrong(row, column, "areas.cell_not_a_whole_number",
          {{"least", std::to_string(least)}, {"most", std::to_string(most)}});
    return std::nullopt;
}

std::optional<double> TableChecker::number(CsvRow const& row, std::string_view column, double least, double most)
{
    auto const value = text(row, column);
    if (value.empty()) return std::nullopt;
    auto const number = decimal_number(value);
    if (number && *number >= least && *number <= most) return number;
    wrong(row, column, "areas.cell_not_a_number",
          {{"least", fmt::format("{}", least)}, {"most", fmt::format("{}", most)}});
    return std::nullopt;
}

void TableChecker::wrong(CsvRow const& row, std::string_view column, std::string code, Facts facts)
{
    facts.try_emplace("column", column);
    auto value = text(row, column);
    errors_.push_back({row.number, std::string{column}, std::move(value), std::move(code), std::move(facts)});
}

std::vector<FieldError> TableChecker::field_errors(std::string_view file) const
{
    std::vector<FieldError> out;
    for (auto const& error : errors_)
        out.push_back({fmt::format("{}:{}:{}", file, error.row, error.column), error.code, error.facts});
    return out;
}

} // namespace lilong::areas
