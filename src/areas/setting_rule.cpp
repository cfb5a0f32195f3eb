#include "areas/setting_rule.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <stdexcept>

#include "areas/table_checker.h"
#include "base/resource.h"

namespace lilong::areas
{

namespace
{

constexpr double kFarthest = 1e12;

SettingRow read_row(TableChecker& checker, CsvRow const& row)
{
    SettingRow out{.key = checker.needed_text(row, "key", 80)};
    auto const number = [&](std::string_view column) {
        if (checker.needed_text(row, column).empty()) return 0.0;
        return checker.number(row, column, -kFarthest, kFarthest).value_or(0);
    };
    out.standard = number("value");
    out.least = number("least");
    out.most = number("most");
    if (out.standard < out.least || out.standard > out.most)
        checker.wrong(row, "value", "areas.setting_default_out_of_range");
    out.unit = checker.needed_text(row, "unit", 40);
    auto const lowest = area_kind_of(checker.needed_text(row, "lowest"));
    if (!lowest) checker.wrong(row, "lowest", "areas.word_unknown", {{"word", checker.text(row, "lowest")}});
    out.lowest = lowest.value_or(AreaKind::district);
    out.zh = checker.needed_text(row, "zh");
    out.en = checker.needed_text(row, "en");
    return out;
}

} // namespace

Result<std::vector<SettingRow>> read_settings(CsvTable const& table)
{
    TableChecker checker{table};
    std::vector<SettingRow> rows;
    std::set<std::string> seen;
    if (checker.has_columns({"key", "value", "least", "most", "unit", "lowest", "zh", "en"}))
        for (auto const& row : table.rows) {
            rows.push_back(read_row(checker, row));
            if (!seen.insert(rows.back().key).second)
                checker.wrong(row, "key", "areas.key_twice", {{"key", rows.back().key}});
        }
    if (checker.errors().empty()) return rows;
    return refuse(ErrorKind::bad_input, "areas.settings_wrong", {{"count", std::to_string(checker.errors().size())}},
                  checker.field_errors("settings.csv"));
}

std::vector<SettingRow> const& setting_rows()
{
    static auto const rows = [] {
        auto const table = parse_csv(resource("data/settings.csv"), "settings.csv");
        auto read = table ? read_settings(*table) : Result<std::vector<SettingRow>>{tl::unexpected(table.error())};
        if (!read) throw std::logic_error("data/settings.csv: " + read.error().code);
        return *read;
    }();
    return rows;
}

SettingRow const* setting_row(std::string_view key)
{
    auto const found = std::ranges::find(setting_rows(), key, &SettingRow::key);
    return found == setting_rows().end() ? nullptr : &*found;
}

Result<void> may_be_set(SettingRow const& row, double value, AreaKind kind)
{
    if (kind > row.lowest)
        return refuse(ErrorKind::conflict, "areas.setting_set_higher_up",
                      {{"key", row.key}, {"kind", std::string{name(row.lowest)}}});
    if (value >= row.least && value <= row.most) return {};
    return refuse(ErrorKind::bad_input, "areas.setting_out_of_range",
                  {{"key", row.key}, {"least", fmt::format("{}", row.least)}, {"most", fmt::format("{}", row.most)}});
}

} // namespace lilong::areas
