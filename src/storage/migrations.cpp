#include "storage/migrations.h"

#include <map>
#include <sqlite3.h>
#include <stdexcept>

#include "base/resource.h"
#include "base/text.h"

namespace lilong::storage {

namespace {

constexpr Sql kKnown{"storage.migrations", "select number, sha256 from migration order by number"};
constexpr Sql kRecord{"storage.record_migration", "insert into migration (number, name, sha256) values ($1, $2, $3)"};

struct Migration {
    std::string name, sql, sha256;
};

std::map<std::int64_t, Migration> carried()
{
    std::map<std::int64_t, Migration> all;
    for (auto const& file : resources_matching("/migrations/", ".sql")) {
        auto const name = file.name.substr(file.name.rfind('/') + 1);
        auto const number = whole_number(name.substr(0, name.find('-')));
        if (!number) throw std::runtime_error("a migration has no number: " + std::string{file.name});
        auto const fresh = all.emplace(*number, Migration{std::string{name}, std::string{file.bytes}, sha256_hex(file.bytes)}).second;
        if (!fresh) throw std::runtime_error("two migrations share a number: " + std::string{file.name});
    }
    return all;
}

// `/*sqlite: without rowid*/` is a comment for PostgreSQL and a clause for SQLite.
std::string for_sqlite(std::string sql)
{
    constexpr std::string_view open = "/*sqlite:";
    for (auto at = sql.find(open); at != std::string::npos; at = sql.find(open, at)) {
        auto const close = sql.find("*/", at);
        sql.erase(close, 2);
        sql.erase(at, open.size());
    }
    return sql;
}

// What the database has seen, checked against what the program carries.
std::map<std::int64_t, std::string> known_to(Connection& connection, std::map<std::int64_t, Migration> const& all)
{
    std::map<std::int64_t, std::string> known;
    for (auto row : connection.query(kKnown)) known.emplace(row.at<std::int64_t>(0), row.at<std::string>(1));
    for (auto const& [number, sha256] : known) {
        auto const found = all.find(number);
        if (found == all.end()) throw DatabaseFailed{SQLITE_ERROR, "this database was made by a newer Lilong (migration " + std::to_string(number) + "); install that version or restore a backup"};
        if (found->second.sha256 != sha256) throw DatabaseFailed{SQLITE_ERROR, "migration " + found->second.name + " differs from the one this database was made with"};
    }
    return known;
}

} // namespace

std::vector<std::string> pending_migrations(Connection& connection)
{
    auto const all = carried();
    auto const known = known_to(connection, all);
    std::vector<std::string> pending;
    for (auto const& [number, migration] : all)
        if (!known.contains(number)) pending.push_back(migration.name);
    return pending;
}

// Each in one transaction with the row that remembers it: a process killed in the middle leaves the schema before it.
void apply_migrations(Connection& connection)
{
    connection.execute_script("create table if not exists migration (number bigint primary key, name text not null, sha256 text not null)");
    auto const all = carried();
    auto const known = known_to(connection, all);
    for (auto const& [number, migration] : all) {
        if (known.contains(number)) continue;
        try {
            connection.execute_script("begin immediate;" + for_sqlite(migration.sql));
            for (auto row : connection.query(kRecord, number, migration.name, migration.sha256)) (void)row;
            connection.execute_script("commit");
        } catch (std::exception const& failure) {
            auto const text = migration.name + ": " + failure.what();
            if (!sqlite3_get_autocommit(connection.handle())) connection.execute_script("rollback");
            throw DatabaseFailed{SQLITE_ERROR, text};
        }
    }
}

} // namespace lilong::storage
