#include "access/session_service.h"

#include <gtest/gtest.h>
#include <set>

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
            sessions.add_user(administrator, "wang", "王书记", kPassword, {{Role::committee_secretary, home}}).value();
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
    SessionService sessions{*database, audit, clock, rng};
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
    auto const link = sessions.sign_in_link(administrator, user);
    auto const session = sessions.sign_in_by_link(link);
    ASSERT_TRUE(session);
    EXPECT_EQ(sessions.actor_of(session->token).user, user);
    EXPECT_EQ(code(sessions.sign_in_by_link(link)), "access.link_used_or_ended");
    auto const late = sessions.sign_in_link(administrator, user);
    clock.advance(24h);
    EXPECT_EQ(code(sessions.sign_in_by_link(late)), "access.link_used_or_ended");
    EXPECT_EQ(code(sessions.sign_in_by_link("made up")), "access.link_used_or_ended");
}

TEST_F(SessionServiceTest, a_new_password_shuts_out_whoever_knew_the_old_one)
{
    auto const token = signed_in();
    EXPECT_TRUE(sessions.reset_password(administrator, "wang", "eight-lamps-in-a-row"));
    EXPECT_FALSE(sessions.actor_of(token).known());
    EXPECT_EQ(code(sessions.sign_in("wang", kPassword, "10.0.0.1")), "access.wrong_password");
    EXPECT_EQ(code(sessions.sign_in("wang", "eight-lamps-in-a-row", "10.0.0.1")), "");
    EXPECT_EQ(sessions.reset_password(administrator, "li", "eight-lamps-in-a-row").error().code, "access.no_such_user");
}

TEST_F(SessionServiceTest, weak_passwords_and_taken_logins_are_refused)
{
    for (auto const& weak :
         {std::string{"short"}, std::string{"123456789"}, std::string(129, 'x'), std::string{"li-is-the-best"}})
        EXPECT_EQ(sessions.add_user(administrator, "li", "李", weak, {}).error().code, "access.password_too_weak")
            << weak;
    EXPECT_EQ(sessions.reset_password(administrator, "wang", "short").error().code, "access.password_too_weak");
    EXPECT_EQ(sessions.add_user(administrator, "wang", "另一位", kPassword, {}).error().code, "access.login_taken");
    EXPECT_TRUE(sessions.add_user(administrator, "li", "李", "1234567890", {}));
}

TEST_F(SessionServiceTest, a_right_given_or_taken_counts_from_the_next_request)
{
    auto const token = signed_in();
    RoleGrant const worker{Role::committee_worker, AreaId::random(rng)};
    EXPECT_TRUE(sessions.grant(administrator, "wang", worker));
    EXPECT_EQ(sessions.actor_of(token).grants.size(), 2U);
    EXPECT_TRUE(sessions.revoke(administrator, "wang", worker));
    EXPECT_EQ(sessions.actor_of(token).grants.size(), 1U);
    EXPECT_EQ(sessions.grant(administrator, "li", worker).error().code, "access.no_such_user");
}

TEST_F(SessionServiceTest, printed_passwords_have_no_letters_that_look_alike_and_do_not_repeat)
{
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        auto const password = sessions.random_password("wang");
        EXPECT_EQ(password.size(), 19U);
        EXPECT_EQ(password.find_first_of("lo01"), std::string::npos) << password;
        seen.insert(password);
    }
    EXPECT_EQ(seen.size(), 100U);
}

TEST_F(SessionServiceTest, a_printed_password_is_never_one_that_would_be_refused_for_its_login)
{
    for (auto const* login : {"li", "he", "a", "-"})
        for (int i = 0; i < 100; ++i) {
            auto const password = sessions.random_password(login);
            EXPECT_TRUE(std::string_view{login}.size() == 1 || password.find(login) == std::string::npos) << password;
            EXPECT_EQ(password.size(), 19U);
        }
    for (int i = 0; i < 10; ++i) {
        auto const login = "li" + std::string(static_cast<std::size_t>(i), 'i');
        EXPECT_TRUE(sessions.add_user(administrator, login, "李", sessions.random_password(login), {}));
    }
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
