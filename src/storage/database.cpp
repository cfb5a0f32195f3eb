#include "storage/database.h"

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <spdlog/spdlog.h>
#include <sqlite3.h>
#include <stdexcept>
#include <unistd.h>

#include "storage/migrations.h"

namespace lilong::storage {

namespace {

constexpr std::size_t kLargestGroup = 64;    // works committed together (trust.md 5.1)
constexpr std::size_t kLongestQueue = 1024;  // beyond it: busy
constexpr auto kGather = std::chrono::microseconds{2000};

constexpr Sql kBegin{"storage.begin", "begin immediate"};
constexpr Sql kCommit{"storage.commit", "commit"};
constexpr Sql kRollback{"storage.rollback", "rollback"};
constexpr Sql kBeginReading{"storage.begin_reading", "begin deferred"};
constexpr Sql kEndReading{"storage.end_reading", "rollback"};
constexpr Sql kSavepoint{"storage.savepoint", "savepoint work"};
constexpr Sql kRelease{"storage.release", "release work"};
constexpr Sql kRollbackTo{"storage.rollback_to", "rollback to work"};

bool disk_is_full(DatabaseFailed const& failure) { return (failure.code() & 0xff) == SQLITE_FULL; }

Error commit_refusal(DatabaseFailed const& failure)
{
    if (disk_is_full(failure)) return {ErrorKind::disk_full, "storage.disk_full", {}, {}};
    if ((failure.code() & 0xff) == SQLITE_BUSY) return {ErrorKind::busy, "storage.busy", {}, {}}; // another process held the file
    return {ErrorKind::failed, "storage.outcome_unknown", {}, {}};
}

std::string temporary_path()
{
    static std::atomic<unsigned> n{0};
    auto const folder = std::filesystem::exists("/dev/shm") ? std::filesystem::path{"/dev/shm"} : std::filesystem::temp_directory_path();
    return folder / ("lilong-test-" + std::to_string(::getpid()) + "-" + std::to_string(n++) + ".db");
}

void remove_database(std::string const& path)
{
    std::error_code ignored;
    for (auto const* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix, ignored);
}

} // namespace

int Transaction::run(sqlite3_stmt* statement)
{
    Rows done{statement};
    return sqlite3_changes(handle_);
}

Database::Lease::~Lease()
{
    if (!connection_) return;
    try {
        connection_->query(kEndReading);
    } catch (DatabaseFailed const& failure) { // the next reader opens a fresh one
        spdlog::error("a reading connection is given up: {}", failure.what());
        return;
    }
    std::lock_guard lock{owner_.readers_mutex_};
    owner_.readers_.push_back(std::move(connection_));
}

Database::Database(std::string path, std::chrono::microseconds gather) : path_(std::move(path)), gather_(gather)
{
    writer_ = std::make_unique<Transaction>(path_, Connection::Mode::read_write);
    writer_->execute_script("pragma journal_mode = wal; pragma wal_autocheckpoint = 1000;");
    writer_->execute_script(gather.count() > 0 ? "pragma synchronous = full;" : "pragma synchronous = off;");
}

std::unique_ptr<Database> Database::open(std::string const& path, Durability durability)
{
    auto const gather = durability == Durability::full ? kGather : std::chrono::microseconds{0};
    auto database = std::unique_ptr<Database>{new Database{path, gather}};
    database->migrate();
    database->thread_ = std::thread{[raw = database.get()] { raw->writer_loop(); }};
    return database;
}

std::unique_ptr<Database> Database::in_memory()
{
    // Migrating is slower than copying: the first database of a test program becomes the pattern of the others.
    static std::string const pattern = [] {
        auto const path = temporary_path();
        {
            Database fresh{path, std::chrono::microseconds{0}};
            fresh.migrate();
            fresh.writer_->execute_script("pragma wal_checkpoint(truncate);");
        }
        std::ifstream in{path, std::ios::binary};
        std::string bytes{std::istreambuf_iterator<char>{in}, {}};
        remove_database(path);
        return bytes;
    }();
    auto const path = temporary_path();
    remove_database(path); // a log left by a test that crashed under this number would be replayed into the copy
    std::ofstream{path, std::ios::binary} << pattern;
    auto database = std::unique_ptr<Database>{new Database{path, std::chrono::microseconds{0}}};
    database->temporary_ = true;
    database->thread_ = std::thread{[raw = database.get()] { raw->writer_loop(); }};
    return database;
}

Database::~Database()
{
    if (thread_.joinable()) {
        {
            std::lock_guard lock{mutex_};
            stopping_ = true;
        }
        queued_.notify_all();
        thread_.join();
    }
    readers_.clear();
    if (writer_ && !temporary_) writer_->execute_script("pragma synchronous = full;"); // what was made in bulk is on the disk now
    if (writer_ && !temporary_) sqlite3_wal_checkpoint_v2(writer_->handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    writer_.reset();
    if (temporary_) remove_database(path_);
}

void Database::migrate() { apply_migrations(*writer_); }

void Database::load(std::function<void(Transaction&)> const& work)
{
    auto const refused = submit({}, [&](Transaction& tx) {
        tx.mark_noted();
        work(tx);
        return true;
    });
    if (refused) throw DatabaseFailed{SQLITE_ERROR, refused->code};
}

std::optional<Error> Database::submit(AreaId const&, std::function<bool(Transaction&)> work)
{
    if (std::this_thread::get_id() == thread_.get_id()) throw std::logic_error("a write inside a write would wait for itself");
    Job job;
    job.work = std::move(work);
    {
        std::unique_lock lock{mutex_};
        if (stopping_ || queue_.size() >= kLongestQueue) return Error{ErrorKind::busy, "storage.busy", {}, {}};
        queue_.push_back(&job);
        queued_.notify_one();
        finished_.wait(lock, [&] { return job.done; });
    }
    if (job.thrown) std::rethrow_exception(job.thrown);
    return job.refused;
}

void Database::writer_loop()
{
    // A signal that reached this thread would end the process in the middle of a commit; the main thread waits for them.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, nullptr);
    for (;;) {
        std::vector<Job*> group;
        {
            std::unique_lock lock{mutex_};
            queued_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            if (gather_.count() > 0 && queue_.size() < kLargestGroup && !stopping_)
                queued_.wait_for(lock, gather_, [&] { return stopping_ || queue_.size() >= kLargestGroup; });
            while (!queue_.empty() && group.size() < kLargestGroup) {
                group.push_back(queue_.front());
                queue_.pop_front();
            }
        }
        commit_group(group);
        {
            std::lock_guard lock{mutex_};
            for (auto* job : group) job->done = true;
        }
        finished_.notify_all();
    }
}

void Database::commit_group(std::vector<Job*> const& group)
{
    try {
        writer_->change(kBegin);
        for (auto* job : group) run_in_savepoint(*job);
        writer_->change(kCommit);
    } catch (DatabaseFailed const& failure) {
        // The outcome of a failed commit is unknown; nobody is told "done", everybody may try again (trust.md section 2).
        spdlog::error("commit failed: {}", failure.what());
        for (auto* job : group) {
            job->refused = commit_refusal(failure);
            job->thrown = nullptr;
        }
        try {
            if (!sqlite3_get_autocommit(writer_->handle())) writer_->change(kRollback);
        } catch (DatabaseFailed const& again) {
            spdlog::error("rollback failed: {}", again.what());
        }
    }
}

void Database::run_in_savepoint(Job& job)
{
    writer_->change(kSavepoint);
    auto const before = sqlite3_total_changes(writer_->handle());
    writer_->noted_ = false;
    bool keep = false;
    try {
        keep = job.work(*writer_);
        if (keep && !writer_->noted_ && sqlite3_total_changes(writer_->handle()) != before)
            throw std::logic_error("a write that changes rows has no audit note");
    } catch (DatabaseFailed const& failure) {
        if (sqlite3_get_autocommit(writer_->handle())) throw; // SQLite has undone the whole group already
        if (disk_is_full(failure)) job.refused = commit_refusal(failure);
        else job.thrown = std::current_exception();
        keep = false;
    } catch (...) {
        job.thrown = std::current_exception();
        keep = false;
    }
    if (!keep) writer_->change(kRollbackTo);
    writer_->change(kRelease);
}

// One reading sees one moment: all its queries stand in one transaction, so that a count and its list agree.
Database::Lease Database::borrow()
{
    std::unique_ptr<Connection> connection;
    {
        std::lock_guard lock{readers_mutex_};
        if (!readers_.empty()) {
            connection = std::move(readers_.back());
            readers_.pop_back();
        }
    }
    if (!connection) connection = std::make_unique<Connection>(path_, Connection::Mode::read_only);
    connection->query(kBeginReading);
    return {*this, std::move(connection)};
}

} // namespace lilong::storage
