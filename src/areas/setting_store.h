// The settings of areas: SQL ⇄ values. The nearest area that set a key decides, otherwise the default; every change is
// a new version, so that a result can name the one it used.
#pragma once

#include "areas/setting_rule.h"
#include "storage/database.h"

namespace lilong::areas
{

struct SettingValue {
    double value = 0;
    std::int64_t version = 0;     // 0: the default
    std::optional<AreaId> set_in; // nothing: the default
    std::string author, reason;
    std::optional<Instant> at;
};

// For services: setting(tx, area, "clocks.ordinary_answer_days"). An unknown key is a fault and throws.
double setting(storage::Connection& connection, AreaId const& area, std::string_view key);

namespace setting_store
{
SettingValue value(storage::Connection& connection, AreaId const& area, SettingRow const& row);
void insert(storage::Transaction& tx, AreaId const& area, std::string_view key, double value, Actor const& author,
            std::string_view reason, Instant at);
} // namespace setting_store

} // namespace lilong::areas
