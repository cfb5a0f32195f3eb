#include "areas/area_store.h"

namespace lilong::areas::area_store
{

using storage::Row;
using storage::Sql;

namespace
{

constexpr Sql kAll{"areas.all", "select id, parent_id, kind, code, zh, en, estate_type, build_year, "
                                "occupied_households, lon, lat from area"};
constexpr Sql kByCode{"areas.by_code", "select id, parent_id, kind, code, zh, en, estate_type, build_year, "
                                       "occupied_households, lon, lat from area where code = $1"};
constexpr Sql kInsert{"areas.insert", "insert into area (id, parent_id, kind, code, zh, en, estate_type, build_year, "
                                      "occupied_households, lon, lat, valid_from) "
                                      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};
constexpr Sql kInsertSelf{"areas.insert_self",
                          "insert into area_closure (ancestor_id, descendant_id, depth) values ($1, $1, 0)"};
constexpr Sql kInsertAncestors{"areas.insert_ancestors",
                               "insert into area_closure (ancestor_id, descendant_id, depth) "
                               "select ancestor_id, cast($1 as text), depth + 1 from area_closure "
                               "where descendant_id = $2"};
constexpr Sql kUpdate{"areas.update", "update area set zh = $2, en = $3, estate_type = $4, build_year = $5, "
                                      "occupied_households = $6, lon = $7, lat = $8 where id = $1"};

std::optional<std::string> text_or_nothing(std::string const& text)
{
    return text.empty() ? std::nullopt : std::optional{text};
}

Area area_of(Row const& row)
{
    return {.id = row.at<AreaId>(0),
            .parent = row.at<std::optional<AreaId>>(1),
            .kind = area_kind_of(row.text_view(2)).value(),
            .code = row.at<std::string>(3),
            .zh = row.at<std::string>(4),
            .en = row.at<std::string>(5),
            .estate_type = row.at<std::optional<std::string>>(6).value_or(""),
            .build_year = row.at<std::optional<int>>(7),
            .occupied_households = row.at<std::int64_t>(8),
            .lon = row.at<std::optional<double>>(9),
            .lat = row.at<std::optional<double>>(10)};
}

} // namespace

std::vector<Area> all(storage::Connection& connection) { return connection.all(kAll, area_of); }

std::optional<Area> by_code(storage::Connection& connection, std::string_view code)
{
    return connection.first(kByCode, area_of, code);
}

void insert(storage::Transaction& tx, Area const& area, Date valid_from)
{
    tx.change(kInsert, area.id, area.parent, name(area.kind), area.code, area.zh, area.en,
              text_or_nothing(area.estate_type), area.build_year, area.occupied_households, area.lon, area.lat,
              valid_from);
    tx.change(kInsertSelf, area.id);
    if (area.parent) tx.change(kInsertAncestors, area.id, *area.parent);
}

void update(storage::Transaction& tx, Area const& area)
{
    tx.change(kUpdate, area.id, area.zh, area.en, text_or_nothing(area.estate_type), area.build_year,
              area.occupied_households, area.lon, area.lat);
}

} // namespace lilong::areas::area_store
