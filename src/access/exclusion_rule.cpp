#include "access/exclusion_rule.h"

#include <algorithm>
#include <array>

namespace lilong::access
{

namespace
{

constexpr std::array kAdministrators{Role::system_administrator, Role::security_administrator, Role::audit_administrator};
constexpr std::array kSeeIdentity{Role::collector, Role::committee_worker, Role::committee_secretary,
                                  Role::sub_district_dispatcher, Role::sub_district_handler, Role::sub_district_callback_clerk,
                                  Role::district_dispatcher, Role::district_department};
constexpr std::array kBelowDistrict{Role::collector, Role::committee_worker, Role::committee_secretary,
                                    Role::sub_district_dispatcher, Role::sub_district_handler, Role::sub_district_callback_clerk};

template <std::size_t n> bool one_of(std::array<Role, n> const& roles, Role role) { return std::ranges::find(roles, role) != roles.end(); }

// One of the two is of the first kind and the other of the second.
bool between(auto const& first, auto const& second, Role a, Role b)
{
    return (first(a) && second(b)) || (first(b) && second(a));
}

std::string_view exclusion_of(RoleGrant const& held, RoleGrant const& wanted, Reaches const& reaches)
{
    auto const a = held.role, b = wanted.role;
    auto const administers = [](Role role) { return one_of(kAdministrators, role); };
    if (administers(a) && administers(b) && a != b) return "X-1";
    if (between(administers, sees_identity, a, b)) return "X-1";
    auto const same_area = reaches(held.area, wanted.area) || reaches(wanted.area, held.area);
    if (!same_area) return {};
    if (between([](Role role) { return role == Role::provider; }, [](Role role) { return one_of(kBelowDistrict, role); }, a, b)) return "X-7";
    if (between([](Role role) { return role == Role::analyst; }, sees_identity, a, b)) return "X-8";
    return {};
}

} // namespace

bool sees_identity(Role role) { return one_of(kSeeIdentity, role); }

std::optional<Exclusion> excluded(std::vector<RoleGrant> const& held, RoleGrant const& wanted, Reaches const& reaches)
{
    for (auto const& one : held)
        if (auto const id = exclusion_of(one, wanted, reaches); !id.empty()) return Exclusion{id, one};
    return std::nullopt;
}

} // namespace lilong::access
