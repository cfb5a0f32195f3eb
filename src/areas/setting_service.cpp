#include "areas/setting_service.h"

#include <fmt/format.h>

namespace lilong::areas
{

SettingValue SettingService::value(AreaId const& area, SettingRow const& row) const
{
    return database_.read([&](storage::Connection& connection) { return setting_store::value(connection, area, row); });
}

Result<SettingValue> SettingService::change(Actor const& who, AreaId const& area, std::string const& key, double value,
                                            std::string const& reason)
{
    auto const* row = setting_row(key);
    if (!row) return refuse(ErrorKind::not_found, "areas.setting_unknown", {{"key", key}});
    auto const place = tree_.find(area);
    if (!place) return refuse(ErrorKind::not_found, "areas.not_found");
    TRY(may_be_set(*row, value, place->kind));
    return database_.write(area, [&](storage::Transaction& tx) -> Result<SettingValue> {
        setting_store::insert(tx, area, key, value, who, reason, clock_.now());
        audit_.note(tx, who, area, "areas.setting_changed", key, {{"value", fmt::format("{}", value)}});
        return setting_store::value(tx, area, *row);
    });
}

} // namespace lilong::areas
