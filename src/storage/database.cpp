#include "storage/database.h"

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <spdlog/spdlog.h>
#include <sqlite3.h>
#include <stdexcept>
#include <unistd.h>

#include "storage/disk_space.h"
#include "storage/migrations.h"

namespace lilong::storage {

namespace {

constexpr std::size_t kLargestGroup = 64;    // works committed together (trust.md 5.1)
constexpr std::size_t kLongestQueue = 1024;  // beyond it: busy
constexpr auto kGather = std::chrono::microseconds{2000};
constexpr auto kProbe = std::chrono::seconds{1};
constexpr int kPagesBeforeCheckpoint = 1000;

constexpr Sql kBegin{"storage.begin", "begin immediate"};
constexpr Sql kCommit{"storage.commit", "commit"};
constexpr Sql kRollback{"storage.rollback", "rollback"};
constexpr Sql kBeginReading{"storage.begin_reading", "begin deferred"};
constexpr Sql kEndReading{"storage.end_reading", "rollback"};
constexpr Sql kSavepoint{"storage.savepoint", "savepoint work"};
constexpr Sql kRelease{"storage.release", "release work"};
constexpr Sql kRollbackTo{"storage.rollback_to", "rollback to work"};

bool disk_is_full(int code) { return (code & 0xff) == SQLITE_FULL; }
bool sync_failed(int code) { return code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC; }

Error full() { return {ErrorKind::disk_full, "storage.disk_full", {}, {}}; }
Error stopped() { return {ErrorKind::busy, "storage.stopped", {}, {}}; }
Error busy() { return {ErrorKind::busy, "storage.busy", {}, {}}; }

Error commit_refusal(DatabaseFailed const& failure)
{
    if (disk_is_full(failure.code())) return full();
    if ((failure.code() & 0xff) == SQLITE_BUSY) return busy(); // another process held the file
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
    // SQLite's own checkpoint swallows a failed sync, so ours runs between two groups (checkpoint_when_due).
    writer_->execute_script("pragma journal_mode = wal; pragma wal_autocheckpoint = 0;");
    writer_->execute_script(gather.count() > 0 ? "pragma synchronous = full;" : "pragma synchronous = off;");
    auto const count_pages = [](void* own, sqlite3*, char const*, int pages) {
        static_cast<Database*>(own)->log_pages_ = pages;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(writer_->handle(), count_pages, this);
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
    if (writer_ && !temporary_) close_the_log();
    writer_.reset();
    if (temporary_) remove_database(path_);
}

// Copies the log into the database; where a sync has failed, no second one may pretend that all is well.
void Database::close_the_log()
{
    auto* const handle = writer_->handle();
    try {
        if (writing_ != Writing::stopped) {
            writer_->execute_script("pragma synchronous = full;"); // what was made in bulk is on the disk now
            auto const code = sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
            if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY) return;
            spdlog::error("the last checkpoint failed: {}", sqlite3_errstr(code));
        }
    } catch (DatabaseFailed const& failure) {
        spdlog::error("closing the database: {}", failure.what());
    }
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void Database::migrate() { apply_migrations(*writer_); }

void Database::load(std::function<void(Transaction&)> const& work)
{
    auto const refused = submit(
        {},
        [&](Transaction& tx) {
            tx.mark_noted();
            work(tx);
            return true;
        },
        true);
    if (refused) throw DatabaseFailed{SQLITE_ERROR, refused->code};
}

Database::Together::Together(Database& its_owner) : owner(its_owner)
{
    if (owner.together_) throw std::logic_error("together() inside together()");
    owner.together_ = true;
    owner.changes_before_ = sqlite3_total_changes(owner.writer_->handle());
}
Database::Together::~Together() { owner.together_ = false; }

bool Database::reads_its_own_changes() const
{
    return on_writer_thread() && together_ && sqlite3_total_changes(writer_->handle()) != changes_before_;
}

std::optional<Error> Database::refused_at_the_door(bool even_when_full) const
{
    if (writing_ == Writing::stopped) return stopped();
    if (writing_ == Writing::disk_full && !even_when_full) return full();
    return std::nullopt;
}

std::optional<Error> Database::submit(AreaId const&, std::function<bool(Transaction&)> work, bool even_when_full)
{
    Job job;
    job.work = std::move(work);
    job.even_when_full = even_when_full;
    if (on_writer_thread()) {
        if (!together_) throw std::logic_error("a write inside a write would wait for itself");
        run_in_savepoint(job);
    } else {
        std::unique_lock lock{mutex_};
        if (auto const refused = refused_at_the_door(even_when_full)) return refused;
        if (stopping_ || queue_.size() >= kLongestQueue) return busy();
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
        auto const group = next_group();
        if (group.empty()) {
            std::lock_guard lock{mutex_};
            if (stopping_ && queue_.empty()) return;
            continue;
        }
        commit_group(group);
        {
            std::lock_guard lock{mutex_};
            for (auto* job : group) job->done = true;
        }
        finished_.notify_all();
        checkpoint_when_due();
    }
}

// Waits for work, and a moment longer for its company; while the disk is full, asks every second whether it still is.
std::vector<Database::Job*> Database::next_group()
{
    std::vector<Job*> group;
    std::unique_lock lock{mutex_};
    auto const wanted = [&] { return stopping_ || !queue_.empty(); };
    if (writing_ == Writing::disk_full) {
        if (!queued_.wait_for(lock, kProbe, wanted)) {
            lock.unlock();
            auto const* file = sqlite3_db_filename(writer_->handle(), "main");
            if (has_room(std::filesystem::path{file}.parent_path())) {
                writing_ = Writing::possible;
                spdlog::info("the disk has room again, writing goes on");
            }
            return group;
        }
    } else {
        queued_.wait(lock, wanted);
    }
    if (gather_.count() > 0 && !queue_.empty() && queue_.size() < kLargestGroup && !stopping_)
        queued_.wait_for(lock, gather_, [&] { return stopping_ || queue_.size() >= kLargestGroup; });
    while (!queue_.empty() && group.size() < kLargestGroup) {
        group.push_back(queue_.front());
        queue_.pop_front();
    }
    return group;
}

void Database::refuse_all(std::vector<Job*> const& group, Error const& error)
{
    for (auto* job : group) {
        job->refused = error;
        job->thrown = nullptr;
    }
}

void Database::take_failure(int code)
{
    if (writing_ == Writing::stopped) return;
    if (sync_failed(code)) {
        writing_ = Writing::stopped;
        spdlog::critical("a sync failed: this process writes nothing more");
        if (when_stopped_) when_stopped_();
    } else if (disk_is_full(code)) {
        writing_ = Writing::disk_full;
        spdlog::error("the disk is full: reading only, until there is room");
    }
}

void Database::checkpoint_when_due()
{
    if (log_pages_ < kPagesBeforeCheckpoint || writing_ == Writing::stopped) return;
    auto const code = sqlite3_wal_checkpoint_v2(writer_->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY) return;
    spdlog::error("checkpoint failed: {}", sqlite3_errstr(code));
    if (sync_failed(code)) take_failure(code); // a full disk only keeps the log long; the next commit will tell
}

void Database::commit_group(std::vector<Job*> const& group)
{
    std::vector<Job*> welcome;
    for (auto* job : group) {
        job->refused = refused_at_the_door(job->even_when_full);
        if (!job->refused) welcome.push_back(job);
    }
    if (welcome.empty()) return;
    try {
        writer_->change(kBegin);
        for (auto* job : welcome) run_in_savepoint(*job);
        writer_->change(kCommit);
        if (writing_ == Writing::disk_full && welcome.size() == 1 && welcome.front()->even_when_full && !welcome.front()->refused) writing_ = Writing::possible;
    } catch (DatabaseFailed const& failure) {
        // The outcome of a failed commit is unknown; nobody is told "done", everybody may try again (trust.md section 2).
        spdlog::error("commit failed: {}", failure.what());
        refuse_all(welcome, commit_refusal(failure));
        take_failure(failure.code());
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
        if (disk_is_full(failure.code())) {
            job.refused = full();
            take_failure(failure.code());
        } else {
            job.thrown = std::current_exception();
        }
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
