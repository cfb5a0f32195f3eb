#include "access/session_service.h"

#include "access/account_service.h"

#include <gtest/gtest.h>

namespace lilong::access
{
namespace
{

using namespace std::chrono_literals;

class SessionServiceTest : public testing::Test
{
protected:
    SessionServiceTest()
    {
        user =
            accounts.add(administrator, "wang", "王书记", kPassword, {{Role::committee_secretary, home}}).value();
    }
    std::string signed_in() { return sessions.sign_in("wang", kPassword, "10.0.0.1")->token; }
    std::string code(Result<OpenedSession> const& result) const { return result ? "" : result.error().code; }
    std::vector<std::string> notes()
    {
        constexpr storage::Sql all{"test.notes", "select what from audit_event order by area_id, seq"};
        return database->read(
            [&](storage::Connection& c) { return c.all(all, [](storage::Row row) { return row.at<std::string>(0); }); });
    }

    static constexpr char const* kPassword = "seven-lamps-in-a-row";
    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    TestClock clock{*Instant::parse("2026-05-08T06:30:00Z")};
    AuditTrail audit{clock};
    SeededRng rng{1};
    PasswordHasher hasher;
    AccountService accounts{*database, audit, hasher, [](AreaId const& a, AreaId const& b) { return a == b; }, clock, rng};
    SessionService sessions{*database, audit, hasher, clock, rng};
    AreaId home = AreaId::random(rng);
    Actor administrator{
        .user = UserId::random(rng), .name = "administrator", .grants = {}, .household = {}, .provider = {}};
    UserId user;
};

TEST_F(SessionServiceTest, the_right_password_opens_a_session_with_the_rights_of_the_account)
{
    auto const session = sessions.sign_in("wang", kPassword, "10.0.0.1");
    ASSERT_TRUE(session);
    auto const actor = sessions.actor_of(session->token);
    EXPECT_EQ(actor.user, user);
    EXPECT_EQ(actor.name, "王书记");
    EXPECT_EQ(actor.grants, (std::vector<RoleGrant>{{Role::committee_secretary, home}}));
    EXPECT_EQ(notes(), (std::vector<std::string>{"access.user_added", "access.signed_in"}));
}

TEST_F(SessionServiceTest, passwords_are_stored_as_argon2_and_tokens_as_hashes)
{
    constexpr storage::Sql stored{"test.stored", "select password_hash from user_account"},
        token_of{"test.token", "select token_sha256 from session"};
    auto const token = signed_in();
    database->read([&](storage::Connection& c) {
        auto const hash = c.scalar<std::string>(stored).value();
        EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=48128,t=1,p=1$")) << hash; // 47 MiB, one pass
        EXPECT_NE(c.scalar<std::string>(token_of), token);
    });
}

TEST_F(SessionServiceTest, a_wrong_password_and_an_unknown_user_hear_the_same)
{
    EXPECT_EQ(code(sessions.sign_in("wang", "seven-lamps-in-a-rown", "10.0.0.1")), "access.wrong_password");
    EXPECT_EQ(code(sessions.sign_in("nobody", kPassword, "10.0.0.1")), "access.wrong_password");
    EXPECT_FALSE(sessions.actor_of("").known());
    EXPECT_FALSE(sessions.actor_of("made up").known());
}

TEST_F(SessionServiceTest, after_five_failures_the_wait_begins_and_doubles)
{
    for (int i = 0; i < 5; ++i) EXPECT_EQ(code(sessions.sign_in("wang", "wrong", "10.0.0.1")), "access.wrong_password");
    EXPECT_EQ(code(sessions.sign_in("wang", kPassword, "10.0.0.1")),
              "access.wait_before_next_try");                             // even the right one
    EXPECT_EQ(code(sessions.sign_in("wang", kPassword, "10.0.0.2")), ""); // the real Wang at her own desk
    clock.advance(1s);
    EXPECT_EQ(code(sessions.sign_in("wang", "wrong", "10.0.0.1")), "access.wrong_password");
    clock.advance(1s);
    auto const waiting = sessions.sign_in("wang", kPassword, "10.0.0.1");
    ASSERT_FALSE(waiting);
    EXPECT_EQ(waiting.error().kind, ErrorKind::busy);
    EXPECT_EQ(waiting.error().facts.at("seconds"), "1"); // of two
    clock.advance(1s);
    EXPECT_EQ(code(sessions.sign_in("wang", kPassword, "10.0.0.1")), "");
    EXPECT_EQ(code(sessions.sign_in("wang", "wrong", "10.0.0.1")), "access.wrong_password"); // and the count began anew
    EXPECT_EQ(code(sessions.sign_in("wang", kPassword, "10.0.0.1")), "");
}

TEST_F(SessionServiceTest, a_session_ends_after_half_an_hour_of_silence)
{
    auto const token = signed_in();
    clock.advance(29min);
    EXPECT_TRUE(sessions.actor_of(token).known());
    clock.advance(29min);
    EXPECT_TRUE(sessions.actor_of(token).known());
    clock.advance(30min);
    EXPECT_FALSE(sessions.actor_of(token).known());
}

TEST_F(SessionServiceTest, a_session_ends_after_twelve_hours_however_busy)
{
    auto const token = signed_in();
    for (int minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
        clock.advance(20min);
        ASSERT_TRUE(sessions.actor_of(token).known()) << minutes;
    }
    clock.advance(20min);
    EXPECT_FALSE(sessions.actor_of(token).known());
}

TEST_F(SessionServiceTest, signing_out_ends_this_session_and_no_other)
{
    auto const here = signed_in(), there = signed_in();
    EXPECT_TRUE(sessions.sign_out(sessions.actor_of(here), here));
    EXPECT_FALSE(sessions.actor_of(here).known());
    EXPECT_TRUE(sessions.actor_of(there).known());
}

TEST_F(SessionServiceTest, a_sign_in_link_works_once_and_for_a_day)
{
    auto const link = accounts.sign_in_link(administrator, user);
    auto const session = sessions.sign_in_by_link(link);
    ASSERT_TRUE(session);
    EXPECT_EQ(sessions.actor_of(session->token).user, user);
    EXPECT_EQ(code(sessions.sign_in_by_link(link)), "access.link_used_or_ended");
    auto const late = accounts.sign_in_link(administrator, user);
    clock.advance(24h);
    EXPECT_EQ(code(sessions.sign_in_by_link(late)), "access.link_used_or_ended");
    EXPECT_EQ(code(sessions.sign_in_by_link("made up")), "access.link_used_or_ended");
}

TEST_F(SessionServiceTest, everybody_sees_the_own_open_sessions_and_ends_them)
{
    auto const here = signed_in();
    clock.advance(5min);
    auto const phone = signed_in();
    auto const who = sessions.actor_of(here);
    auto const open = sessions.sessions_of(who.user);
    ASSERT_EQ(open.size(), 2U);
    auto const& later = open[0].started_at > open[1].started_at ? open[0] : open[1];
    EXPECT_EQ(sessions.end_session(Actor{.user = UserId::random(rng), .name = "other", .grants = {}, .household = {}, .provider = {}}, later.id).error().code, "access.not_found");
    EXPECT_TRUE(sessions.end_session(who, later.id));
    EXPECT_FALSE(sessions.actor_of(phone).known());
    EXPECT_TRUE(sessions.actor_of(here).known());
}

TEST_F(SessionServiceTest, the_trail_of_all_this_holds)
{
    auto const token = signed_in();
    (void)sessions.sign_in("wang", "wrong", "10.0.0.1");
    (void)sessions.sign_out(sessions.actor_of(token), token);
    EXPECT_EQ(notes(), (std::vector<std::string>{"access.user_added", "access.signed_in", "access.sign_in_failed",
                                                 "access.signed_out"}));
    EXPECT_EQ(database->read([](storage::Connection& c) { return first_break(c).has_value(); }), false);
}

} // namespace
} // namespace lilong::access
