// The small world of the tests about offers and matches: two committees of one sub-district, their people, one
// provider.
#pragma once

#include "access/authorise_rule.h"
#include "access/permissions.h"
#include "areas/area_store.h"
#include "areas/area_tree.h"
#include "base/chance.h"
#include "http/router.h"
#include "resources/offer_service.h"
#include "resources/permissions.h"

namespace lilong::resources::testing
{

// Lets the actor through that the test has chosen; permissions and areas are decided as always.
class ChosenGate final : public http::Gate
{
public:
    ChosenGate(access::PermissionTable const& table, access::Reaches reaches)
        : table_(table), reaches_(std::move(reaches))
    {
    }
    Actor actor;
    Actor who(http::Request const&) override { return actor; }
    Result<void> may(Actor const& who, Permission permission, AreaId const& area) override
    {
        return access::authorise(who, table_, permission, area, reaches_);
    }
    Result<void> may_somewhere(Actor const& who, Permission permission) override
    {
        return access::authorise_somewhere(who, table_, permission);
    }

private:
    access::PermissionTable const& table_;
    access::Reaches reaches_;
};

struct Neighbourhood {
    SeededRng rng{42};
    TestClock clock{Instant::parse("2026-05-08T02:00:00.000Z").value()};
    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    AreaId district = AreaId::random(rng), liuan = AreaId::random(rng), beiyuan = AreaId::random(rng),
           nanjing = AreaId::random(rng), elsewhere = AreaId::random(rng);
    areas::AreaTree tree = planted();
    access::Reaches reaches = [this](AreaId const& above, AreaId const& below) { return tree.reaches(above, below); };
    access::AuditTrail audit{clock};
    loop::StateService states{audit, clock, reaches};
    OfferService offers{*database, audit, states, clock, rng};

    Actor wang = person("王书记", Role::committee_secretary, beiyuan);
    Actor zhou = person("小周", Role::committee_worker, beiyuan);
    Actor zhao = person("赵书记", Role::committee_secretary, nanjing);
    Actor chen = person("老陈", Role::sub_district_dispatcher, liuan);
    Actor stranger = person("somebody", Role::committee_worker, elsewhere);

    Actor person(std::string name, Role role, AreaId const& area)
    {
        return {.user = UserId::random(rng),
                .name = std::move(name),
                .grants = {{role, area}},
                .household = {},
                .provider = {}};
    }

    // 云禾蔬菜合作社, registered by the sub-district, with somebody who acts for it.
    Provider growers()
    {
        return offers
            .register_provider(
                chen,
                {.area = liuan, .kind = "organisation", .names = {"云禾蔬菜合作社", "Yunhe growers' cooperative"}})
            .value();
    }
    Actor of_provider(Provider const& provider)
    {
        auto actor = person("云禾", Role::provider, liuan);
        actor.provider = provider.id;
        return actor;
    }
    Offer stall(Provider const& provider, std::int64_t per_session = 100)
    {
        Offer offer{.area = liuan,
                    .provider = provider.id,
                    .names = {"周六蔬菜摊", "Saturday vegetable stall"},
                    .categories = {"food_market"},
                    .mode = "visiting"};
        offer.capacity = {"household", per_session, 4, 0, "month"};
        offer.schedule = "sat 07:00-10:00";
        offer.valid_until = Date{2027, 1, 31};
        return offer;
    }
    OfferView active_stall(std::int64_t per_session = 100)
    {
        auto const provider = growers();
        return offers.register_active(chen, wang_everywhere(), stall(provider, per_session)).value();
    }
    Actor wang_everywhere() { return person("district dispatcher", Role::district_dispatcher, district); }

private:
    areas::AreaTree planted()
    {
        using areas::Area, areas::AreaKind;
        database->load([&](storage::Transaction& tx) {
            auto const plant = [&](AreaId id, std::optional<AreaId> parent, AreaKind kind, std::string code,
                                   std::string zh) {
                areas::area_store::insert(tx,
                                          Area{.id = id,
                                               .parent = parent,
                                               .kind = kind,
                                               .code = code,
                                               .zh = zh,
                                               .en = code,
                                               .occupied_households = 1415},
                                          Date{2026, 1, 1});
            };
            plant(district, {}, AreaKind::district, "9901", "晴川区");
            plant(liuan, district, AreaKind::sub_district, "990101", "柳岸街道");
            plant(beiyuan, liuan, AreaKind::neighbourhood, "990101001", "北苑居民区");
            plant(nanjing, liuan, AreaKind::neighbourhood, "990101002", "南泾居民区");
            plant(elsewhere, district, AreaKind::sub_district, "990102", "晚枫街道");
        });
        return areas::AreaTree{*database};
    }
};

} // namespace lilong::resources::testing
