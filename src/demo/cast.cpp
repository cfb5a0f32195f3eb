#include "demo/story.h"

#include "people/household_store.h"

namespace lilong::demo
{

namespace
{

struct Part {
    std::string login, name, what;
    std::vector<RoleGrant> grants;
};

Result<Login> enter(StoryParts const& parts, Part const& part, std::optional<AreaId> household_area = {}, std::optional<HouseholdId> household = {}, std::optional<ProviderId> provider = {})
{
    Login login;
    login.login = part.login;
    login.what = part.what;
    login.password = parts.accounts.random_password(part.login);
    auto const id = TRY(parts.accounts.add(system_actor(), part.login, part.name, login.password, part.grants, household_area, household, provider));
    login.actor = {.user = id, .name = part.name, .grants = part.grants, .household = household, .provider = provider};
    login.link = parts.accounts.sign_in_link(system_actor(), id);
    return login;
}

} // namespace

Instant morning(Date day) { return china_midnight(day).plus(std::chrono::hours{10}); }

Result<Cast> make_cast(StoryParts const& parts, DemoDistrict const& d)
{
    auto const households = parts.database.read([&](storage::Connection& c) { return people::household_store::all(c, d.gate_committee); });
    auto const home = std::ranges::find(households, d.gate_estate, &people::Household::estate)->id;
    Cast cast;
    cast.secretary_wang = TRY(enter(parts, {"wang", "王书记", "居民区书记 committee secretary, 北苑居民区", {{Role::committee_secretary, d.gate_committee}}}));
    cast.collector_zhou = TRY(enter(parts, {"zhou", "小周", "采集员 collector, 北苑居民区", {{Role::collector, d.gate_committee}}}));
    cast.dispatcher_chen = TRY(enter(parts, {"chen", "老陈", "街道派单员 sub-district dispatcher, 柳岸街道", {{Role::sub_district_dispatcher, d.story_sub_district}}}));
    cast.district_clerk = TRY(enter(parts, {"fang", "方科长", "区级派单员 district dispatcher, 晴川区", {{Role::district_dispatcher, d.district}}}));
    cast.resident_sun = TRY(enter(parts, {"sun", "孙阿姨", "居民 resident, 北岸佳园", {{Role::resident, d.gate_committee}}}, d.gate_committee, home));
    cast.worker_lin = TRY(enter(parts, {"lin", "小林", "居委工作人员 committee worker, 北苑居民区", {{Role::committee_worker, d.gate_committee}}}));
    cast.secretary_lu = TRY(enter(parts, {"lu", "陆书记", "居民区书记 committee secretary, 南泾居民区", {{Role::committee_secretary, d.growers_committee}}}));
    cast.handler_li = TRY(enter(parts, {"li", "李工", "街道处置人 sub-district handler, 柳岸街道", {{Role::sub_district_handler, d.story_sub_district}}}));
    cast.callback_he = TRY(enter(parts, {"he", "小何", "街道回访员 callback clerk, 柳岸街道", {{Role::sub_district_callback_clerk, d.story_sub_district}}}));
    cast.district_traffic = TRY(enter(parts, {"traffic", "区交警支队", "区级部门 district department, 晴川区", {{Role::district_department, d.district}}}));
    cast.officer_tang = TRY(enter(parts, {"tang", "唐主任", "居民区书记 committee secretary, 北苑居民区", {{Role::committee_secretary, d.gate_committee}}}));
    auto const yunhe = TRY(parts.offers.register_provider(cast.dispatcher_chen.actor, {d.story_sub_district, {}, "organisation", {"云禾蔬菜合作社", "Yunhe vegetable growers"}, "农合作 99010001"}));
    cast.provider_yunhe = TRY(enter(parts, {"yunhe", "云禾蔬菜合作社", "服务方 provider", {{Role::provider, d.story_sub_district}}}, {}, {}, yunhe.id));
    return cast;
}

} // namespace lilong::demo
