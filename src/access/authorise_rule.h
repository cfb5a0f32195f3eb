// May this actor do this here? Pure: grants, the permission table and the shape of the area tree are given; what is not
// granted is refused. An area outside all of the actor's areas does not exist for the actor (404), inside it is 403 (S-11).
#pragma once

#include <functional>

#include "base/actor.h"
#include "base/error.h"

namespace lilong::access {

class PermissionTable;

// Is `area` the same as, or below, `ancestor`?
using Reaches = std::function<bool(AreaId const& ancestor, AreaId const& area)>;

Result<void> authorise(Actor const& actor, PermissionTable const& table, Permission permission, AreaId const& area, Reaches const& reaches);
Result<void> authorise_somewhere(Actor const& actor, PermissionTable const& table, Permission permission);
// The role with which the actor holds the permission in the area; for transitions, which record the role used.
std::optional<Role> role_used(Actor const& actor, std::vector<Role> const& allowed, AreaId const& area, Reaches const& reaches);

} // namespace lilong::access
