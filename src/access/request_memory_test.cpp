#include "access/request_memory.h"

#include <atomic>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <thread>

#include "access/audit.h"
#include "http/json_body.h"

namespace lilong::access
{
namespace
{

using http::Answer;
using http::Method;
using http::Request;
using storage::Sql;
using storage::Transaction;

constexpr Sql kMake{"test.make",
                    "create table test_note (area_id text not null, n bigint not null, primary key (area_id, n))"};
constexpr Sql kAdd{"test.add", "insert into test_note (area_id, n) values ($1, $2)"};
constexpr Sql kCount{"test.count", "select count(*) from test_note"};
constexpr Permission write_notes{"test.write_notes"};

class OpenGate final : public http::Gate
{
public:
    explicit OpenGate(Actor actor) : actor_(std::move(actor)) {}
    Actor who(Request const& request) override
    {
        auto actor = actor_;
        if (!request.header("as").empty()) actor.user = *UserId::parse(request.header("as"));
        return actor;
    }
    Result<void> may(Actor const&, Permission, AreaId const&) override { return {}; }
    Result<void> may_somewhere(Actor const&, Permission) override { return {}; }

private:
    Actor actor_;
};

class RequestMemoryTest : public testing::Test
{
protected:
    RequestMemoryTest()
    {
        database->load([](Transaction& tx) { tx.change(kMake); });
        router.remember_repeats(std::make_unique<RequestMemory>(*database, clock));
        // Two writes and a read between them, as handlers do.
        router.post("/api/v1/areas/{area}/notes", write_notes, [this](Request const& request) -> Result<Answer> {
            auto const area = TRY(request.area());
            auto body = TRY(request.json());
            auto const n = body.integer("n", 0, 1000);
            TRY(body.finish());
            ++runs;
            TRY(add(area, n));
            auto const count =
                database->read([](storage::Connection& c) { return c.scalar<std::int64_t>(kCount).value(); });
            if (n == 13) return refuse(ErrorKind::conflict, "test.unlucky");
            if (n == 14) throw std::runtime_error("a fault");
            TRY(add(area, n + 1000));
            return http::created({{"count", count}}).version(7);
        });
    }
    Result<void> add(AreaId const& area, std::int64_t n)
    {
        return database->write(area, [&](Transaction& tx) -> Result<void> {
            tx.change(kAdd, area, n);
            audit.note(tx, wang, area, "test.noted", std::to_string(n));
            return {};
        });
    }
    Answer post(int n, std::string const& key, std::string const& as = {})
    {
        Request request;
        request.method = Method::post;
        request.path = "/api/v1/areas/" + home.text() + "/notes";
        request.headers = {
            {"x-lilong-request", "1"}, {"host", "lilong.test"}, {"content-type", "application/json"}, {"as", as}};
        if (!key.empty()) request.headers["idempotency-key"] = key;
        request.body = "{\"n\":" + std::to_string(n) + "}";
        return router.handle(request);
    }
    std::int64_t stored()
    {
        return database->read([](storage::Connection& c) { return c.scalar<std::int64_t>(kCount).value(); });
    }

    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    TestClock clock{*Instant::parse("2026-05-08T06:30:00.000Z")};
    AuditTrail audit{clock};
    SeededRng rng{1};
    AreaId home = AreaId::random(rng);
    Actor wang{.user = UserId::random(rng), .name = "王书记", .grants = {}, .household = {}, .provider = {}};
    OpenGate gate{wang};
    http::Router router{gate, rng};
    std::atomic<int> runs{0};
};

TEST_F(RequestMemoryTest, a_repetition_gets_the_first_answer_and_changes_nothing)
{
    auto const first = post(1, "key-number-1"), again = post(1, "key-number-1");
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.header("ETag"), "\"7\"");
    EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
    EXPECT_EQ(first.header("Idempotency-Replayed"), "");
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(stored(), 2);
}

TEST_F(RequestMemoryTest, the_handler_sees_what_it_has_just_written)
{
    EXPECT_EQ(nlohmann::json::parse(post(1, "key-number-1").body)["count"], 1);
}

TEST_F(RequestMemoryTest, the_same_key_with_another_content_is_refused)
{
    post(1, "key-number-1");
    auto const other = post(2, "key-number-1");
    EXPECT_EQ(other.status, 422);
    EXPECT_NE(other.body.find("access.key_used_otherwise"), std::string::npos);
    EXPECT_EQ(stored(), 2);
}

TEST_F(RequestMemoryTest, two_people_may_use_the_same_key)
{
    post(1, "key-number-1");
    EXPECT_EQ(post(2, "key-number-1", UserId::random(rng).text()).status, 201);
    EXPECT_EQ(stored(), 4);
}

TEST_F(RequestMemoryTest, sixty_four_at_once_are_carried_out_once)
{
    std::vector<std::thread> clients;
    std::atomic<int> created{0};
    for (int i = 0; i < 64; ++i) clients.emplace_back([&] { created += post(5, "the-same-key").status == 201; });
    for (auto& client : clients) client.join();
    EXPECT_EQ(created, 64);
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(stored(), 2);
}

TEST_F(RequestMemoryTest, a_refusal_is_not_kept_so_the_next_try_is_judged_anew)
{
    EXPECT_EQ(post(13, "key-number-1").status, 409);
    EXPECT_EQ(post(2, "key-number-1").status, 201);
}

TEST_F(RequestMemoryTest, a_fault_undoes_the_whole_request)
{
    EXPECT_EQ(post(14, "key-number-1").status, 500);
    EXPECT_EQ(stored(), 0);
    EXPECT_EQ(post(1, "key-number-2").status, 201);
}

TEST_F(RequestMemoryTest, without_a_key_nothing_is_remembered)
{
    EXPECT_EQ(post(1, "").status, 201);
    EXPECT_EQ(post(1, "").status, 500) << "the table itself says no";
    EXPECT_EQ(runs, 2);
}

TEST_F(RequestMemoryTest, a_key_is_between_eight_and_a_hundred_and_twenty_eight_letters)
{
    EXPECT_EQ(post(1, std::string(7, 'k')).status, 400);
    EXPECT_EQ(post(1, std::string(8, 'k')).status, 201);
    EXPECT_EQ(post(2, std::string(128, 'k')).status, 201);
    EXPECT_EQ(post(3, std::string(129, 'k')).status, 400);
    EXPECT_EQ(post(3, "key with space").status, 400);
}

TEST_F(RequestMemoryTest, after_seven_days_a_key_is_forgotten)
{
    post(1, "key-number-1");
    clock.advance(std::chrono::hours{7 * 24});
    EXPECT_EQ(forget_old_requests(*database, clock.now()), 0);
    clock.advance(std::chrono::milliseconds{1});
    EXPECT_EQ(forget_old_requests(*database, clock.now()), 1);
}

} // namespace
} // namespace lilong::access
