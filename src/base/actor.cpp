#include "base/actor.h"

namespace lilong {

std::optional<Role> role_of(std::string_view wire)
{
    for (auto role : kRoles)
        if (name(role) == wire) return role;
    return std::nullopt;
}

Actor system_actor()
{
    Uuid all_ones;
    all_ones.bytes.fill(0xff);
    return {.user = UserId{all_ones}, .name = "sys", .grants = {}, .household = {}, .provider = {}};
}

} // namespace lilong
