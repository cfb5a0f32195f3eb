#include "storage/database.h"

#include <atomic>
#include <csignal>
#include <filesystem>
#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>

#include "base/chance.h"

namespace lilong::storage
{
namespace
{

constexpr Sql kMake{"test.make",
                    "create table test_note (area_id text not null, n bigint not null, primary key (area_id, n))"};
constexpr Sql kAdd{"test.add", "insert into test_note (n, area_id) values ($2, $1)"};
constexpr Sql kCount{"test.count", "select count(*) from test_note"};

std::int64_t count(Database& database)
{
    return database.read([](Connection& c) { return c.scalar<std::int64_t>(kCount).value(); });
}

class DatabaseTest : public testing::Test
{
protected:
    DatabaseTest()
    {
        database->load([](Transaction& tx) { tx.change(kMake); });
    }
    Result<void> add(int n, bool noted = true)
    {
        return database->write(area, [&](Transaction& tx) -> Result<void> {
            tx.change(kAdd, area, n);
            if (noted) tx.mark_noted();
            return {};
        });
    }
    std::unique_ptr<Database> database = Database::in_memory();
    SeededRng rng{1};
    AreaId area = AreaId::random(rng);
};

TEST_F(DatabaseTest, what_was_written_can_be_read)
{
    ASSERT_TRUE(add(1));
    EXPECT_EQ(count(*database), 1);
}

TEST_F(DatabaseTest, a_refused_write_leaves_no_trace)
{
    auto const refused = database->write(area, [&](Transaction& tx) -> Result<void> {
        tx.change(kAdd, area, 7);
        return refuse(ErrorKind::conflict, "test.no");
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "test.no");
    EXPECT_EQ(count(*database), 0);
}

TEST_F(DatabaseTest, a_write_without_an_audit_note_is_a_fault_and_is_undone)
{
    EXPECT_THROW((void)add(1, false), std::logic_error);
    EXPECT_EQ(count(*database), 0);
}

TEST_F(DatabaseTest, a_constraint_reaches_the_caller_and_undoes_only_its_own_write)
{
    ASSERT_TRUE(add(1));
    EXPECT_THROW((void)add(1), ConstraintViolated);
    ASSERT_TRUE(add(2));
    EXPECT_EQ(count(*database), 2);
}

TEST_F(DatabaseTest, many_writers_at_once_lose_nothing)
{
    std::vector<std::thread> clerks;
    for (int c = 0; c < 8; ++c)
        clerks.emplace_back([&, c] {
            for (int i = 0; i < 50; ++i) EXPECT_TRUE(add(c * 1000 + i));
        });
    for (auto& clerk : clerks) clerk.join();
    EXPECT_EQ(count(*database), 400);
}

TEST_F(DatabaseTest, a_refused_neighbour_does_not_spoil_the_writes_committed_with_it)
{
    std::vector<std::thread> clerks;
    std::atomic<int> refused{0};
    for (int c = 0; c < 4; ++c)
        clerks.emplace_back([&, c] {
            for (int i = 0; i < 25; ++i) {
                EXPECT_TRUE(add(c * 1000 + i));
                auto const no = database->write(area, [&](Transaction& tx) -> Result<void> {
                    tx.change(kAdd, area, 100'000 + c * 1000 + i);
                    return refuse(ErrorKind::limit_reached, "test.no");
                });
                refused += !no;
            }
        });
    for (auto& clerk : clerks) clerk.join();
    EXPECT_EQ(refused, 100);
    EXPECT_EQ(count(*database), 100);
}

TEST_F(DatabaseTest, a_write_inside_a_write_is_a_fault_and_not_a_standstill)
{
    EXPECT_THROW((void)database->write(area, [&](Transaction&) -> Result<void> { return add(1); }), std::logic_error);
    EXPECT_TRUE(add(2));
    EXPECT_EQ(count(*database), 1);
}

TEST_F(DatabaseTest, a_signal_to_stop_does_not_reach_the_writer_in_the_middle_of_a_commit)
{
    database->load([](Transaction&) {
        sigset_t blocked;
        pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
        EXPECT_EQ(sigismember(&blocked, SIGTERM), 1);
        EXPECT_EQ(sigismember(&blocked, SIGINT), 1);
    });
}

TEST_F(DatabaseTest, one_reading_sees_one_moment)
{
    ASSERT_TRUE(add(1));
    database->read([&](Connection& c) {
        EXPECT_EQ(c.scalar<std::int64_t>(kCount), 1);
        std::thread{[&] { EXPECT_TRUE(add(2)); }}.join();
        EXPECT_EQ(c.scalar<std::int64_t>(kCount), 1);
    });
    EXPECT_EQ(count(*database), 2);
}

TEST_F(DatabaseTest, a_reading_that_throws_gives_its_connection_back_in_order)
{
    EXPECT_THROW(database->read([](Connection& c) -> int {
        for (auto row : c.query(kCount)) throw std::runtime_error(std::to_string(row.at<int>(0)));
        return 0;
    }),
                 std::runtime_error);
    ASSERT_TRUE(add(1));
    EXPECT_EQ(count(*database), 1);
}

TEST_F(DatabaseTest, a_full_disk_is_told_as_such_and_nothing_of_the_write_stays)
{
    database->load(
        [](Transaction& tx) { tx.execute_script("pragma max_page_count = 1;"); }); // SQLite: no growth beyond now
    auto const refused = database->write(area, [&](Transaction& tx) -> Result<void> {
        for (int n = 0; n < 100'000; ++n) tx.change(kAdd, area, n);
        tx.mark_noted();
        return {};
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::disk_full);
    EXPECT_EQ(refused.error().code, "storage.disk_full");
    EXPECT_EQ(count(*database), 0);
    database->load([](Transaction& tx) { tx.execute_script("pragma max_page_count = 1073741823;"); });
    EXPECT_TRUE(add(1));
}

class DatabaseFile : public testing::Test
{
protected:
    ~DatabaseFile() override
    {
        for (auto const* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
    }
    std::string const path =
        (std::filesystem::temp_directory_path() / ("lilong-open-" + std::to_string(::getpid()) + ".db")).string();
    SeededRng rng{1};
    AreaId area = AreaId::random(rng);
};

TEST_F(DatabaseFile, opening_again_finds_the_data_and_migrates_nothing_twice)
{
    {
        auto database = Database::open(path);
        database->load([&](Transaction& tx) {
            tx.change(kMake);
            tx.change(kAdd, area, 1);
        });
    }
    auto database = Database::open(path);
    EXPECT_EQ(count(*database), 1);
}

TEST_F(DatabaseFile, success_means_on_the_disk_so_the_log_is_written_ahead_and_synced_fully)
{
    constexpr Sql journal{"test.journal", "pragma journal_mode"}, sync{"test.sync", "pragma synchronous"},
        keys{"test.keys", "pragma foreign_keys"};
    auto database = Database::open(path);
    database->load([&](Transaction& tx) {
        EXPECT_EQ(tx.scalar<std::string>(journal), "wal");
        EXPECT_EQ(tx.scalar<std::int64_t>(sync), 2); // FULL
        EXPECT_EQ(tx.scalar<std::int64_t>(keys), 1);
    });
}

TEST_F(DatabaseFile, a_database_of_a_newer_program_is_left_alone)
{
    constexpr Sql newer{"test.newer",
                        "insert into migration (number, name, sha256) values (9999, '9999-tomorrow.sql', 'x')"};
    Database::open(path)->load([&](Transaction& tx) { tx.change(newer); });
    try {
        Database::open(path);
        FAIL() << "opened";
    } catch (DatabaseFailed const& refused) {
        EXPECT_NE(std::string{refused.what()}.find("newer Lilong (migration 9999)"), std::string::npos);
    }
}

TEST_F(DatabaseFile, a_migration_that_was_changed_after_it_ran_is_refused_by_name)
{
    constexpr Sql changed{"test.changed", "update migration set sha256 = 'x' where number = 1"};
    Database::open(path)->load([&](Transaction& tx) { tx.change(changed); });
    try {
        Database::open(path);
        FAIL() << "opened";
    } catch (DatabaseFailed const& refused) {
        EXPECT_NE(std::string{refused.what()}.find("0001-access.sql differs"), std::string::npos);
    }
}

} // namespace
} // namespace lilong::storage
