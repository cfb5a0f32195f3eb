#include "access/session_routes.h"

#include <nlohmann/json.hpp>

#include "http/json_body.h"

namespace lilong::access {

using http::Answer;
using http::Method;
using http::Reach;
using http::Request;
using nlohmann::json;

namespace {

// One cookie name for both: browsers accept __Host- with Secure on https and on loopback.
constexpr std::string_view kCookie = "__Host-lilong", kPlainCookie = "lilong";

std::string token_of(Request const& request)
{
    auto token = request.cookie(kCookie);
    return token.empty() ? request.cookie(kPlainCookie) : token;
}

std::string cookie(std::string const& token, bool secure)
{
    auto const life = token.empty() ? "; Max-Age=0" : "";
    if (secure) return std::string{kCookie} + "=" + token + "; Path=/; HttpOnly; Secure; SameSite=Lax" + life;
    return std::string{kPlainCookie} + "=" + token + "; Path=/; HttpOnly; SameSite=Lax" + life;
}

json session_json(Actor const& actor, PermissionTable const& table, SessionRouteOptions const& options)
{
    if (!actor.known()) return {{"user", nullptr}, {"grants", json::array()}, {"permissions", json::object()}};
    auto grants = json::array();
    auto permissions = json::object();
    for (auto const& grant : actor.grants) {
        grants.push_back({{"role", name(grant.role)}, {"area", options.describe_area(grant.area)}});
        permissions[std::string{name(grant.role)}] = table.permissions_of(grant.role);
    }
    return {{"user", {{"id", actor.user.text()}, {"name", actor.name}}}, {"grants", grants}, {"permissions", permissions}};
}

} // namespace

Actor SessionGate::who(Request const& request) { return sessions_.actor_of(token_of(request)); }

void add_session_routes(http::Router& router, SessionService& sessions, PermissionTable const& table, storage::Database& database, SessionRouteOptions options)
{
    router.add(Method::get, "/api/v1/session", anyone, Reach::everyone, [&table, options](Request const& request) -> Result<Answer> {
        return http::ok(session_json(request.actor, table, options));
    });
    router.add(Method::post, "/api/v1/session", anyone, Reach::everyone, [&sessions, &table, options](Request const& request) -> Result<Answer> {
        auto body = TRY(request.json());
        auto const link = body.optional_text("link", {.longest = 200});
        auto const login = link ? std::string{} : body.text("user", {.longest = 100});
        auto const password = link ? std::string{} : body.text("password", {.longest = 128});
        TRY(body.finish());
        auto const session = TRY(link ? sessions.sign_in_by_link(*link) : sessions.sign_in(login, password, request.remote));
        return http::created(session_json(sessions.actor_of(session.token), table, options)).with("Set-Cookie", cookie(session.token, options.secure_cookie));
    }, {.repeats = http::Repeats::forgotten});
    router.add(Method::del, "/api/v1/session", signed_in, Reach::own, [&sessions, options](Request const& request) -> Result<Answer> {
        TRY(sessions.sign_out(request.actor, token_of(request)));
        return http::no_content().with("Set-Cookie", cookie("", options.secure_cookie));
    });
    router.add(Method::get, "/api/v1/installation", anyone, Reach::everyone, [&database, options](Request const&) -> Result<Answer> {
        return database.read([&](storage::Connection& c) -> Result<Answer> {
            auto const value = [&](char const* key, char const* otherwise) { return account_store::installation_value(c, key).value_or(otherwise); };
            return http::ok({{"name", {{"zh", value("name_zh", "里弄")}, {"en", value("name_en", "Lilong")}}}, {"demo", value("demo", "0") == "1"}, {"version", options.version}});
        });
    });
}

} // namespace lilong::access
