#include "base/actor.h"

namespace lilong {

std::optional<Role> role_of(std::string_view wire)
{
    for (auto role : kRoles)
        if (name(role) == wire) return role;
    return std::nullopt;
}

} // namespace lilong
