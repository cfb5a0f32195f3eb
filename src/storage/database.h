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
// A full disk stops writing until there is room again; a failed sync stops it for good (trust.md 5.3).
#pragma once

#include <atomic>

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

// possible: as always. disk_full: reading only, until a probe finds room. stopped: a sync failed, so nobody knows what the
// disk holds; this process never writes again.
enum class Writing { possible, disk_full, stopped };

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

    // Runs `work` on the writer's thread; every write() it makes is committed in the one transaction, or none is, and every
    // read() after the first change sees it. For short work only, and never while holding a lock: all other writes wait.
    // Each write() inside keeps or undoes its own rows; what is returned decides nothing, only an exception undoes all.
    template <typename Work>
    auto together(AreaId const& area, Work work) -> std::invoke_result_t<Work, Transaction&>
    {
        std::optional<std::invoke_result_t<Work, Transaction&>> outcome;
        auto const refused = submit(area, [&](Transaction& tx) {
            Together const nesting{*this};
            outcome.emplace(work(tx));
            tx.noted_ = true; // each write inside has been asked for its own note
            return true;
        });
        if (refused) return tl::unexpected(*refused);
        return std::move(*outcome);
    }

    template <typename Work>
    auto read(Work work) -> std::invoke_result_t<Work, Connection&>
    {
        if (reads_its_own_changes()) return work(*writer_);
        auto lease = borrow();
        return work(*lease);
    }

    // For loading generated or imported data in bulk, before the server serves: one transaction, no audit note asked.
    void load(std::function<void(Transaction&)> const& work);
    std::string const& path() const { return path_; }

    Writing writing() const { return writing_; }
    // Called once, on the writer's thread, when writing stops for good; set before the server serves.
    void when_stopped(std::function<void()> call) { when_stopped_ = std::move(call); }

private:
    struct Job {
        std::function<bool(Transaction&)> work; // true: keep, false: refused, roll back
        bool even_when_full = false;
        std::exception_ptr thrown;
        std::optional<Error> refused; // the commit itself failed
        bool done = false;
    };
    struct Together { // marks the writer's thread as inside together()
        explicit Together(Database& owner);
        ~Together();
        Database& owner;
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
    std::optional<Error> submit(AreaId const& area, std::function<bool(Transaction&)> work, bool even_when_full = false);
    std::optional<Error> refused_at_the_door(bool even_when_full) const;
    bool on_writer_thread() const { return std::this_thread::get_id() == thread_.get_id(); }
    bool reads_its_own_changes() const;
    void writer_loop();
    std::vector<Job*> next_group();
    void commit_group(std::vector<Job*> const& group);
    void run_in_savepoint(Job& job);
    void refuse_all(std::vector<Job*> const& group, Error const& error);
    void take_failure(int code);
    void checkpoint_when_due();
    void close_the_log();
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

    std::atomic<Writing> writing_{Writing::possible};
    std::function<void()> when_stopped_;
    bool together_ = false;        // of the writer's thread only
    int changes_before_ = 0;       // when together() began
    int log_pages_ = 0;            // in the write-ahead log since it was last copied into the database
};

} // namespace lilong::storage
