// Every number of the procedures is data: a key with its default, bounds, unit, and down to which kind of area it may
// be set (LO-95). Files: data/settings.csv.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "areas/area_tree.h"
#include "base/csv.h"
#include "base/error.h"

namespace lilong::areas
{

struct SettingRow {
    std::string key; // gate.threshold
    double standard = 0, least = 0, most = 0;
    std::string unit;
    AreaKind lowest = AreaKind::district; // the lowest kind of area that may override it
    std::string zh, en;
};

Result<std::vector<SettingRow>> read_settings(CsvTable const& table); // areas.settings_wrong with row and column
std::vector<SettingRow> const& setting_rows();                        // what the program carries
SettingRow const* setting_row(std::string_view key);
Result<void> may_be_set(SettingRow const& row, double value, AreaKind kind); // areas.setting_out_of_range, …_too_low

} // namespace lilong::areas
