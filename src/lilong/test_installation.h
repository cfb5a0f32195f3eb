// A small installation for tests: one district, two sub-districts, three committees, one person per role, real services.
#pragma once

#include <map>

#include "areas/area_store.h"
#include "lilong/application.h"

namespace lilong
{

class TestInstallation
{
public:
    TestInstallation() { make_areas(); }

    // Somebody with this role where it is held by nature; created once.
    Actor const& person(Role role)
    {
        if (auto const known = people_.find(role); known != people_.end()) return known->second;
        RoleGrant const grant{role, home_of(role)};
        std::optional<ProviderId> provider;
        if (role == Role::provider) provider = ProviderId::random(rng);
        auto const login = std::string{name(role)};
        auto const user = app.accounts.add(system_actor(), login, login, "a long enough secret", {grant}, {}, {}, provider).value();
        return people_.emplace(role, Actor{user, login, {grant}, {}, provider}).first->second;
    }
    // The token of a fresh session.
    std::string session(Role role) { return app.sessions.sign_in_by_link(app.accounts.sign_in_link(system_actor(), person(role).user)).value().token; }

    AreaId home_of(Role role) const
    {
        switch (role) {
        case Role::resident:
        case Role::collector:
        case Role::committee_worker:
        case Role::committee_secretary: return committee;
        case Role::sub_district_dispatcher:
        case Role::sub_district_handler:
        case Role::sub_district_callback_clerk:
        case Role::provider: return sub_district;
        default: return district;
        }
    }

    SystemRng rng;
    TestClock clock{*Instant::parse("2026-05-11T02:00:00.000Z")};
    Application app{storage::Database::in_memory(), clock, rng};
    AreaId district = AreaId::random(rng), sub_district = AreaId::random(rng), other_sub_district = AreaId::random(rng), committee = AreaId::random(rng), sibling = AreaId::random(rng),
           other_committee = AreaId::random(rng);

private:
    void make_areas()
    {
        using areas::AreaKind;
        auto const add = [&](storage::Transaction& tx, AreaId id, std::optional<AreaId> parent, AreaKind kind, char const* code, char const* zh, char const* en) {
            areas::area_store::insert(tx, {id, parent, kind, code, zh, en, "", {}, 0, {}, {}}, Date{2026, 1, 1});
        };
        app.database->load([&](storage::Transaction& tx) {
            add(tx, district, {}, AreaKind::district, "9901", "晴川区", "Qingchuan District");
            add(tx, sub_district, district, AreaKind::sub_district, "990101", "柳岸街道", "Liu'an Sub-district");
            add(tx, other_sub_district, district, AreaKind::sub_district, "990102", "墨香街道", "Moxiang Sub-district");
            add(tx, committee, sub_district, AreaKind::neighbourhood, "990101001", "北苑居民区", "Beiyuan");
            add(tx, sibling, sub_district, AreaKind::neighbourhood, "990101002", "南泾居民区", "Nanjing Creek");
            add(tx, other_committee, other_sub_district, AreaKind::neighbourhood, "990102001", "墨一居民区", "Moxiang First");
        });
        app.tree.refresh();
    }

    std::map<Role, Actor> people_;
};

} // namespace lilong
