// Which roles one person may not hold together (trust.md section 6): X-1 administrators exclude each other and every role
// that sees identity, X-7 a provider's people work for no committee it serves, X-8 who analyses sees no identity there.
// are about one object and are checked where its act is decided.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "access/authorise_rule.h"

namespace lilong::access
{

bool sees_identity(Role role);

struct Exclusion {
    std::string_view id;
    RoleGrant held;      // what stands against it
};

// Nothing when the wanted grant may stand beside those held.
std::optional<Exclusion> excluded(std::vector<RoleGrant> const& held, RoleGrant const& wanted, Reaches const& reaches);

} // namespace lilong::access
