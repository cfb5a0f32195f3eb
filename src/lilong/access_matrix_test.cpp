// Every route × every role (and a stranger) × five areas, live: what the router does equals what the declared tables say
// (S-10). The expectation below is written apart from access/authorise_rule.cpp on purpose.
#include <fstream>
#include <gtest/gtest.h>
#include <iostream>
#include <sstream>

#include "lilong/test_installation.h"

namespace lilong
{
namespace
{

enum class Outcome { reached, sign_in, forbidden, not_found };

std::string_view name(Outcome outcome)
{
    constexpr std::string_view names[]{"reached", "401", "403", "404"};
    return names[static_cast<int>(outcome)];
}

struct Place {
    char const* name;
    AreaId id;
};

class AccessMatrix : public testing::Test
{
protected:
    std::vector<Place> places() { return {{"own committee", at.committee}, {"sibling committee", at.sibling}, {"own sub-district", at.sub_district}, {"other sub-district", at.other_sub_district}, {"district", at.district}}; }

    // A role reaches the area it is held in and what lies below it, and nothing else.
    bool reaches(Role role, AreaId const& area)
    {
        auto const home = at.home_of(role);
        if (home == at.district) return true;
        if (home == at.sub_district) return area == at.sub_district || area == at.committee || area == at.sibling;
        return area == at.committee;
    }

    Outcome expected(http::Route const& route, Role role, AreaId const& area)
    {
        auto const reach = route.reach;
        if (reach == http::Reach::everyone) return Outcome::reached;
        if (role == Role::stranger) return Outcome::sign_in;
        if (reach == http::Reach::own) return Outcome::reached;
        auto const holds = table.holds(role, route.permission);
        if (reach == http::Reach::somewhere) return holds ? Outcome::reached : Outcome::forbidden;
        if (!reaches(role, area)) return Outcome::not_found;
        return holds ? Outcome::reached : Outcome::forbidden;
    }

    Outcome live(http::Route const& route, Role role, AreaId const& area)
    {
        http::Request request;
        request.method = route.method;
        request.path = filled(route.pattern, area);
        request.headers = {{"x-lilong-request", "1"}, {"host", "lilong.test"}};
        if (role != Role::stranger) request.headers["cookie"] = "__Host-lilong=" + token(route, role);
        auto const answer = at.app.router.handle(request);
        if (answer.handled) return Outcome::reached;
        return answer.status == 401 ? Outcome::sign_in : answer.status == 403 ? Outcome::forbidden : answer.status == 404 ? Outcome::not_found : Outcome::reached;
    }

    // Signing out ends the session, so that route gets one of its own.
    std::string token(http::Route const& route, Role role)
    {
        if (route.method == http::Method::del && route.pattern == "/api/v1/session") return at.session(role);
        auto& kept = tokens[role];
        if (kept.empty()) kept = at.session(role);
        return kept;
    }

    std::string filled(std::string_view pattern, AreaId const& area)
    {
        std::string path;
        for (auto part : split(pattern, '/')) {
            if (part.empty()) continue;
            path += '/';
            if (part == "{area}") path += area.text();
            else if (part == "{action}") path += "nothing";
            else if (part.starts_with('{')) path += AreaId::random(at.rng).text();
            else path += part;
        }
        return path;
    }

    TestInstallation at;
    access::PermissionTable table = all_permissions();
    std::map<Role, std::string> tokens;
};

TEST_F(AccessMatrix, every_route_answers_every_role_in_every_area_as_declared)
{
    std::vector<Role> actors{kRoles.begin(), kRoles.end()};
    actors.push_back(Role::stranger);
    std::size_t calls = 0, differences = 0;
    for (auto const& route : at.app.router.routes())
        for (auto const role : actors)
            for (auto const& place : places()) {
                auto const wanted = expected(route, role, place.id), got = live(route, role, place.id);
                ++calls;
                if (wanted == got) continue;
                ++differences;
                ADD_FAILURE() << http::name(route.method) << " " << route.pattern << " as " << lilong::name(role) << " in " << place.name << ": declared " << name(wanted) << ", live " << name(got);
            }
    std::cout << "access matrix: " << at.app.router.routes().size() << " routes x " << actors.size() << " actors x " << places().size() << " areas = " << calls << " calls, " << differences << " differences\n";
    EXPECT_EQ(differences, 0U);
}

TEST_F(AccessMatrix, every_permission_of_a_route_is_held_by_somebody)
{
    for (auto const& route : at.app.router.routes()) {
        if (route.permission == anyone || route.permission == signed_in) continue;
        EXPECT_TRUE(table.knows(route.permission)) << route.pattern << " asks for " << route.permission.name() << ", which no role holds";
    }
}

// docs/access.md lists what the tables say; LILONG_APPROVE=1 writes it anew.
TEST_F(AccessMatrix, the_list_of_routes_and_roles_in_the_documents_is_current)
{
    std::ostringstream out;
    out << "# Who may call what\n\nMade from the registered routes and the permission tables (`src/*/permissions.h`) by `lilong_test`; a role acts in the area it is held in and below.\n\n"
        << "| Route | Permission | Roles |\n|---|---|---|\n";
    for (auto const& route : at.app.router.routes()) {
        out << "| " << http::name(route.method) << " `" << route.pattern << "` | " << route.permission.name() << " | ";
        if (route.permission == anyone) out << "everybody";
        else if (route.permission == signed_in) out << "everybody signed in, for themselves";
        else {
            bool first = true;
            for (auto const role : kRoles)
                if (table.holds(role, route.permission)) {
                    out << (first ? "" : ", ") << lilong::name(role);
                    first = false;
                }
        }
        out << " |\n";
    }
    auto const path = std::string{LILONG_SOURCE_DIR} + "/docs/access.md";
    if (std::getenv("LILONG_APPROVE")) std::ofstream{path} << out.str();
    std::ifstream in{path};
    std::string const written{std::istreambuf_iterator<char>{in}, {}};
    EXPECT_EQ(written, out.str()) << "run with LILONG_APPROVE=1 to write docs/access.md anew";
}

} // namespace
} // namespace lilong
