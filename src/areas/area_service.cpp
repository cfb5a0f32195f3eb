#include "areas/area_service.h"

#include <fmt/format.h>

#include "access/installation.h"
#include "areas/area_store.h"

namespace lilong::areas
{

namespace
{

bool same_facts(Area const& a, Area const& b)
{
    return a.zh == b.zh && a.en == b.en && a.estate_type == b.estate_type && a.build_year == b.build_year &&
           a.occupied_households == b.occupied_households && a.lon == b.lon && a.lat == b.lat;
}

} // namespace

AreaImportCount write_area_rows(storage::Transaction& tx, std::vector<AreaRow> const& rows, Rng& rng, Date valid_from)
{
    AreaImportCount count;
    for (auto const& row : rows) {
        auto area = row.area;
        if (auto const there = area_store::by_code(tx, area.code)) {
            if (same_facts(*there, area)) {
                ++count.unchanged;
                continue;
            }
            area.id = there->id;
            area_store::update(tx, area);
            ++count.changed;
            continue;
        }
        area.id = AreaId::random(rng);
        if (!row.parent_code.empty()) area.parent = area_store::by_code(tx, row.parent_code).value().id;
        area_store::insert(tx, area, valid_from);
        ++count.added;
    }
    return count;
}

Result<AreaImportCount> AreaService::import_areas(Actor const& who, CsvTable const& table)
{
    auto const count =
        TRY(database_.write(access::installation_area(), [&](storage::Transaction& tx) -> Result<AreaImportCount> {
            auto const read =
                read_area_rows(table, [&](std::string_view code) { return area_store::by_code(tx, code); });
            if (!read.errors.empty()) {
                std::vector<FieldError> faults;
                for (auto const& error : read.errors)
                    faults.push_back({fmt::format("{}:{}", error.row, error.column), error.code, error.facts});
                return refuse(ErrorKind::bad_input, "areas.import_wrong", {{"count", std::to_string(faults.size())}},
                              std::move(faults));
            }
            auto const done = write_area_rows(tx, read.rows, rng_, clock_.today());
            audit_.note(tx, who, access::installation_area(), "areas.areas_imported", "",
                        {{"added", std::to_string(done.added)}, {"changed", std::to_string(done.changed)}});
            return done;
        }));
    tree_.refresh();
    return count;
}

} // namespace lilong::areas
