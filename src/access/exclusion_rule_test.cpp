#include "access/exclusion_rule.h"

#include <gtest/gtest.h>

#include "base/chance.h"

namespace lilong::access
{
namespace
{

class ExclusionRule : public testing::Test
{
protected:
    std::string between(RoleGrant const& held, RoleGrant const& wanted)
    {
        auto const found = excluded({held}, wanted, reaches);
        return found ? std::string{found->id} : "";
    }
    SeededRng rng{1};
    AreaId district = AreaId::random(rng), committee = AreaId::random(rng), sibling = AreaId::random(rng);
    Reaches reaches = [this](AreaId const& above, AreaId const& area) { return above == area || above == district; };
};

TEST_F(ExclusionRule, the_three_administrators_exclude_each_other_everywhere)
{
    constexpr std::array three{Role::system_administrator, Role::security_administrator, Role::audit_administrator};
    for (auto const a : three)
        for (auto const b : three) EXPECT_EQ(between({a, committee}, {b, sibling}), a == b ? "" : "X-1") << name(a) << " " << name(b);
}

TEST_F(ExclusionRule, an_administrator_holds_no_role_that_sees_identity)
{
    for (auto const administrator : {Role::system_administrator, Role::security_administrator, Role::audit_administrator})
        for (auto const role : kRoles) {
            if (role == Role::system_administrator || role == Role::security_administrator || role == Role::audit_administrator) continue;
            auto const expected = sees_identity(role) ? "X-1" : "";
            EXPECT_EQ(between({administrator, district}, {role, sibling}), expected) << name(role);
            EXPECT_EQ(between({role, sibling}, {administrator, district}), expected) << name(role);
        }
}

TEST_F(ExclusionRule, a_providers_people_may_work_for_a_committee_elsewhere_only)
{
    for (auto const role : {Role::collector, Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher,
                            Role::sub_district_handler, Role::sub_district_callback_clerk}) {
        EXPECT_EQ(between({Role::provider, district}, {role, committee}), "X-7") << name(role);
        EXPECT_EQ(between({role, committee}, {Role::provider, district}), "X-7") << name(role);
        EXPECT_EQ(between({Role::provider, committee}, {role, sibling}), "") << name(role);
    }
    EXPECT_EQ(between({Role::provider, district}, {Role::resident, committee}), "");
}

TEST_F(ExclusionRule, who_analyses_an_area_sees_no_identity_in_it)
{
    EXPECT_EQ(between({Role::analyst, district}, {Role::committee_worker, committee}), "X-8");
    EXPECT_EQ(between({Role::committee_secretary, committee}, {Role::analyst, committee}), "X-8");
    EXPECT_EQ(between({Role::committee_secretary, committee}, {Role::analyst, sibling}), "");
}

TEST_F(ExclusionRule, ordinary_roles_stand_beside_each_other_and_the_first_that_stands_against_is_named)
{
    EXPECT_EQ(between({Role::collector, committee}, {Role::committee_worker, committee}), "");
    auto const found = excluded({{Role::resident, committee}, {Role::collector, committee}}, {Role::analyst, district}, reaches);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->held.role, Role::collector);
}

} // namespace
} // namespace lilong::access
