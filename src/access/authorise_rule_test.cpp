#include "access/authorise_rule.h"

#include <gtest/gtest.h>

#include "access/permissions.h"
#include "base/chance.h"

namespace lilong::access
{
namespace
{

constexpr Permission kSeeNeeds{"needs.see_needs"}, kDecide{"budgeting.decide"}, kNobodys{"needs.nobody_has_this"};

// district ─┬─ sub_district ─┬─ home
//           │                └─ next_door
//           └─ other_sub_district ─ far_away
class AuthoriseRule : public testing::Test
{
protected:
    AuthoriseRule()
    {
        table.add({{kSeeNeeds,
                    {Role::committee_worker, Role::committee_secretary, Role::sub_district_dispatcher,
                     Role::district_dispatcher}},
                   {kDecide, {Role::committee_secretary}}});
    }
    AreaId area() { return AreaId::random(rng); }
    Actor actor(Role role, AreaId const& in)
    {
        return {.user = UserId::random(rng), .name = "", .grants = {{role, in}}, .household = {}, .provider = {}};
    }
    int status(Actor const& who, Permission permission, AreaId const& where) const
    {
        auto const allowed = authorise(who, table, permission, where, reaches);
        if (allowed) return 200;
        return allowed.error().kind == ErrorKind::not_signed_in   ? 401
               : allowed.error().kind == ErrorKind::not_permitted ? 403
                                                                  : 404;
    }
    SeededRng rng{1};
    AreaId district = area(), sub_district = area(), other_sub_district = area(), home = area(), next_door = area(),
           far_away = area();
    std::map<AreaId, AreaId> parent{{sub_district, district},
                                    {other_sub_district, district},
                                    {home, sub_district},
                                    {next_door, sub_district},
                                    {far_away, other_sub_district}};
    Reaches reaches = [this](AreaId const& ancestor, AreaId area) {
        for (;;) {
            if (area == ancestor) return true;
            auto const up = parent.find(area);
            if (up == parent.end()) return false;
            area = up->second;
        }
    };
    PermissionTable table;
};

TEST_F(AuthoriseRule, a_stranger_is_asked_to_sign_in_whatever_the_area)
{
    EXPECT_EQ(status({}, kSeeNeeds, home), 401);
    EXPECT_EQ(status({}, kSeeNeeds, area()), 401);
}

TEST_F(AuthoriseRule, a_role_reaches_its_area_and_all_below_and_nothing_else)
{
    struct Case {
        Role role;
        AreaId granted_in;
        std::vector<AreaId> seen, unseen;
    };
    for (auto const& c :
         {Case{Role::committee_worker, home, {home}, {next_door, far_away, sub_district, district}},
          Case{Role::sub_district_dispatcher,
               sub_district,
               {sub_district, home, next_door},
               {far_away, other_sub_district, district}},
          Case{
              Role::district_dispatcher, district, {district, sub_district, other_sub_district, home, far_away}, {}}}) {
        auto const who = actor(c.role, c.granted_in);
        for (auto const& area : c.seen) EXPECT_EQ(status(who, kSeeNeeds, area), 200) << name(c.role);
        for (auto const& area : c.unseen) EXPECT_EQ(status(who, kSeeNeeds, area), 404) << name(c.role);
        EXPECT_EQ(status(who, kSeeNeeds, area()), 404);
    }
}

TEST_F(AuthoriseRule, inside_without_the_permission_is_403_and_outside_is_404)
{
    auto const worker = actor(Role::committee_worker, home);
    EXPECT_EQ(status(worker, kDecide, home), 403);
    EXPECT_EQ(status(worker, kDecide, next_door), 404);
    EXPECT_EQ(status(actor(Role::system_administrator, district), kSeeNeeds, home), 403);
}

TEST_F(AuthoriseRule, a_permission_in_one_area_is_none_in_another_where_the_same_person_has_a_lesser_role)
{
    auto who = actor(Role::committee_secretary, home);
    who.grants.push_back({Role::committee_worker, next_door});
    EXPECT_EQ(status(who, kDecide, home), 200);
    EXPECT_EQ(status(who, kDecide, next_door), 403);
    EXPECT_EQ(status(who, kSeeNeeds, next_door), 200);
}

TEST_F(AuthoriseRule, what_is_granted_to_nobody_is_refused_to_every_role)
{
    for (auto role : kRoles) EXPECT_EQ(status(actor(role, district), kNobodys, home), 403) << name(role);
}

TEST_F(AuthoriseRule, somewhere_means_at_least_one_grant_with_the_permission)
{
    EXPECT_TRUE(authorise_somewhere(actor(Role::committee_worker, far_away), table, kSeeNeeds));
    EXPECT_EQ(authorise_somewhere(actor(Role::resident, home), table, kSeeNeeds).error().kind,
              ErrorKind::not_permitted);
    EXPECT_EQ(authorise_somewhere({}, table, kSeeNeeds).error().kind, ErrorKind::not_signed_in);
}

TEST_F(AuthoriseRule, the_role_used_is_the_first_allowed_one_that_reaches_the_area)
{
    auto who = actor(Role::committee_worker, home);
    who.grants.push_back({Role::committee_secretary, home});
    EXPECT_EQ(role_used(who, {Role::committee_secretary, Role::committee_worker}, home, reaches),
              Role::committee_secretary);
    EXPECT_EQ(role_used(who, {Role::committee_secretary}, next_door, reaches), std::nullopt);
}

TEST_F(AuthoriseRule, the_table_lists_what_a_role_may_and_knows_its_permissions)
{
    EXPECT_EQ(table.permissions_of(Role::committee_secretary),
              (std::vector<std::string>{"budgeting.decide", "needs.see_needs"}));
    EXPECT_TRUE(table.permissions_of(Role::resident).empty());
    EXPECT_TRUE(table.knows(kDecide));
    EXPECT_FALSE(table.knows(kNobodys));
}

} // namespace
} // namespace lilong::access
