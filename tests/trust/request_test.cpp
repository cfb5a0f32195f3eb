// What holds for every route at once, generated from the router itself: D-14 If-Match, S-14 forged requests, S-24
// headers.
#include <atomic>
#include <gtest/gtest.h>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "lilong/test_installation.h"

namespace lilong::trust
{
namespace
{

using http::Answer;
using http::Method;
using http::Request;
using http::Route;

class EveryRoute : public testing::Test
{
protected:
    // Somebody who may do this, in the area where the role is held.
    Role role_for(Route const& route)
    {
        for (auto const role : kRoles)
            if (table.holds(role, route.permission)) return role;
        return Role::committee_secretary;
    }
    std::string path_of(Route const& route, Role role)
    {
        std::string path;
        for (auto const part : split(route.pattern, '/')) {
            if (part.empty()) continue;
            path += '/';
            if (part == "{area}")
                path += at.home_of(role).text();
            else if (part == "{version}")
                path += "1";
            else if (part.starts_with('{'))
                path += AreaId::random(at.rng).text();
            else
                path += part;
        }
        return path;
    }
    Request request_to(Route const& route)
    {
        auto const role = role_for(route);
        auto& token = tokens[role];
        if (token.empty()) token = at.session(role);
        Request request;
        request.method = route.method;
        request.path = path_of(route, role);
        request.headers = {{"x-lilong-request", "1"},
                           {"host", "lilong.test"},
                           {"content-type", route.options.content_types.front()},
                           {"cookie", "__Host-lilong=" + token}};
        return request;
    }
    std::string name_of(Route const& route) { return std::string{http::name(route.method)} + " " + route.pattern; }

