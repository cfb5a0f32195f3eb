#include "access/audit.h"

#include <gtest/gtest.h>

#include "base/chance.h"

namespace lilong::access
{
namespace
{

using storage::Sql;
using storage::Transaction;

class AuditTest : public testing::Test
{
protected:
    AuditTest()
    {
        for (int i = 1; i <= 5; ++i) note(home, "needs.seen_" + std::to_string(i));
        for (int i = 1; i <= 3; ++i) note(next_door, "needs.seen_" + std::to_string(i));
    }
    void note(AreaId const& area, std::string const& what)
    {
        auto const done = database->write(area, [&](Transaction& tx) -> Result<void> {
            audit.note(tx, wang, area, what, NeedId::random(rng), {{"field", "heads"}});
            return {};
        });
        EXPECT_TRUE(done);
        clock.advance(std::chrono::seconds{1});
    }
    std::optional<AuditBreak> broken()
    {
        return database->read([](storage::Connection& c) { return first_break(c); });
    }
    // Somebody with the file and an editor.
    template <typename... Values>
    void tamper(Sql const& sql, Values const&... values)
    {
        database->load([&](Transaction& tx) { ASSERT_GT(tx.change(sql, values...), 0); });
    }
    void expect_break(AreaId const& area, std::int64_t seq)
    {
        auto const found = broken();
        ASSERT_TRUE(found);
        EXPECT_EQ(found->area, area);
        EXPECT_EQ(found->seq, seq);
    }

    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    TestClock clock{*Instant::parse("2026-05-08T06:30:00Z")};
    AuditTrail audit{clock};
    SeededRng rng{1};
    AreaId home = AreaId::random(rng), next_door = AreaId::random(rng);
    Actor wang{.user = UserId::random(rng), .name = "王书记", .grants = {}, .household = {}, .provider = {}};
};

TEST_F(AuditTest, an_untouched_trail_holds) { EXPECT_EQ(broken(), std::nullopt); }

TEST_F(AuditTest, each_area_has_a_chain_of_its_own)
{
    constexpr Sql last{"test.last", "select max(seq) from audit_event where area_id = $1"};
    database->read([&](storage::Connection& c) {
        EXPECT_EQ(c.scalar<std::int64_t>(last, home), 5);
        EXPECT_EQ(c.scalar<std::int64_t>(last, next_door), 3);
    });
}

TEST_F(AuditTest, a_change_in_any_column_is_found)
{
    constexpr Sql at{"test.at",
                     "update audit_event set at = '2026-05-08T06:30:02.001Z' where area_id = $1 and seq = 3"};
    constexpr Sql actor{"test.actor", "update audit_event set actor_id = $2 where area_id = $1 and seq = 3"};
    constexpr Sql actor_name{"test.actor_name",
                             "update audit_event set actor_name = '李书记' where area_id = $1 and seq = 3"};
    constexpr Sql what{"test.what", "update audit_event set what = 'needs.seen_9' where area_id = $1 and seq = 3"};
    constexpr Sql object{"test.object", "update audit_event set object = $2 where area_id = $1 and seq = 3"};
    constexpr Sql details{"test.details", "update audit_event set details = '{}' where area_id = $1 and seq = 3"};
    constexpr Sql save{"test.save", "create table test_saved as select * from audit_event"},
        drop{"test.drop", "drop table test_saved"};
    constexpr Sql clear{"test.clear", "delete from audit_event"},
        restore{"test.restore", "insert into audit_event select * from test_saved"};
    auto const other = NeedId::random(rng);
    for (auto const* sql : {&at, &actor, &actor_name, &what, &object, &details}) {
        database->load([&](Transaction& tx) { tx.change(save); });
        if (sql == &actor || sql == &object)
            tamper(*sql, home, other);
        else
            tamper(*sql, home);
        expect_break(home, 3);
        database->load([&](Transaction& tx) {
            tx.change(clear);
            tx.change(restore);
            tx.change(drop);
        });
        EXPECT_EQ(broken(), std::nullopt);
    }
}

TEST_F(AuditTest, a_single_flipped_bit_in_a_hash_is_found)
{
    constexpr Sql flip{"test.flip", "update audit_event set hash = case when substr(hash, 1, 1) = '0' then '1' else "
                                    "'0' end || substr(hash, 2) where area_id = $1 and seq = 2"};
    tamper(flip, home);
    expect_break(home, 2);
}

TEST_F(AuditTest, a_deleted_row_is_named)
{
    constexpr Sql remove{"test.remove", "delete from audit_event where area_id = $1 and seq = $2"};
    tamper(remove, home, 2);
    expect_break(home, 2);
    EXPECT_EQ(broken()->fault, Fault::missing);
    EXPECT_EQ(broken()->date, "2026-05-08");
}

TEST_F(AuditTest, closing_the_gap_after_a_deletion_does_not_help)
{
    constexpr Sql remove{"test.remove", "delete from audit_event where area_id = $1 and seq = 1"};
    constexpr Sql renumber{"test.renumber", "update audit_event set seq = seq - 1 where area_id = $1"};
    tamper(remove, home);
    tamper(renumber, home);
    expect_break(home, 1);
}

TEST_F(AuditTest, an_inserted_row_is_found)
{
    constexpr Sql insert{"test.insert", "insert into audit_event select area_id, seq + 1, at, actor_id, actor_name, "
                                        "what, object, details, hash from audit_event where area_id = $1 and seq = 5"};
    tamper(insert, home);
    expect_break(home, 6);
}

TEST_F(AuditTest, two_rows_that_changed_places_are_found)
{
    constexpr Sql away{"test.away", "update audit_event set seq = 99 where area_id = $1 and seq = 2"},
        down{"test.down", "update audit_event set seq = 2 where area_id = $1 and seq = 3"},
        back{"test.back", "update audit_event set seq = 3 where area_id = $1 and seq = 99"};
    tamper(away, home);
    tamper(down, home);
    tamper(back, home);
    expect_break(home, 2);
}

TEST_F(AuditTest, a_row_moved_to_another_area_is_found)
{
    constexpr Sql move{"test.move", "update audit_event set area_id = $2, seq = 4 where area_id = $1 and seq = 5"};
    tamper(move, home, next_door);
    expect_break(next_door, 4);
}

} // namespace
} // namespace lilong::access
