// The database of one installation. Reading uses a pool of read-only connections; every change is one
// `write(area, work)`: a closure of values that may be run again, executed by the single writer thread and committed
// together with its neighbours (group commit, synchronous=FULL). When write() returns success the data is on the disk.
//     return database.write(area, [&](Transaction& tx) -> Result<Entry> {
//         auto fund = TRY(ledger.fund_of(tx, area, year));      // every check stands inside the write
//         auto entry = TRY(ledger.append(tx, area, spending, clock.now()));
//         audit.note(tx, who, area, "budgeting.spending_committed", entry.id);
//         return entry;
//     });
// A refused Result leaves no trace; a write that changes rows without an audit note is a fault and is undone.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "base/error.h"
#include "storage/connection.h"

namespace lilong::storage {

class Transaction : public Connection {
public:
    using Connection::Connection;
    // Runs a statement that changes rows; gives how many.
    template <typename... Values>
    int change(Sql const& sql, Values const&... values)
    {
        return run(bound(sql, {to_value(values)...}));
    }
    void mark_noted() { noted_ = true; } // called by the audit trail only

private:
    friend class Database;
    int run(sqlite3_stmt* statement);
    bool noted_ = false;
};

// bulk: no sync at each commit; only for making data that nobody has been promised, before the server serves.
enum class Durability { full, bulk };

class Database {
public:
    // Opens or creates the file and brings the schema up to date; throws DatabaseFailed when that is impossible.
    static std::unique_ptr<Database> open(std::string const& path, Durability durability = Durability::full);
    static std::unique_ptr<Database> in_memory(); // for tests: the same engine, gone with the object
    ~Database();

    template <typename Work>
    auto write(AreaId const& area, Work work) -> std::invoke_result_t<Work, Transaction&>
    {
        std::optional<std::invoke_result_t<Work, Transaction&>> outcome;
        auto const refused = submit(area, [&](Transaction& tx) {
            outcome.emplace(work(tx));
            return outcome->has_value();
        });
        if (refused) return tl::unexpected(*refused);
        return std::move(*outcome);
    }

    template <typename Work>
    auto read(Work work) -> std::invoke_result_t<Work, Connection&>
    {
        auto lease = borrow();
        return work(*lease);
    }

    // For loading generated or imported data in bulk, before the server serves: one transaction, no audit note asked.
    void load(std::function<void(Transaction&)> const& work);
    std::string const& path() const { return path_; }

private:
    struct Job {
        std::function<bool(Transaction&)> work; // true: keep, false: refused, roll back
        std::exception_ptr thrown;
        std::optional<Error> refused; // the commit itself failed
        bool done = false;
    };
    class Lease {
    public:
        Lease(Database& owner, std::unique_ptr<Connection> connection) : owner_(owner), connection_(std::move(connection)) {}
        Lease(Lease&&) = default;
        ~Lease();
        Connection& operator*() { return *connection_; }

    private:
        Database& owner_;
        std::unique_ptr<Connection> connection_;
    };

    Database(std::string path, std::chrono::microseconds gather);
    void migrate();
    std::optional<Error> submit(AreaId const& area, std::function<bool(Transaction&)> work);
    void writer_loop();
    void commit_group(std::vector<Job*> const& group);
    void run_in_savepoint(Job& job);
    Lease borrow();

    std::string path_;
    std::unique_ptr<Transaction> writer_;
    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<Connection>> readers_;

    std::mutex mutex_;
    std::condition_variable queued_, finished_;
    std::deque<Job*> queue_;
    bool stopping_ = false;
    std::thread thread_;
    std::chrono::microseconds gather_; // how long the first write waits for company
    bool temporary_ = false;
};

} // namespace lilong::storage