    TestInstallation at;
    access::PermissionTable table = all_permissions();
    std::map<Role, std::string> tokens;
};

using S14 = EveryRoute;
using S24 = EveryRoute;
using D14 = EveryRoute;

TEST_F(S14, no_unsafe_route_takes_a_request_that_another_page_could_have_sent)
{
    int routes = 0;
    for (auto const& route : at.app.router.routes()) {
        if (http::is_safe(route.method)) continue;
        ++routes;
        auto const refused = [&](char const* what, int status, auto change) {
            auto request = request_to(route);
            change(request);
            auto const answer = at.app.router.handle(request);
            EXPECT_EQ(answer.status, status) << name_of(route) << " " << what << ": " << answer.body;
            EXPECT_FALSE(answer.handled) << name_of(route) << " " << what;
        };
        refused("from a foreign page", 403, [](Request& r) { r.headers["origin"] = "https://evil.test"; });
        refused("from a foreign page without our header", 403,
                [](Request& r) { r.headers["origin"] = "https://evil.test", r.headers.erase("x-lilong-request"); });
        refused("from a page that hides where it comes from", 403, [](Request& r) { r.headers["origin"] = "null"; });
        refused("without origin and without our header", 403, [](Request& r) { r.headers.erase("x-lilong-request"); });
        refused("as a form of plain text", 400,
                [](Request& r) { r.headers["content-type"] = "text/plain", r.body = "{}"; });
        refused("as a form", 400,
                [](Request& r) { r.headers["content-type"] = "application/x-www-form-urlencoded", r.body = "a=b"; });
        refused("without a content type", 400, [](Request& r) { r.headers.erase("content-type"), r.body = "{}"; });
    }
    EXPECT_GT(routes, 50);
    std::cout << "S-14: " << routes << " unsafe routes x 7 forgeries, 0 taken\n";
}

void expect_headers(Answer const& answer, std::string const& of)
{
    auto const csp = std::string{answer.header("Content-Security-Policy")};
    EXPECT_NE(csp.find("default-src 'none'"), std::string::npos) << of;
    EXPECT_NE(csp.find("frame-ancestors 'none'"), std::string::npos) << of;
    EXPECT_EQ(csp.find("unsafe"), std::string::npos) << of;
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff") << of;
    EXPECT_EQ(answer.header("Referrer-Policy"), "same-origin") << of;
    EXPECT_EQ(answer.header("Cross-Origin-Opener-Policy"), "same-origin") << of;
    EXPECT_EQ(answer.header("Cross-Origin-Resource-Policy"), "same-origin") << of;
    EXPECT_EQ(answer.header("Permissions-Policy"), "geolocation=(self), microphone=(self), camera=(self)") << of;
    EXPECT_FALSE(answer.header("X-Request-Id").empty()) << of;
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "") << of;
}

TEST_F(S24, every_answer_of_every_route_carries_the_headers)
{
    int answers = 0;
    std::set<int> statuses;
    for (auto const& route : at.app.router.routes()) {
        auto request = request_to(route);
        auto stranger = request;
        stranger.headers.erase("cookie");
        auto forged = request;
        forged.headers["origin"] = "https://evil.test";
        for (auto const& one : {request, stranger, forged}) {
            auto const answer = at.app.router.handle(one);
            ++answers;
            statuses.insert(answer.status);
            expect_headers(answer, name_of(route) + " " + std::to_string(answer.status));
            EXPECT_TRUE(!one.path.starts_with("/api/") || answer.header("Cache-Control") == "no-store")
                << name_of(route);
        }
    }
    Request unknown;
    unknown.path = "/api/v1/nothing";
    expect_headers(at.app.router.handle(unknown), "an unknown path");
    EXPECT_TRUE(statuses.contains(200) && statuses.contains(401) && statuses.contains(403) && statuses.contains(404));
    std::cout << "S-24: " << answers << " answers of " << at.app.router.routes().size()
              << " routes carry the headers\n";
}

// Signing out edits nothing that two people share. The other three replace one value as a whole and carry no version yet:
// of two editors the later one wins (docs/trust.md says so).
bool without_version(Route const& route)
{
    static std::set<std::string> const known{"/api/v1/areas/{area}/settings/{key}", "/api/v1/areas/{area}/households/{household}/contact",
                                             "/api/v1/areas/{area}/issues/{id}/release"};
    return route.pattern.starts_with("/api/v1/session") || known.contains(route.pattern);
}

TEST_F(D14, every_put_patch_and_delete_asks_for_the_version)
{
    int routes = 0, known = 0;
    for (auto const& route : at.app.router.routes()) {
        if (route.method != Method::put && route.method != Method::patch && route.method != Method::del) continue;
        ++routes;
        if (without_version(route)) {
            ++known;
            continue;
        }
        auto request = request_to(route);
        request.body = "{}";
        auto const answer = at.app.router.handle(request);
        EXPECT_EQ(answer.status, 428) << name_of(route) << ": " << answer.body.substr(0, 120);
    }
    EXPECT_GT(routes, 0);
    std::cout << "D-14: " << routes << " routes that replace or remove, " << known << " of them without a version\n";
}

TEST_F(D14, of_a_hundred_edits_at_once_one_wins_and_the_others_hear_that_they_were_late)
{
    auto const area = at.committee.text();
    auto const send = [&](Method method, std::string const& path, std::string const& body, std::string const& version) {
        Request request;
        request.method = method;
        request.path = path;
        request.body = body;
        request.headers = {{"x-lilong-request", "1"}, {"host", "lilong.test"}, {"content-type", "application/json"}, {"cookie", "__Host-lilong=" + tokens[Role::committee_secretary]}};
        if (!version.empty()) request.headers["if-match"] = version;
        return at.app.router.handle(request);
    };
    tokens[Role::committee_secretary] = at.session(Role::committee_secretary);
    auto const made = send(Method::post, "/api/v1/areas/" + area + "/questionnaires", R"({"key":"gate","title":{"zh":"大门","en":"Gate"},"kind":"household","need_items":["facilities"]})", "");
    ASSERT_EQ(made.status, 201) << made.body;
    auto const path = "/api/v1/areas/" + area + "/questionnaires/" + nlohmann::json::parse(made.body)["id"].get<std::string>() + "/versions/1/codebook";
    for (int round = 0; round < 2; ++round) {
        auto const now = send(Method::get, path, "", "");
        ASSERT_EQ(now.status, 200) << now.body;
        auto const document = nlohmann::json::parse(now.body);
        auto const body = nlohmann::json{{"groups", document["groups"]}, {"lists", document["lists"]}, {"items", document["items"]}}.dump();
        std::string const version{now.header("ETag")};
        std::atomic<int> won{0}, late{0};
        std::vector<std::thread> editors;
        for (int i = 0; i < 100; ++i)
            editors.emplace_back([&] {
                auto const status = send(Method::put, path, body, version).status;
                won += status == 200;
                late += status == 412;
            });
        for (auto& editor : editors) editor.join();
        EXPECT_EQ(won, 1);
        EXPECT_EQ(late, 99);
    }
}

} // namespace
} // namespace lilong::trust
