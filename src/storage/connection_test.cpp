#include "storage/connection.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/chance.h"
#include "storage/database.h"

namespace lilong::storage
{
namespace
{

constexpr Sql kMakeDoor{"test.make_door", "create table test_door (area_id text not null, number bigint not null check "
                                          "(number > 0), name text, primary key (area_id, number))"};
constexpr Sql kMakeVisit{"test.make_visit", "create table test_visit (area_id text not null, id bigint not null, door "
                                            "bigint not null, primary key (area_id, id), "
                                            "foreign key (area_id, door) references test_door (area_id, number))"};
constexpr Sql kAddDoor{"test.add_door", "insert into test_door (area_id, number, name) values ($1, $2, $3)"};
constexpr Sql kAddVisit{"test.add_visit", "insert into test_visit (area_id, id, door) values ($1, $2, $3)"};
constexpr Sql kDoors{"test.doors", "select number, name from test_door where area_id = $1 order by number"};
constexpr Sql kName{"test.name", "select name from test_door where area_id = $1 and number = $2"};
constexpr Sql kBackwards{"test.backwards", "select $3, $1, $2, $10, $1, $4, $5, $6, $7, $8, $9"};
constexpr Sql kEcho{"test.echo", "select $1"};

class ConnectionTest : public testing::Test
{
protected:
    ConnectionTest()
    {
        database->load([&](Transaction& tx) {
            tx.change(kMakeDoor);
            tx.change(kMakeVisit);
            tx.change(kAddDoor, area, 12, "六户");
            tx.change(kAddDoor, area, 14, std::optional<std::string>{});
        });
    }
    std::string violation(std::function<void(Transaction&)> const& work)
    {
        try {
            database->load(work);
        } catch (ConstraintViolated const& constraint) {
            return constraint.what();
        }
        return "";
    }
    template <typename T>
    T echo(T const& value)
    {
        return database->read([&](Connection& c) { return c.query(kEcho, value).front().template at<T>(0); });
    }
    std::unique_ptr<Database> database = Database::in_memory();
    SeededRng rng{1};
    AreaId area = AreaId::random(rng);
};

TEST_F(ConnectionTest, what_the_schema_forbids_comes_back_as_a_named_constraint)
{
    EXPECT_NE(violation([&](Transaction& tx) {
                  tx.change(kAddDoor, area, 12, "twice");
              }).find("test_door.area_id, test_door.number"),
              std::string::npos);
    EXPECT_NE(violation([&](Transaction& tx) { tx.change(kAddDoor, area, -1, "below ground"); }).find("CHECK"),
              std::string::npos);
    EXPECT_NE(violation([&](Transaction& tx) {
                  tx.change(kAddDoor, std::optional<AreaId>{}, 1, "nowhere");
              }).find("NOT NULL"),
              std::string::npos);
    EXPECT_NE(violation([&](Transaction& tx) { tx.change(kAddVisit, area, 1, 99); }).find("FOREIGN KEY"),
              std::string::npos);
    EXPECT_EQ(violation([&](Transaction& tx) { tx.change(kAddVisit, area, 1, 12); }), "");
}

TEST_F(ConnectionTest, parameters_may_stand_in_any_order_and_more_than_once)
{
    auto const words = database->read([](Connection& c) {
        auto rows = c.query(kBackwards, "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
        std::string line;
        for (int column = 0; column < 11; ++column) line += std::string{rows.front().text_view(column)} + " ";
        return line;
    });
    EXPECT_EQ(words, "3 1 2 10 1 4 5 6 7 8 9 ");
}

TEST_F(ConnectionTest, a_wrong_number_of_values_is_a_fault_also_the_second_time)
{
    database->read([&](Connection& c) {
        EXPECT_THROW((void)c.query(kName, area), std::logic_error);
        EXPECT_EQ(c.scalar<std::string>(kName, area, 12), "六户");
        EXPECT_THROW((void)c.query(kName, area), std::logic_error);
        EXPECT_THROW((void)c.query(kName, area, 12, 13), std::logic_error);
    });
}

TEST_F(ConnectionTest, text_from_people_never_becomes_sql)
{
    database->load([&](Transaction& tx) { tx.change(kAddDoor, area, 16, "'); drop table test_door; --"); });
    auto const name = database->read([&](Connection& c) { return c.scalar<std::string>(kName, area, 16); });
    EXPECT_EQ(name, "'); drop table test_door; --");
}

TEST_F(ConnectionTest, one_statement_may_run_inside_its_own_rows)
{
    auto const pairs = database->read([&](Connection& c) {
        int count = 0;
        for (auto outer : c.query(kDoors, area))
            for (auto inner : c.query(kDoors, area)) count += outer.at<int>(0) <= inner.at<int>(0);
        return count;
    });
    EXPECT_EQ(pairs, 3); // (12,12) (12,14) (14,14)
}

TEST_F(ConnectionTest, nothing_and_no_row_are_both_nothing)
{
    database->read([&](Connection& c) {
        EXPECT_EQ(c.scalar<std::string>(kName, area, 14), std::nullopt);
        EXPECT_EQ(c.scalar<std::string>(kName, area, 99), std::nullopt);
        EXPECT_EQ(c.first(
                      kName, [](Row row) { return row.at<std::string>(0); }, area, 99),
                  std::nullopt);
        EXPECT_THROW((void)c.first(
                         kName, [](Row row) { return row.at<std::string>(0); }, area, 14),
                     BadColumn);
    });
}

TEST_F(ConnectionTest, a_reading_connection_cannot_write)
{
    EXPECT_THROW(database->read([&](Connection& c) { c.query(kAddDoor, area, 18, "x"); }), DatabaseFailed);
}

TEST_F(ConnectionTest, every_kind_of_value_comes_back_as_it_went_in)
{
    EXPECT_EQ(echo(Money::fen(13'600'000)), Money::fen(13'600'000));
    EXPECT_EQ(echo(Date{2024, 2, 29}), (Date{2024, 2, 29}));
    EXPECT_EQ(echo(Instant::from_ms(1'778'221'800'005)), Instant::from_ms(1'778'221'800'005));
    EXPECT_EQ(echo(area), area);
    EXPECT_EQ(echo(Role::committee_secretary), Role::committee_secretary);
    EXPECT_EQ(echo(true), true);
    EXPECT_EQ(echo(0.1), 0.1);
    EXPECT_EQ(echo(std::optional<Money>{}), std::nullopt);
}

TEST_F(ConnectionTest, a_column_that_holds_something_else_is_a_fault)
{
    database->read([](Connection& c) {
        EXPECT_THROW((void)c.scalar<Date>(kEcho, "2026-02-30"), BadColumn);
        EXPECT_THROW((void)c.scalar<AreaId>(kEcho, "not an id"), BadColumn);
        EXPECT_THROW((void)c.scalar<std::int64_t>(kEcho, "twelve"), BadColumn);
        EXPECT_THROW((void)c.scalar<Role>(kEcho, "king"), BadColumn);
    });
}

RC_GTEST_PROP(Connection, any_text_survives_being_stored, (std::string const& text))
{
    static auto const database = Database::in_memory();
    RC_ASSERT(database->read([&](Connection& c) { return c.scalar<std::string>(kEcho, text).value(); }) == text);
}

} // namespace
} // namespace lilong::storage
