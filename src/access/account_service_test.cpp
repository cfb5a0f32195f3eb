#include "access/account_service.h"

#include <gtest/gtest.h>
#include <set>

#include "access/session_service.h"

namespace lilong::access
{
namespace
{

class AccountServiceTest : public testing::Test
{
protected:
    Actor actor(UserId const& user, char const* name) { return {.user = user, .name = name, .grants = {}, .household = {}, .provider = {}}; }
    UserId account(std::string const& login, std::vector<RoleGrant> const& grants = {}) { return accounts.add(administrator, login, login, kPassword, grants).value(); }
    std::string session(std::string const& login) { return sessions.sign_in(login, kPassword, "10.0.0.1")->token; }
    template <typename T> std::string code(Result<T> const& result) const { return result ? "" : result.error().code; }

    static constexpr char const* kPassword = "seven-lamps-in-a-row";
    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    TestClock clock{*Instant::parse("2026-05-08T06:30:00Z")};
    AuditTrail audit{clock};
    SeededRng rng{1};
    PasswordHasher hasher;
    AreaId district = AreaId::random(rng), committee = AreaId::random(rng), sibling = AreaId::random(rng);
    AccountService accounts{*database, audit, hasher, [this](AreaId const& above, AreaId const& area) { return above == area || above == district; }, clock, rng};
    SessionService sessions{*database, audit, hasher, clock, rng};
    Actor administrator = actor(UserId::random(rng), "安全管理员");
};

TEST_F(AccountServiceTest, a_new_password_shuts_out_whoever_knew_the_old_one)
{
    auto const wang = account("wang");
    auto const token = session("wang");
    EXPECT_TRUE(accounts.reset_password(administrator, wang, "eight-lamps-in-a-row"));
    EXPECT_FALSE(sessions.actor_of(token).known());
    EXPECT_EQ(code(sessions.sign_in("wang", kPassword, "10.0.0.1")), "access.wrong_password");
    EXPECT_EQ(code(sessions.sign_in("wang", "eight-lamps-in-a-row", "10.0.0.1")), "");
    EXPECT_EQ(code(accounts.reset_password(administrator, UserId::random(rng), "eight-lamps-in-a-row")), "access.no_such_user");
}

TEST_F(AccountServiceTest, the_own_password_is_changed_by_whoever_knows_it)
{
    auto const wang = account("wang");
    auto const token = session("wang");
    EXPECT_EQ(code(accounts.change_own_password(actor(wang, "wang"), "not it", "eight-lamps-in-a-row")), "access.old_password_wrong");
    EXPECT_EQ(code(accounts.change_own_password(actor(wang, "wang"), kPassword, "short")), "access.password_too_weak");
    EXPECT_TRUE(sessions.actor_of(token).known());
    EXPECT_TRUE(accounts.change_own_password(actor(wang, "wang"), kPassword, "eight-lamps-in-a-row"));
    EXPECT_FALSE(sessions.actor_of(token).known()); // also the one of somebody who looked over the shoulder
    EXPECT_EQ(code(sessions.sign_in("wang", "eight-lamps-in-a-row", "10.0.0.1")), "");
}

TEST_F(AccountServiceTest, weak_passwords_and_taken_logins_are_refused)
{
    auto const wang = account("wang");
    for (auto const& weak : {std::string{"short"}, std::string{"123456789"}, std::string(129, 'x'), std::string{"li-is-the-best"}})
        EXPECT_EQ(code(accounts.add(administrator, "li", "李", weak, {})), "access.password_too_weak") << weak;
    EXPECT_EQ(code(accounts.reset_password(administrator, wang, "short")), "access.password_too_weak");
    EXPECT_EQ(code(accounts.add(administrator, "wang", "另一位", kPassword, {})), "access.login_taken");
    EXPECT_TRUE(accounts.add(administrator, "li", "李", "1234567890", {}));
}

TEST_F(AccountServiceTest, a_change_of_rights_ends_the_sessions_opened_before_it)
{
    auto const wang = account("wang", {{Role::committee_secretary, committee}});
    RoleGrant const resident{Role::resident, sibling};
    auto token = session("wang");
    EXPECT_EQ(accounts.grant(administrator, wang, resident), Granted::at_once);
    EXPECT_FALSE(sessions.actor_of(token).known());
    token = session("wang");
    EXPECT_EQ(sessions.actor_of(token).grants.size(), 2U);
    EXPECT_TRUE(accounts.revoke(administrator, wang, resident));
    EXPECT_FALSE(sessions.actor_of(token).known());
    EXPECT_EQ(sessions.actor_of(session("wang")).grants.size(), 1U);
    EXPECT_EQ(code(accounts.grant(administrator, UserId::random(rng), resident)), "access.no_such_user");
}

TEST_F(AccountServiceTest, roles_that_exclude_each_other_are_refused_with_the_rule)
{
    auto const wang = account("wang", {{Role::committee_secretary, committee}});
    auto const refused = accounts.grant(administrator, wang, {Role::audit_administrator, district});
    EXPECT_EQ(code(refused), "access.roles_exclude_each_other");
    EXPECT_EQ(refused.error().facts.at("rule"), "X-1");
    EXPECT_EQ(code(accounts.add(administrator, "both", "both", kPassword, {{Role::analyst, committee}, {Role::collector, committee}})), "access.roles_exclude_each_other");
    EXPECT_EQ(code(accounts.find("both")), "access.no_such_user"); // nothing of it was kept
}

TEST_F(AccountServiceTest, nobody_gives_the_own_account_a_role_or_shuts_it)
{
    auto const security = account("security", {{Role::security_administrator, district}});
    EXPECT_EQ(code(accounts.grant(actor(security, "security"), security, {Role::resident, committee})), "access.not_to_yourself");
    EXPECT_EQ(code(accounts.disable(actor(security, "security"), security)), "access.not_to_yourself");
}

TEST_F(AccountServiceTest, a_role_that_sees_identity_begins_when_the_secretary_agrees)
{
    auto const zhou = account("zhou");
    RoleGrant const collector{Role::collector, committee};
    EXPECT_EQ(accounts.grant(administrator, account("first"), {Role::committee_secretary, committee}), Granted::at_once); // nobody there to ask
    EXPECT_EQ(accounts.grant(administrator, zhou, collector), Granted::when_the_secretary_agrees);
    EXPECT_EQ(accounts.grant(administrator, zhou, {Role::resident, committee}), Granted::at_once);
    EXPECT_EQ(accounts.view(committee, zhou)->grants.size(), 1U);

    auto const open = accounts.requests(committee);
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].user_name, "zhou");
    EXPECT_TRUE(accounts.requests(sibling).empty());
    EXPECT_EQ(code(accounts.decide(actor(zhou, "zhou"), committee, open[0].id, true)), "access.not_to_yourself");
    EXPECT_EQ(code(accounts.decide(actor(UserId::random(rng), "王书记"), sibling, open[0].id, true)), "access.not_found");
    EXPECT_TRUE(accounts.decide(actor(UserId::random(rng), "王书记"), committee, open[0].id, true));
    EXPECT_EQ(accounts.view(committee, zhou)->grants.size(), 2U);
    EXPECT_EQ(code(accounts.decide(actor(UserId::random(rng), "王书记"), committee, open[0].id, false)), "access.not_found"); // decided once
}

