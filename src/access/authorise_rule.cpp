#include "access/authorise_rule.h"

#include "access/permissions.h"

namespace lilong::access {

Result<void> authorise(Actor const& actor, PermissionTable const& table, Permission permission, AreaId const& area, Reaches const& reaches)
{
    if (!actor.known()) return refuse(ErrorKind::not_signed_in, "access.not_signed_in");
    bool inside = false;
    for (auto const& grant : actor.grants) {
        if (!reaches(grant.area, area)) continue;
        if (table.holds(grant.role, permission)) return {};
        inside = true;
    }
    if (inside) return refuse(ErrorKind::not_permitted, "access.not_permitted");
    return refuse(ErrorKind::not_found, "access.not_found");
}

Result<void> authorise_somewhere(Actor const& actor, PermissionTable const& table, Permission permission)
{
    if (!actor.known()) return refuse(ErrorKind::not_signed_in, "access.not_signed_in");
    for (auto const& grant : actor.grants)
        if (table.holds(grant.role, permission)) return {};
    return refuse(ErrorKind::not_permitted, "access.not_permitted");
}

std::optional<Role> role_used(Actor const& actor, std::vector<Role> const& allowed, AreaId const& area, Reaches const& reaches)
{
    for (auto role : allowed)
        for (auto const& grant : actor.grants)
            if (grant.role == role && reaches(grant.area, area)) return role;
    return std::nullopt;
}

} // namespace lilong::access
