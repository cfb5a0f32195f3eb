#include "backup/database_check.h"

#include <memory>
#include <sqlite3.h>

#include "access/audit_anchor.h"

namespace lilong::backup
{

namespace
{

using storage::Sql;

constexpr Sql kTables{"backup.tables",
                      "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name"};
constexpr Sql kIntegrity{"backup.integrity", "pragma integrity_check(1)"};
constexpr Sql kReferences{"backup.references", "pragma foreign_key_check"};

// The one statement whose text is made at run time: the name comes from the schema and is quoted by SQLite itself.
std::int64_t count(sqlite3* handle, std::string const& table)
{
    std::unique_ptr<char, void (*)(void*)> const text{sqlite3_mprintf("select count(*) from \"%w\"", table.c_str()),
                                                      &sqlite3_free};
    sqlite3_stmt* raw = nullptr;
    auto const code = sqlite3_prepare_v2(handle, text.get(), -1, &raw, nullptr);
    std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> const statement{raw, &sqlite3_finalize};
    if (code != SQLITE_OK || sqlite3_step(raw) != SQLITE_ROW) throw storage::DatabaseFailed{code, "counting " + table};
    return sqlite3_column_int64(raw, 0);
}

Refusal broken(std::string what)
{
    return refuse(ErrorKind::bad_input, "backup.database_broken", {{"what", std::move(what)}});
}

} // namespace

Counts row_counts(storage::Connection& connection)
{
    Counts counts;
    for (auto const& table : connection.all(kTables, [](storage::Row row) { return row.at<std::string>(0); }))
        counts[table] = count(connection.handle(), table);
    return counts;
}

Result<void> check_database(storage::Connection& connection, std::filesystem::path const& anchors_file)
{
    try {
        if (auto const said = connection.scalar<std::string>(kIntegrity); said != "ok")
            return broken(said.value_or("integrity"));
        for (auto const row : connection.query(kReferences))
            return broken("reference from " + std::string{row.text_view(0)} + " to " + std::string{row.text_view(2)});
        auto const anchors = TRY(access::read_anchors(anchors_file));
        auto const faults = access::breaks(connection, anchors);
        if (!faults.empty())
            return broken("audit trail of area " + faults.front().area.text() + ", row " +
                          std::to_string(faults.front().seq) + " of " + faults.front().date + " (" +
                          std::string{name(faults.front().fault)} + ")");
        return {};
    } catch (storage::DatabaseFailed const& failure) {
        return broken(failure.what());
    }
}

} // namespace lilong::backup