TEST_F(AccountServiceTest, what_the_secretary_declines_is_not_given)
{
    account("first", {{Role::committee_secretary, committee}});
    auto const zhou = account("zhou");
    EXPECT_EQ(accounts.grant(administrator, zhou, {Role::collector, committee}), Granted::when_the_secretary_agrees);
    EXPECT_TRUE(accounts.decide(actor(UserId::random(rng), "王书记"), committee, accounts.requests(committee)[0].id, false));
    EXPECT_TRUE(accounts.requests(committee).empty());
    EXPECT_EQ(code(accounts.view(committee, zhou)), "access.not_found");
}

TEST_F(AccountServiceTest, an_area_lists_those_with_a_role_in_it_or_below)
{
    account("here", {{Role::committee_worker, committee}});
    account("there", {{Role::committee_worker, sibling}});
    auto const names = [&](AreaId const& area) {
        std::vector<std::string> out;
        for (auto const& view : accounts.in_area(area)) out.push_back(view.account.login);
        return out;
    };
    EXPECT_EQ(names(committee), (std::vector<std::string>{"here"}));
    EXPECT_EQ(names(district), (std::vector<std::string>{"here", "there"}));
}

TEST_F(AccountServiceTest, an_account_that_works_elsewhere_too_is_not_taken_over_from_here)
{
    auto const both = account("both", {{Role::committee_worker, committee}, {Role::committee_worker, sibling}});
    EXPECT_EQ(code(accounts.wholly_within(committee, *accounts.view(committee, both))), "access.account_reaches_further");
    EXPECT_TRUE(accounts.wholly_within(district, *accounts.view(committee, both)));
}

TEST_F(AccountServiceTest, asking_twice_for_a_role_makes_one_request)
{
    account("first", {{Role::committee_secretary, committee}});
    auto const zhou = account("zhou");
    for (int i = 0; i < 2; ++i) EXPECT_EQ(accounts.grant(administrator, zhou, {Role::collector, committee}), Granted::when_the_secretary_agrees);
    EXPECT_EQ(accounts.requests(committee).size(), 1U);
}

TEST_F(AccountServiceTest, a_disabled_account_is_out_at_once_and_may_come_back)
{
    auto const wang = account("wang", {{Role::committee_worker, committee}});
    auto const token = session("wang");
    EXPECT_TRUE(accounts.disable(administrator, wang));
    EXPECT_FALSE(sessions.actor_of(token).known());
    EXPECT_EQ(code(sessions.sign_in("wang", kPassword, "10.0.0.1")), "access.wrong_password");
    EXPECT_TRUE(accounts.view(committee, wang)->account.disabled);
    EXPECT_TRUE(accounts.enable(administrator, wang));
    EXPECT_TRUE(sessions.actor_of(session("wang")).known());
}

TEST_F(AccountServiceTest, printed_passwords_have_no_letters_that_look_alike_and_do_not_repeat)
{
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        auto const password = accounts.random_password("wang");
        EXPECT_EQ(password.size(), 19U);
        EXPECT_EQ(password.find_first_of("lo01"), std::string::npos) << password;
        seen.insert(password);
    }
    EXPECT_EQ(seen.size(), 100U);
}

TEST_F(AccountServiceTest, a_printed_password_is_never_one_that_would_be_refused_for_its_login)
{
    for (auto const* login : {"li", "he", "a", "-"})
        for (int i = 0; i < 100; ++i) {
            auto const password = accounts.random_password(login);
            EXPECT_TRUE(std::string_view{login}.size() == 1 || password.find(login) == std::string::npos) << password;
            EXPECT_EQ(password.size(), 19U);
        }
    for (int i = 0; i < 10; ++i) {
        auto const login = "li" + std::string(static_cast<std::size_t>(i), 'i');
        EXPECT_TRUE(accounts.add(administrator, login, "李", accounts.random_password(login), {}));
    }
}

} // namespace
} // namespace lilong::access
