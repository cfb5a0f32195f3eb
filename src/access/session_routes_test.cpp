#include "access/session_routes.h"

#include "access/account_routes.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace lilong::access
{
namespace
{

using http::Answer;
using http::Method;
using http::Request;
using nlohmann::json;

class SessionRoutesTest : public testing::Test
{
protected:
    SessionRoutesTest()
    {
        table.add(default_grants());
        table.add({{Permission{"needs.see_needs"}, {Role::committee_secretary}}});
        add_session_routes(router, sessions, table, *database,
                           {.describe_area =
                                [](AreaId const& area) {
                                    return json{{"id", area.text()}};
                                },
                            .secure_cookie = true,
                            .version = "0.1.0"});
        (void)accounts.add(administrator, "wang", "王书记", "seven-lamps-in-a-row",
                                {{Role::committee_secretary, home}});
    }
    Answer ask(Method method, std::string const& path, std::string const& body = {}, std::string const& cookie = {})
    {
        Request request;
        request.method = method;
        request.path = path;
        request.body = body;
        request.remote = "10.0.0.1";
        request.headers = {{"accept-language", "en"}, {"cookie", cookie}};
        if (method != Method::get)
            request.headers.insert({{"x-lilong-request", "1"}, {"content-type", "application/json"}});
        return router.handle(request);
    }
    Answer sign_in(std::string const& password)
    {
        return ask(Method::post, "/api/v1/session", json{{"user", "wang"}, {"password", password}}.dump());
    }
    static std::string cookie_of(Answer const& answer)
    {
        std::string const header{answer.header("Set-Cookie")};
        return header.substr(0, header.find(';'));
    }

    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    TestClock clock{*Instant::parse("2026-05-08T06:30:00Z")};
    AuditTrail audit{clock};
    SeededRng rng{1};
    PasswordHasher hasher;
    Reaches reaches = [](AreaId const& a, AreaId const& b) { return a == b; };
    AccountService accounts{*database, audit, hasher, reaches, clock, rng};
    SessionService sessions{*database, audit, hasher, clock, rng};
    PermissionTable table;
    SessionGate gate{sessions, table, [](AreaId const& a, AreaId const& b) { return a == b; }};
    http::Router router{gate, rng};
    AreaId home = AreaId::random(rng);
    Actor administrator{
        .user = UserId::random(rng), .name = "administrator", .grants = {}, .household = {}, .provider = {}};
};

TEST_F(SessionRoutesTest, signing_in_gives_a_cookie_that_scripts_and_other_sites_cannot_use)
{
    auto const answer = sign_in("seven-lamps-in-a-row");
    ASSERT_EQ(answer.status, 201);
    std::string const cookie{answer.header("Set-Cookie")};
    EXPECT_TRUE(cookie.starts_with("__Host-lilong="));
    for (auto const* word : {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"})
        EXPECT_NE(cookie.find(word), std::string::npos) << word;
    EXPECT_EQ(answer.body.find(cookie_of(answer).substr(14)), std::string::npos); // the token is in the cookie only
}

TEST_F(SessionRoutesTest, a_session_tells_name_roles_where_and_permissions)
{
    auto const session =
        json::parse(ask(Method::get, "/api/v1/session", "", cookie_of(sign_in("seven-lamps-in-a-row"))).body);
    EXPECT_EQ(session.at("user").at("name"), "王书记");
    EXPECT_EQ(session.at("grants").at(0).at("role"), "committee_secretary");
    EXPECT_EQ(session.at("grants").at(0).at("area").at("id"), home.text());
    EXPECT_EQ(session.at("permissions").at("committee_secretary"), json::array({"access.decide_role_requests", "needs.see_needs"}));
}

TEST_F(SessionRoutesTest, a_stranger_is_told_to_be_one)
{
    auto const answer = ask(Method::get, "/api/v1/session");
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(json::parse(answer.body).at("user").is_null());
}

TEST_F(SessionRoutesTest, a_wrong_password_is_401_and_sets_no_cookie)
{
    auto const answer = sign_in("eight-lamps");
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(json::parse(answer.body).at("code"), "access.wrong_password");
    EXPECT_TRUE(answer.header("Set-Cookie").empty());
}

TEST_F(SessionRoutesTest, signing_out_needs_a_session_ends_it_and_takes_the_cookie_back)
{
    EXPECT_EQ(ask(Method::del, "/api/v1/session").status, 401);
    auto const cookie = cookie_of(sign_in("seven-lamps-in-a-row"));
    auto const answer = ask(Method::del, "/api/v1/session", "", cookie);
    EXPECT_EQ(answer.status, 204);
    EXPECT_NE(answer.header("Set-Cookie").find("Max-Age=0"), std::string_view::npos);
    EXPECT_TRUE(json::parse(ask(Method::get, "/api/v1/session", "", cookie).body).at("user").is_null());
}

TEST_F(SessionRoutesTest, a_link_signs_in_without_a_password_once)
{
    auto const user = accounts.add(administrator, "sun", "孙阿姨", "seven-lamps-in-a-row", {});
    auto const body = json{{"link", accounts.sign_in_link(administrator, *user)}}.dump();
    EXPECT_EQ(ask(Method::post, "/api/v1/session", body).status, 201);
    EXPECT_EQ(ask(Method::post, "/api/v1/session", body).status, 401);
}

TEST_F(SessionRoutesTest, what_is_missing_is_named)
{
    auto const answer = ask(Method::post, "/api/v1/session", R"({"user": "wang"})");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(json::parse(answer.body).at("errors").at(0).at("pointer"), "/password");
}

TEST_F(SessionRoutesTest, an_installation_says_its_name_and_whether_its_data_is_invented)
{
    auto before = json::parse(ask(Method::get, "/api/v1/installation").body);
    EXPECT_EQ(before.at("demo"), false);
    EXPECT_EQ(before.at("version"), "0.1.0");
    database->load([](storage::Transaction& tx) { account_store::set_installation_value(tx, "demo", "1"); });
    EXPECT_EQ(json::parse(ask(Method::get, "/api/v1/installation").body).at("demo"), true);
}

} // namespace
} // namespace lilong::access
