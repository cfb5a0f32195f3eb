// One connection to the database: named statements with bound parameters, rows out. SQL is always a literal (Sql cannot
// be built from run-time text, so nothing a user typed ever becomes SQL) in the common subset of SQLite and PostgreSQL,
// with parameters $1, $2, …:
//     inline constexpr Sql kNeedById{"needs.by_id", "select item, heads from need where area_id = $1 and id = $2"};
//     for (auto row : connection.query(kNeedById, area, need)) use(row.at<std::string>(0), row.at<int>(1));
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/value.h"

struct sqlite3;
struct sqlite3_stmt;

namespace lilong::storage {

struct Sql {
    consteval Sql(char const* statement_name, char const* statement_text) : name(statement_name), text(statement_text) {}
    char const* name; // capability.what: shown in slow-query logs
    char const* text;
};

class Row {
public:
    explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
    Value value(int column) const;
    template <typename T>
    T at(int column) const
    {
        return FromValue<T>::of(value(column));
    }
    std::string_view text_view(int column) const; // valid until the next row; for hot loops
    std::int64_t integer(int column) const;

private:
    sqlite3_stmt* statement_;
};

// The rows of one query, read once from front to back.
class Rows {
public:
    explicit Rows(sqlite3_stmt* statement);
    Rows(Rows&& other) noexcept;
    Rows(Rows const&) = delete;
    Rows& operator=(Rows const&) = delete;
    ~Rows();

    struct End {};
    class Iterator {
    public:
        explicit Iterator(Rows& rows) : rows_(&rows) {}
        Row operator*() const { return Row{rows_->statement_}; }
        Iterator& operator++()
        {
            rows_->step();
            return *this;
        }
        bool operator==(End) const { return rows_->done_; }

    private:
        Rows* rows_;
    };
    Iterator begin() { return Iterator{*this}; }
    End end() const { return {}; }
    bool empty() const { return done_; }
    Row front() const { return Row{statement_}; }

private:
    void step();
    sqlite3_stmt* statement_;
    bool done_ = false;
};

// A constraint of the schema said no; the store that owns the table translates it into its code.
class ConstraintViolated : public std::exception {
public:
    explicit ConstraintViolated(std::string constraint) : constraint_(std::move(constraint)) {}
    char const* what() const noexcept override { return constraint_.c_str(); }

private:
    std::string constraint_;
};

class DatabaseFailed : public std::exception {
public:
    DatabaseFailed(int code, std::string text) : code_(code), text_(std::move(text)) {}
    char const* what() const noexcept override { return text_.c_str(); }
    int code() const { return code_; }

private:
    int code_;
    std::string text_;
};

class Connection {
public:
    enum class Mode { read_only, read_write };
    Connection(std::string const& path, Mode mode);
    ~Connection();
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    template <typename... Values>
    Rows query(Sql const& sql, Values const&... values)
    {
        return Rows{bound(sql, {to_value(values)...})};
    }
    // The first row mapped, or nothing.
    template <typename Map, typename... Values>
    auto first(Sql const& sql, Map map, Values const&... values) -> std::optional<decltype(map(std::declval<Row>()))>
    {
        auto rows = query(sql, values...);
        if (rows.empty()) return std::nullopt;
        return map(rows.front());
    }
    template <typename Map, typename... Values>
    auto all(Sql const& sql, Map map, Values const&... values) -> std::vector<decltype(map(std::declval<Row>()))>
    {
        std::vector<decltype(map(std::declval<Row>()))> out;
        for (auto row : query(sql, values...)) out.push_back(map(row));
        return out;
    }
    template <typename T, typename... Values>
    std::optional<T> scalar(Sql const& sql, Values const&... values)
    {
        auto rows = query(sql, values...);
        if (rows.empty()) return std::nullopt;
        return rows.front().template at<std::optional<T>>(0);
    }

    sqlite3* handle() { return handle_; }
    void execute_script(std::string const& script); // migrations and pragmas only

protected:
    sqlite3_stmt* bound(Sql const& sql, std::vector<Value> const& values);
    sqlite3* handle_ = nullptr;

private:
    struct Prepared;
    std::vector<std::unique_ptr<Prepared>> prepared_;
};

} // namespace lilong::storage
