// /api/v1/session and /api/v1/installation; and the gate through which every request passes.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>

#include "access/authorise_rule.h"
#include "access/permissions.h"
#include "access/session_service.h"
#include "http/router.h"

namespace lilong::access {

class SessionGate final : public http::Gate {
public:
    SessionGate(SessionService& sessions, PermissionTable const& table, Reaches reaches) : sessions_(sessions), table_(table), reaches_(std::move(reaches)) {}
    Actor who(http::Request const& request) override;
    Result<void> may(Actor const& actor, Permission permission, AreaId const& area) override { return authorise(actor, table_, permission, area, reaches_); }
    Result<void> may_somewhere(Actor const& actor, Permission permission) override { return authorise_somewhere(actor, table_, permission); }

private:
    SessionService& sessions_;
    PermissionTable const& table_;
    Reaches reaches_;
};

struct SessionRouteOptions {
    std::function<nlohmann::json(AreaId const&)> describe_area; // id, kind, names and path, from areas/
    bool secure_cookie = true;                                  // false only for plain HTTP beyond loopback
    std::string version;
};

void add_session_routes(http::Router& router, SessionService& sessions, PermissionTable const& table, storage::Database& database, SessionRouteOptions options);

} // namespace lilong::access
