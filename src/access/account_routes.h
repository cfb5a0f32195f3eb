// Users and roles for the security administrator, what a secretary agrees to, and what everybody does with the own account.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "access/account_service.h"
#include "access/session_service.h"
#include "http/router.h"

namespace lilong::access
{

using DescribeArea = std::function<nlohmann::json(AreaId const&)>;

void add_account_routes(http::Router& router, AccountService& accounts, Reaches const& reaches, DescribeArea const& describe_area);
void add_own_account_routes(http::Router& router, AccountService& accounts, SessionService& sessions);

} // namespace lilong::access
