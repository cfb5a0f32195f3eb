#include "areas/setting_store.h"

#include <stdexcept>

namespace lilong::areas
{

using storage::Sql;

namespace
{

constexpr Sql kNearest{"areas.setting",
                       "select s.value, s.version, s.area_id, s.author_name, s.reason, s.at from setting s "
                       "join area_closure c on c.ancestor_id = s.area_id where c.descendant_id = $1 and s.key = $2 "
                       "order by c.depth, s.version desc limit 1"};
constexpr Sql kInsert{"areas.insert_setting",
                      "insert into setting (area_id, key, version, value, author_id, author_name, reason, at) "
                      "values ($1, $2, (select coalesce(max(version), 0) + 1 from setting where area_id = $1 and key = "
                      "$2), $3, $4, $5, $6, $7)"};

} // namespace

double setting(storage::Connection& connection, AreaId const& area, std::string_view key)
{
    auto const* row = setting_row(key);
    if (!row) throw std::logic_error("no such setting: " + std::string{key});
    return setting_store::value(connection, area, *row).value;
}

namespace setting_store
{

SettingValue value(storage::Connection& connection, AreaId const& area, SettingRow const& row)
{
    auto const read = [](storage::Row const& r) {
        return SettingValue{r.at<double>(0),      r.at<std::int64_t>(1), r.at<AreaId>(2),
                            r.at<std::string>(3), r.at<std::string>(4),  r.at<Instant>(5)};
    };
    return connection.first(kNearest, read, area, row.key).value_or(SettingValue{.value = row.standard});
}

void insert(storage::Transaction& tx, AreaId const& area, std::string_view key, double value, Actor const& author,
            std::string_view reason, Instant at)
{
    tx.change(kInsert, area, key, value, author.user, author.name, reason, at);
}

} // namespace setting_store
} // namespace lilong::areas
