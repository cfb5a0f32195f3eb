#include "access/account_routes.h"

#include <nlohmann/json.hpp>

#include "access/permissions.h"
#include "http/json_body.h"

namespace lilong::access
{

using http::Answer;
using http::JsonBody;
using http::Method;
using http::Reach;
using http::Repeats;
using http::Request;
using nlohmann::json;

namespace
{

// The answer holds a password that is shown once and kept nowhere.
constexpr auto kShownOnce = Repeats::forgotten;

json request_json(RoleRequest const& request, DescribeArea const& describe_area)
{
    return {{"id", request.id.text()},
            {"user", {{"id", request.user.text()}, {"name", request.user_name}}},
            {"role", name(request.role)},
            {"area", describe_area(request.area)},
            {"asked_by", request.asked_by_name},
            {"asked_at", request.asked_at.text()}};
}

json account_json(AccountView const& view, DescribeArea const& describe_area)
{
    auto grants = json::array(), requests = json::array();
    for (auto const& grant : view.grants) grants.push_back({{"role", name(grant.role)}, {"area", describe_area(grant.area)}});
    for (auto const& request : view.requests) requests.push_back(request_json(request, describe_area));
    return {{"id", view.account.id.text()},
            {"login", view.account.login},
            {"name", view.account.name},
            {"disabled", view.account.disabled},
            {"last_seen_at", view.last_seen ? json(view.last_seen->text()) : json(nullptr)},
            {"grants", grants},
            {"requests", requests}};
}

// The role and area of a body: the area must lie at or below the one of the path.
Result<RoleGrant> grant_in(JsonBody& body, AreaId const& area, Reaches const& reaches)
{
    auto const role = role_of(body.text("role", {.longest = 40}));
    auto const where = body.optional_id<AreaId>("area").value_or(area);
    if (!role || *role == Role::stranger) body.wrong("role", "access.no_such_role");
    TRY(body.finish());
    if (!reaches(area, where)) return refuse(ErrorKind::not_found, "access.not_found");
    return RoleGrant{*role, where};
}

class AccountRoutes
{
public:
    AccountRoutes(AccountService& accounts, Reaches reaches, DescribeArea describe_area)
        : accounts_(accounts), reaches_(std::move(reaches)), describe_area_(std::move(describe_area))
    {
    }

    Result<Answer> list(Request const& request) const
    {
        auto items = json::array();
        for (auto const& view : accounts_.in_area(TRY(request.area()))) items.push_back(account_json(view, describe_area_));
        return http::ok({{"items", items}, {"next", nullptr}});
    }

    Result<Answer> add(Request const& request) const
    {
        auto const area = TRY(request.area());
        auto body = TRY(request.json());
        auto const login = body.text("login", {.longest = 100});
        auto const person = body.text("name", {.longest = 100});
        auto const grant = TRY(grant_in(body, area, reaches_));
        auto const password = accounts_.random_password(login);
        auto const user = TRY(accounts_.add(request.actor, login, person, password, {}));
        TRY(accounts_.grant(request.actor, user, grant));
        auto made = account_json(TRY(accounts_.view(area, user)), describe_area_);
        made["password"] = password;
        return http::created(made);
    }

    Result<Answer> act(Request const& request) const
    {
        auto const area = TRY(request.area());
        auto const user = TRY(request.path_id<UserId>("id"));
        auto const before = TRY(accounts_.view(area, user)); // not somebody of another place
        auto body = TRY(request.json());
        auto const action = request.parameters.at("action");
        std::optional<std::string> password;
        if (action == "grant" || action == "revoke") {
            auto const grant = TRY(grant_in(body, area, reaches_));
            if (action == "grant") TRY(accounts_.grant(request.actor, user, grant));
            else TRY(accounts_.revoke(request.actor, user, grant));
        } else {
            TRY(body.finish());
            TRY(accounts_.wholly_within(area, before)); // else a district's account could be taken over from one committee
            if (action == "disable") TRY(accounts_.disable(request.actor, user));
            else if (action == "enable") TRY(accounts_.enable(request.actor, user));
            else if (action == "sign_out") TRY(accounts_.end_sessions(request.actor, user));
            else if (action == "reset_password") TRY(accounts_.reset_password(request.actor, user, password.emplace(accounts_.random_password(before.account.login))));
            else return refuse(ErrorKind::not_found, "access.not_found");
        }
        auto const after = accounts_.view(area, user);
        auto now = account_json(after ? *after : before, describe_area_); // whoever lost the last role here is shown once more
        if (!after) now["grants"] = json::array();
        if (password) now["password"] = *password;
        return http::ok(now);
    }

    Result<Answer> requests(Request const& request) const
    {
        auto items = json::array();
        for (auto const& one : accounts_.requests(TRY(request.area()))) items.push_back(request_json(one, describe_area_));
        return http::ok({{"items", items}, {"next", nullptr}});
    }

    Result<Answer> decide(Request const& request) const
    {
        auto const area = TRY(request.area());
        auto const id = TRY(request.path_id<ObjectId>("id"));
        auto const action = request.parameters.at("action");
        if (action != "agree" && action != "decline") return refuse(ErrorKind::not_found, "access.not_found");
        TRY(accounts_.decide(request.actor, area, id, action == "agree"));
        return http::no_content();
    }

private:
    AccountService& accounts_;
    Reaches reaches_;
    DescribeArea describe_area_;
};

} // namespace

void add_account_routes(http::Router& router, AccountService& accounts, Reaches const& reaches, DescribeArea const& describe_area)
{
    AccountRoutes const routes{accounts, reaches, describe_area};
    router.get("/api/v1/areas/{area}/users", manage_users, [routes](Request const& request) { return routes.list(request); });
    router.post("/api/v1/areas/{area}/users", manage_users, [routes](Request const& request) { return routes.add(request); }, {.repeats = kShownOnce});
    router.post("/api/v1/areas/{area}/users/{id}/actions/{action}", manage_users, [routes](Request const& request) { return routes.act(request); }, {.repeats = kShownOnce});
    router.get("/api/v1/areas/{area}/role-requests", decide_role_requests, [routes](Request const& request) { return routes.requests(request); });
    router.post("/api/v1/areas/{area}/role-requests/{id}/actions/{action}", decide_role_requests, [routes](Request const& request) { return routes.decide(request); });
}

void add_own_account_routes(http::Router& router, AccountService& accounts, SessionService& sessions)
{
    router.add(Method::get, "/api/v1/session/open", signed_in, Reach::own, [&sessions](Request const& request) -> Result<Answer> {
        auto items = json::array();
        for (auto const& one : sessions.sessions_of(request.actor.user))
            items.push_back({{"id", one.id}, {"started_at", one.started_at.text()}, {"last_seen_at", one.last_seen_at.text()}});
        return http::ok({{"items", items}, {"next", nullptr}});
    });
    router.add(Method::del, "/api/v1/session/open/{id}", signed_in, Reach::own, [&sessions](Request const& request) -> Result<Answer> {
        TRY(sessions.end_session(request.actor, request.parameters.at("id")));
        return http::no_content();
    });
    router.add(
        Method::post, "/api/v1/session/password", signed_in, Reach::own,
        [&accounts](Request const& request) -> Result<Answer> {
            auto body = TRY(request.json());
            auto const old_password = body.text("old_password", {.longest = 128});
            auto const new_password = body.text("new_password", {.longest = 128});
            TRY(body.finish());
            TRY(accounts.change_own_password(request.actor, old_password, new_password));
            return http::no_content();
        },
        {.repeats = Repeats::forgotten});
}

} // namespace lilong::access
