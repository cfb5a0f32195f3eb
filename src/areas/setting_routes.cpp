#include "areas/setting_routes.h"

#include <nlohmann/json.hpp>

#include "areas/permissions.h"
#include "http/json_body.h"

namespace lilong::areas
{

using http::Answer;
using http::Request;
using nlohmann::json;

namespace
{

constexpr double kFarthest = 1e12;

json setting_json(SettingRow const& row, SettingValue const& value)
{
    return {{"key", row.key},
            {"name", {{"zh", row.zh}, {"en", row.en}}},
            {"value", value.value},
            {"standard", row.standard},
            {"least", row.least},
            {"most", row.most},
            {"unit", row.unit},
            {"lowest", name(row.lowest)},
            {"version", value.version},
            {"set_in", value.set_in ? json(value.set_in->text()) : json(nullptr)},
            {"author", value.author},
            {"reason", value.reason},
            {"at", value.at ? json(value.at->text()) : json(nullptr)}};
}

} // namespace

void add_setting_routes(http::Router& router, SettingService& settings)
{
    router.get("/api/v1/areas/{area}/settings", see_settings, [&](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto items = json::array();
        for (auto const& row : setting_rows()) items.push_back(setting_json(row, settings.value(area, row)));
        return http::ok({{"items", std::move(items)}, {"next", nullptr}});
    });
    router.put("/api/v1/areas/{area}/settings/{key}", change_settings, [&](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto body = TRY(request.json());
        auto const value = body.number("value", -kFarthest, kFarthest);
        auto const reason = body.text("reason", {.longest = 500});
        TRY(body.finish());
        auto const& key = request.parameters.at("key");
        auto const changed = TRY(settings.change(request.actor, area, key, value, reason));
        return http::ok(setting_json(*setting_row(key), changed));
    });
}

} // namespace lilong::areas
