#include "storage/database.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <thread>
#include <unistd.h>

#include "base/chance.h"

namespace lilong::storage {
namespace {

constexpr Sql kMake{"test.make", "create table note (area_id text not null, n bigint not null, primary key (area_id, n))"};
constexpr Sql kAdd{"test.add", "insert into note (n, area_id) values ($2, $1)"};
constexpr Sql kCount{"test.count", "select count(*) from note"};

std::int64_t count(Database& database)
{
    return database.read([](Connection& c) { return c.scalar<std::int64_t>(kCount).value(); });
}

class DatabaseTest : public testing::Test {
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

TEST(DatabaseFile, opening_again_finds_the_data_and_migrates_nothing_twice)
{
    auto const path = (std::filesystem::temp_directory_path() / ("lilong-open-" + std::to_string(::getpid()) + ".db")).string();
    SeededRng rng{1};
    auto const area = AreaId::random(rng);
    {
        auto database = Database::open(path);
        database->load([&](Transaction& tx) {
            tx.change(kMake);
            tx.change(kAdd, area, 1);
        });
    }
    {
        auto database = Database::open(path);
        EXPECT_EQ(count(*database), 1);
    }
    for (auto const* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
}

} // namespace
} // namespace lilong::storage
