#include "areas/area_import_rule.h"
#include "areas/area_service.h"
#include "areas/area_store.h"
#include "areas/import_service.h"
#include "areas/permissions.h"

namespace lilong::areas
{

namespace
{

std::vector<RowError> check(AreaTree const& tree, storage::Connection& connection, AreaId const& area,
                            CsvTable const& table)
{
    // Areas outside the caller's own count as unknown, so nothing is added to or taken from a neighbour.
    auto const inside = [&](std::string_view code) -> std::optional<Area> {
        auto known = area_store::by_code(connection, code);
        if (known && !tree.reaches(area, known->id)) return std::nullopt;
        return known;
    };
    auto const read = read_area_rows(table, inside);
    auto errors = read.errors;
    for (auto const& row : read.rows) {
        auto const there = area_store::by_code(connection, row.area.code);
        if (there && !tree.reaches(area, there->id))
            errors.push_back({row.row, "code", row.area.code, "areas.code_taken", {{"code", row.area.code}}});
        if (row.area.kind == AreaKind::district && !there)
            errors.push_back({row.row, "kind", "district", "areas.district_only_by_command", {}});
    }
    return errors;
}

} // namespace

Importer area_importer(AreaTree const& tree, Clock const& clock, Rng& rng)
{
    return {.kind = "areas",
            .permission = import_areas,
            .columns = {{"code", {"代码"}, true},
                        {"parent_code", {"上级代码"}, true},
                        {"kind", {"类型"}, true},
                        {"zh", {"名称", "中文名"}, true},
                        {"en", {"英文名"}, true},
                        {"estate_type", {"小区类型"}},
                        {"build_year", {"建成年份"}},
                        {"occupied_households", {"入住户数"}},
                        {"lon", {"经度"}},
                        {"lat", {"纬度"}}},
            .check = [&tree](storage::Connection& c, AreaId const& area,
                             CsvTable const& table) { return check(tree, c, area, table); },
            .apply = [&clock, &rng](storage::Transaction& tx, AreaId const&, ImportId const&,
                                    CsvTable const& table) -> Result<void> {
                auto const read =
                    read_area_rows(table, [&](std::string_view code) { return area_store::by_code(tx, code); });
                write_area_rows(tx, read.rows, rng, clock.today());
                return {};
            },
            .undo = {},
            .changes_areas = true};
}

} // namespace lilong::areas
