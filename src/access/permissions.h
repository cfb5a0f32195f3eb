// Who may do what, as a table: every capability adds its defaults (src/X/permissions.h), wired in lilong/.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/actor.h"

namespace lilong::access {

class PermissionTable {
public:
    void add(std::vector<DefaultGrant> const& grants);
    bool holds(Role role, Permission permission) const;
    std::vector<std::string> permissions_of(Role role) const; // sorted
    bool knows(Permission permission) const;

private:
    std::set<std::pair<std::string, Role>> held_;
};

inline constexpr Permission see_audit{"access.see_audit"};
inline constexpr Permission manage_users{"access.manage_users"};
inline constexpr Permission decide_role_requests{"access.decide_role_requests"};

inline std::vector<DefaultGrant> const& default_grants()
{
    static std::vector<DefaultGrant> const grants{
        {see_audit, {Role::audit_administrator}},
        {manage_users, {Role::security_administrator}},
        {decide_role_requests, {Role::committee_secretary}},
    };
    return grants;
}

} // namespace lilong::access
