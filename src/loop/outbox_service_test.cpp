#include "loop/outbox_service.h"

#include <gtest/gtest.h>
#include <thread>

namespace lilong::loop
{
namespace
{

using storage::Sql;
using storage::Transaction;

// A committee raises an issue; the sub-district receives it.
class OutboxServiceTest : public testing::Test
{
protected:
    OutboxServiceTest()
    {
        constexpr Sql make{"test.make_received",
                           "create table test_received (area_id text not null, payload text not null)"};
        database->load([&](Transaction& tx) { tx.change(make); });
        outbox.on(
            "issue_raised", [this](Transaction& tx, AreaId const& target, std::string const& payload) -> Result<void> {
                constexpr Sql receive{"test.receive", "insert into test_received (area_id, payload) values ($1, $2)"};
                tx.change(receive, target, payload);
                if (refusing) return refuse(ErrorKind::busy, "storage.busy");
                if (payload == "broken") throw std::runtime_error("cannot be read");
                return {};
            });
    }
    void send(std::string const& payload, std::string_view kind = "issue_raised")
    {
        auto const sent = database->write(committee, [&](Transaction& tx) -> Result<void> {
            tx.mark_noted();
            outbox.send(tx, committee, kind, sub_district, payload);
            return {};
        });
        ASSERT_TRUE(sent);
        clock.advance(std::chrono::seconds{1});
    }
    std::vector<std::string> received()
    {
        constexpr Sql all{"test.received", "select payload from test_received where area_id = $1 order by rowid"};
        return database->read([&](storage::Connection& c) {
            return c.all(
                all, [](storage::Row row) { return row.at<std::string>(0); }, sub_district);
        });
    }
    using Payloads = std::vector<std::string>;

    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    TestClock clock{*Instant::parse("2026-05-08T06:30:00Z")};
    SystemRng rng;
    OutboxService outbox{*database, clock, rng};
    AreaId committee = AreaId::random(rng), sub_district = AreaId::random(rng);
    bool refusing = false;
};

TEST_F(OutboxServiceTest, what_is_sent_arrives_in_order_and_once_however_often_somebody_looks)
{
    send("lamp");
    send("bench");
    EXPECT_EQ(received(), Payloads{});
    EXPECT_EQ(outbox.drain(), 2U);
    EXPECT_EQ(outbox.drain(), 0U);
    EXPECT_EQ(received(), (Payloads{"lamp", "bench"}));
}

TEST_F(OutboxServiceTest, what_the_sender_takes_back_is_never_sent)
{
    auto const refused = database->write(committee, [&](Transaction& tx) -> Result<void> {
        tx.mark_noted();
        outbox.send(tx, committee, "issue_raised", sub_district, "lamp");
        return refuse(ErrorKind::conflict, "test.no");
    });
    EXPECT_FALSE(refused);
    EXPECT_EQ(outbox.drain(), 0U);
}

TEST_F(OutboxServiceTest, a_refused_message_leaves_no_trace_and_is_tried_again)
{
    send("lamp");
    refusing = true;
    EXPECT_EQ(outbox.drain(), 0U);
    EXPECT_EQ(received(), Payloads{});
    refusing = false;
    EXPECT_EQ(outbox.drain(), 0U); // not yet
    clock.advance(std::chrono::seconds{1});
    EXPECT_EQ(outbox.drain(), 1U);
    EXPECT_EQ(outbox.drain(), 0U);
    EXPECT_EQ(received(), Payloads{"lamp"});
}

TEST_F(OutboxServiceTest, a_message_that_is_refused_for_ever_is_tried_once_an_hour_in_the_end)
{
    send("lamp");
    refusing = true;
    auto const tries = [&] {
        constexpr Sql counted{"test.tries", "select tries from outbox"};
        return *database->read([&](storage::Connection& c) { return c.scalar<std::int64_t>(counted); });
    };
    for (int second = 0; second < 3600 * 6; ++second, clock.advance(std::chrono::seconds{1})) outbox.drain();
    EXPECT_GT(tries(), 12); // 1 + 2 + 4 + … + 2048 s are the first hour and a bit
    EXPECT_LT(tries(), 19);
    refusing = false;
    clock.advance(std::chrono::hours{1});
    EXPECT_EQ(outbox.drain(), 1U);
}

TEST_F(OutboxServiceTest, a_message_that_cannot_be_applied_does_not_hold_up_those_behind_it)
{
    send("broken");
    send("unknown", "nobody_knows_this");
    send("lamp");
    EXPECT_EQ(outbox.drain(), 1U);
    EXPECT_EQ(received(), Payloads{"lamp"});
}

TEST_F(OutboxServiceTest, a_crash_between_receiving_and_ticking_off_does_not_apply_twice)
{
    constexpr Sql forget{"test.forget", "update outbox set applied_at = null"};
    send("lamp");
    EXPECT_EQ(outbox.drain(), 1U);
    database->load([&](Transaction& tx) { tx.change(forget); }); // as if the tick had been lost
    EXPECT_EQ(outbox.drain(), 1U);
    EXPECT_EQ(received(), Payloads{"lamp"});
}

TEST_F(OutboxServiceTest, several_threads_that_drain_at_once_apply_each_message_once)
{
    for (int i = 0; i < 20; ++i) send(std::to_string(i));
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) threads.emplace_back([&] { outbox.drain(); });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(received().size(), 20U);
}

} // namespace
} // namespace lilong::loop
