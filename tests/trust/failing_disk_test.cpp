// D-6: I/O errors never turn into lies. The n-th write or sync fails, for n = 1 … 60; whatever was acknowledged is
// there after opening again, whatever was refused at the door is not, pages and audit trail are in order, and no failed
// sync is repeated.
#include <csignal>
#include <fstream>
#include <gtest/gtest.h>
#include <iostream>
#include <set>
#include <spdlog/spdlog.h>
#include <sqlite3.h>
#include <thread>

#include "access/audit.h"
#include "backup/database_check.h"
#include "base/chance.h"
#include "base/csv.h"
#include "fault_vfs.h"
#include "rig.h"

namespace lilong::trust
{
namespace
{

using storage::Database;
using storage::Sql;
using storage::Transaction;
using storage::Writing;

constexpr Sql kMake{
    "test.make",
    "create table test_note (area_id text not null, n bigint not null, text text not null, primary key (area_id, n))"};
constexpr Sql kAdd{"test.add", "insert into test_note (area_id, n, text) values ($1, $2, $3)"};
constexpr Sql kAll{"test.all", "select n from test_note"};

class D6 : public testing::Test
{
protected:
    D6() : folder(std::filesystem::exists("/dev/shm") ? "/dev/shm" : std::filesystem::temp_directory_path())
    {
        spdlog::set_level(spdlog::level::off);
        install_fault_vfs();
        {
            auto const database = Database::open((folder / "pattern.db").string());
            database->load([](Transaction& tx) { tx.change(kMake); });
        }
        pattern = read_file((folder / "pattern.db").string()).value();
    }
    ~D6() override
    {
        disarm();
        spdlog::set_level(spdlog::level::info);
    }

    struct Run {
        std::set<std::int64_t> acknowledged, not_taken; // not_taken: refused before anything was tried
        bool failed = false, stopped = false, told_to_stop = false;
        int syncs_after = 0;
    };

    Result<void> add(Database& database, std::int64_t n)
    {
        return database.write(home, [&](Transaction& tx) -> Result<void> {
            tx.change(kAdd, home, n, std::string(20'000, 'x')); // some pages each
            audit.note(tx, wang, home, "test.noted", std::to_string(n));
            return {};
        });
    }

    Run run(Failing what, int nth, Lasting lasting, int code)
    {
        for (auto const* suffix : {"", "-wal", "-shm"})
            std::filesystem::remove((folder / "lilong.db").string() + suffix);
        std::ofstream{folder / "lilong.db", std::ios::binary} << pattern;
        Run out;
        {
            auto const database = Database::open(through_fault_vfs((folder / "lilong.db").string()));
            database->when_stopped([&] { out.told_to_stop = true; });
            arm(what, nth, lasting, code);
            int after = 0;
            for (std::int64_t n = 0; n < 80 && after < 3; ++n) {
                auto const done = add(*database, n);
                if (done)
                    out.acknowledged.insert(n);
                else if (after > 0 &&
                         (done.error().code == "storage.stopped" || done.error().code == "storage.disk_full"))
                    out.not_taken.insert(n);
                after += has_failed();
            }
            out.failed = has_failed();
            out.stopped = database->writing() == Writing::stopped;
        }
        out.syncs_after = syncs_after_failure();
        disarm();
        return out;
    }

    void expect_no_lie(Run const& run, std::string const& when)
    {
        storage::Connection plain{(folder / "lilong.db").string(), storage::Connection::Mode::read_write};
        auto const checked = backup::check_database(plain, folder / "none");
        EXPECT_TRUE(checked) << when << (checked ? "" : ": " + checked.error().facts.begin()->second);
        std::set<std::int64_t> stored;
        for (auto row : plain.query(kAll)) stored.insert(row.at<std::int64_t>(0));
        for (auto n : run.acknowledged)
            EXPECT_TRUE(stored.contains(n)) << when << ": " << n << " was acknowledged and is lost";
        for (auto n : run.not_taken)
            EXPECT_FALSE(stored.contains(n)) << when << ": " << n << " was refused and is there";
    }

    Folder folder;
    std::string pattern;
    SystemClock clock;
    access::AuditTrail audit{clock};
    SeededRng rng{6};
    AreaId home = AreaId::random(rng);
    Actor wang{.user = UserId::random(rng), .name = "王书记", .grants = {}, .household = {}, .provider = {}};
};

TEST_F(D6, a_write_that_fails_once_or_for_ever_loses_nothing_that_was_acknowledged)
{
    int failures = 0;
    for (int n = 1; n <= 60; ++n)
        for (auto const& [lasting, code] : {std::pair{Lasting::once, SQLITE_IOERR_WRITE},
                                            std::pair{Lasting::from_now_on, SQLITE_IOERR_WRITE},
                                            std::pair{Lasting::from_now_on, SQLITE_FULL}}) {
            auto const when = "write " + std::to_string(n) +
                              (lasting == Lasting::once ? " once" : " and all after it") +
                              (code == SQLITE_FULL ? " (full)" : " (I/O error)");
            auto const result = run(Failing::write, n, lasting, code);
            failures += result.failed;
            expect_no_lie(result, when);
            EXPECT_FALSE(result.stopped) << when << ": a write can be tried again";
        }
    EXPECT_EQ(failures, 180) << "each fault was met";
    std::cout << "D-6: " << failures << " failing writes, 0 lies\n";
}

TEST_F(D6, after_a_failed_sync_this_process_neither_writes_nor_syncs_again)
{
    int failures = 0;
    for (int n = 1; n <= 60; ++n) {
        auto const when = "sync " + std::to_string(n);
        auto const result = run(Failing::sync, n, Lasting::once, SQLITE_IOERR_FSYNC);
        failures += result.failed;
        expect_no_lie(result, when);
        EXPECT_TRUE(result.stopped) << when;
        EXPECT_TRUE(result.told_to_stop) << when;
        EXPECT_EQ(result.syncs_after, 0) << when << ": a sync after a failed one proves nothing";
        EXPECT_GE(result.not_taken.size(), 1U) << when << ": what comes later is refused at once";
    }
    EXPECT_EQ(failures, 60) << "each fault was met";
    std::cout << "D-6: " << failures << " failing syncs, 0 lies, 0 repeated syncs\n";
}

} // namespace
} // namespace lilong::trust
