// Who acts, and what may be done: the words that routes, services and rules of every capability share.
// A Permission is declared by its capability (src/X/permissions.h) with the roles that hold it by default; a role is held
// in an area and reaches that area's whole subtree. What is not granted is refused (access/authorise_rule.h).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"

namespace lilong {

// Roles of trust.md section 6, in that order, as on the wire; `stranger` is somebody who is not signed in.
enum class Role {
    resident, collector, committee_worker, committee_secretary, sub_district_dispatcher, sub_district_handler,
    sub_district_callback_clerk, district_dispatcher, district_department, provider, analyst, system_administrator,
    security_administrator, audit_administrator, stranger
};
inline constexpr std::array kRoles{
    Role::resident, Role::collector, Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher,
    Role::sub_district_handler, Role::sub_district_callback_clerk, Role::district_dispatcher, Role::district_department,
    Role::provider, Role::analyst, Role::system_administrator, Role::security_administrator, Role::audit_administrator};

constexpr std::string_view name(Role role)
{
    constexpr std::array<std::string_view, 15> names{
        "resident", "collector", "committee_worker", "committee_secretary", "sub_district_dispatcher", "sub_district_handler",
        "sub_district_callback_clerk", "district_dispatcher", "district_department", "provider", "analyst",
        "system_administrator", "security_administrator", "audit_administrator", "stranger"};
    return names[static_cast<std::size_t>(role)];
}
std::optional<Role> role_of(std::string_view name);

class Permission {
public:
    consteval explicit Permission(char const* name) : name_(name) {}
    constexpr std::string_view name() const { return name_; }
    constexpr bool operator==(Permission const& other) const { return name() == other.name(); }

private:
    char const* name_;
};

// For what everybody may do, signed in or not; and for what every signed-in person may do for themselves.
inline constexpr Permission anyone{"anyone"};
inline constexpr Permission signed_in{"signed_in"};

// One line of a capability's permissions.h: which roles hold a permission by default.
struct DefaultGrant {
    Permission permission;
    std::vector<Role> roles;
};

struct RoleGrant {
    Role role = Role::stranger;
    AreaId area;
    auto operator<=>(RoleGrant const&) const = default;
};

struct Actor {
    UserId user;               // empty for a stranger
    std::string name;          // as shown to colleagues; empty for a stranger
    std::vector<RoleGrant> grants;
    std::optional<HouseholdId> household; // of a resident
    std::optional<ProviderId> provider;   // whose people these are
    bool known() const { return !user.empty(); }
};

// Who acts when a rule or the calendar acts: the `sys` of the machines in loop.md section 5.
Actor system_actor();

} // namespace lilong
