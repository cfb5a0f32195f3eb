#include "storage/connection.h"

#include <sqlite3.h>
#include <stdexcept>

namespace lilong::storage {

namespace {

[[noreturn]] void fail(sqlite3* handle, int code, char const* where)
{
    std::string const text = std::string{where} + ": " + (handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code));
    if ((code & 0xff) == SQLITE_CONSTRAINT) throw ConstraintViolated{text};
    throw DatabaseFailed{code, text};
}

} // namespace

struct Connection::Prepared {
    char const* key = nullptr;
    sqlite3_stmt* statement = nullptr;
    std::vector<int> index_of; // $n → SQLite's own numbering, which follows the order of appearance
    ~Prepared() { sqlite3_finalize(statement); }
};

Connection::Connection(std::string const& path, Mode mode)
{
    auto const flags = mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (auto const code = sqlite3_open_v2(path.c_str(), &handle_, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr); code != SQLITE_OK) {
        auto const text = std::string{"cannot open "} + path + ": " + sqlite3_errstr(code);
        sqlite3_close(handle_);
        throw DatabaseFailed{code, text};
    }
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, 5000);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    execute_script("pragma foreign_keys = on; pragma temp_store = memory; pragma cache_size = -16000;");
}

Connection::~Connection()
{
    prepared_.clear();
    sqlite3_close(handle_);
}

void Connection::execute_script(std::string const& script)
{
    char* message = nullptr;
    if (auto const code = sqlite3_exec(handle_, script.c_str(), nullptr, nullptr, &message); code != SQLITE_OK) {
        std::string const text = message ? message : sqlite3_errstr(code);
        sqlite3_free(message);
        if ((code & 0xff) == SQLITE_CONSTRAINT) throw ConstraintViolated{text};
        throw DatabaseFailed{code, text};
    }
}

sqlite3_stmt* Connection::bound(Sql const& sql, std::vector<Value> const& values)
{
    Prepared* found = nullptr;
    for (auto& prepared : prepared_)
        if (prepared->key == sql.text && !sqlite3_stmt_busy(prepared->statement)) found = prepared.get();
    if (!found) {
        auto fresh = std::make_unique<Prepared>();
        fresh->key = sql.text;
        if (auto const code = sqlite3_prepare_v3(handle_, sql.text, -1, SQLITE_PREPARE_PERSISTENT, &fresh->statement, nullptr); code != SQLITE_OK)
            fail(handle_, code, sql.name);
        for (std::size_t n = 1; n <= values.size(); ++n)
            fresh->index_of.push_back(sqlite3_bind_parameter_index(fresh->statement, ("$" + std::to_string(n)).c_str()));
        if (sqlite3_bind_parameter_count(fresh->statement) > static_cast<int>(values.size()))
            throw std::logic_error(std::string{sql.name} + ": fewer values than parameters");
        found = fresh.get();
        prepared_.push_back(std::move(fresh));
    }
    if (found->index_of.size() != values.size()) throw std::logic_error(std::string{sql.name} + ": another number of values than before");
    auto* const statement = found->statement;
    sqlite3_reset(statement);
    for (std::size_t n = 0; n < values.size(); ++n) {
        auto const index = found->index_of[n];
        if (index == 0) throw std::logic_error(std::string{sql.name} + ": value without parameter $" + std::to_string(n + 1));
        auto const& value = values[n];
        if (auto const* number = std::get_if<std::int64_t>(&value)) sqlite3_bind_int64(statement, index, *number);
        else if (auto const* real = std::get_if<double>(&value)) sqlite3_bind_double(statement, index, *real);
        else if (auto const* text = std::get_if<std::string>(&value)) sqlite3_bind_text(statement, index, text->data(), static_cast<int>(text->size()), SQLITE_TRANSIENT);
        else sqlite3_bind_null(statement, index);
    }
    return statement;
}

Rows::Rows(sqlite3_stmt* statement) : statement_(statement) { step(); }
Rows::Rows(Rows&& other) noexcept : statement_(std::exchange(other.statement_, nullptr)), done_(other.done_) {}
Rows::~Rows()
{
    if (statement_) sqlite3_reset(statement_);
}

void Rows::step()
{
    auto const code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return;
    done_ = true;
    auto* const handle = sqlite3_db_handle(statement_);
    if (code != SQLITE_DONE) {
        auto const text = std::string{sqlite3_sql(statement_)}.substr(0, 60);
        auto const failure = sqlite3_errmsg(handle) + std::string{" in: "} + text;
        sqlite3_reset(std::exchange(statement_, nullptr));
        if ((code & 0xff) == SQLITE_CONSTRAINT) throw ConstraintViolated{failure};
        throw DatabaseFailed{code, failure};
    }
    sqlite3_reset(std::exchange(statement_, nullptr));
}

Value Row::value(int column) const
{
    switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER: return static_cast<std::int64_t>(sqlite3_column_int64(statement_, column));
    case SQLITE_FLOAT: return sqlite3_column_double(statement_, column);
    case SQLITE_NULL: return {};
    default: return std::string{text_view(column)};
    }
}

std::string_view Row::text_view(int column) const
{
    auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(statement_, column));
    return {text ? text : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::int64_t Row::integer(int column) const { return sqlite3_column_int64(statement_, column); }

} // namespace lilong::storage
