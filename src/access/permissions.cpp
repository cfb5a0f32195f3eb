#include "access/permissions.h"

namespace lilong::access {

void PermissionTable::add(std::vector<DefaultGrant> const& grants)
{
    for (auto const& grant : grants)
        for (auto role : grant.roles) held_.emplace(std::string{grant.permission.name()}, role);
}

bool PermissionTable::holds(Role role, Permission permission) const { return held_.contains({std::string{permission.name()}, role}); }

std::vector<std::string> PermissionTable::permissions_of(Role role) const
{
    std::vector<std::string> out;
    for (auto const& [permission, holder] : held_)
        if (holder == role) out.push_back(permission);
    return out;
}

bool PermissionTable::knows(Permission permission) const
{
    auto const first = held_.lower_bound({std::string{permission.name()}, Role{}});
    return first != held_.end() && first->first == permission.name();
}

} // namespace lilong::access
