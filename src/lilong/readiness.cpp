#include "lilong/readiness.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "access/audit_anchor.h"
#include "backup/backup_service.h"
#include "storage/disk_space.h"

namespace lilong
{

namespace
{

constexpr std::chrono::hours kOldestBackup{26}, kOldestAnchor{48};

std::optional<Risk> backup_risk(std::filesystem::path const& data_directory, Instant now)
{
    if (!backup::read_public_key(data_directory)) return Risk{"D-10", "no_backup_key"};
    auto const log = backup::backup_log(data_directory);
    auto const recent = std::ranges::any_of(
        log, [&](auto const& line) { return line.what == "created" && line.at.plus(kOldestBackup) >= now; });
    if (recent) return std::nullopt;
    return Risk{"D-10", "backup_too_old"};
}

std::optional<Risk> anchor_risk(std::filesystem::path const& data_directory, Instant now)
{
    auto const anchors = access::read_anchors(access::anchors_path(data_directory));
    if (!anchors || anchors->broken) return Risk{"S-17", "anchors_changed"};
    if (anchors->lines.empty() || anchors->lines.back().at.plus(kOldestAnchor) < now)
        return Risk{"S-17", "anchor_too_old"};
    return std::nullopt;
}

} // namespace

std::vector<Risk> risks_of_files(std::filesystem::path const& data_directory, Instant now)
{
    std::vector<Risk> risks;
    if (storage::disk_space(data_directory).low()) risks.push_back({"D-5", "little_room_on_disk"});
    for (auto const& risk : {backup_risk(data_directory, now), anchor_risk(data_directory, now)})
        if (risk) risks.push_back(*risk);
    return risks;
}

http::Answer readiness_answer(Application& app)
{
    auto risks = risks_of_files(std::filesystem::path{app.database->path()}.parent_path(), app.clock.now());
    auto const writing = app.database->writing();
    if (writing == storage::Writing::disk_full) risks.insert(risks.begin(), {"D-5", "disk_full"});
    if (writing == storage::Writing::stopped) risks.insert(risks.begin(), {"D-6", "sync_failed"});
    auto at_risk = nlohmann::json::array();
    for (auto const& risk : risks) at_risk.push_back({{"promise", risk.promise}, {"what", risk.what}});
    auto const ready = writing == storage::Writing::possible;
    return http::json_answer(ready ? 200 : 503, {{"ready", ready}, {"at_risk", at_risk}});
}

} // namespace lilong
