// Parking comes up in five neighbourhoods, rises to the sub-district as public management, and from there to the district.
#include "demo/story.h"

#include "people/household_store.h"

namespace lilong::demo
{

namespace
{

struct Committee {
    AreaId area;
    Actor secretary, worker;
    HouseholdId reporter;
};

std::vector<Committee> five_committees(StoryParts const& parts, DemoDistrict const& d, Cast const& cast)
{
    std::vector<Committee> out;
    auto const all = parts.tree.below(d.story_sub_district, areas::AreaKind::neighbourhood);
    for (auto const& area : all) {
        if (out.size() == 5) break;
        auto const households = parts.database.read([&](storage::Connection& c) { return people::household_store::list(c, area.id, {.limit = 3}).households; });
        if (households.empty()) continue;
        Committee committee{area.id, cast.secretary_wang.actor, cast.worker_lin.actor, households[2 % households.size()].id};
        committee.secretary.grants = {{Role::committee_secretary, area.id}};
        committee.worker.grants = {{Role::committee_worker, area.id}};
        out.push_back(std::move(committee));
    }
    return out;
}

constexpr std::string_view kWords[]{"晚上回家没有车位,消防通道也停满了", "小区外路边停车被贴单,里面又停不下", "访客车和住户车抢车位", "充电桩车位被油车占了", "下班后绕三圈找不到车位"};

Result<void> raise_issue(StoryParts const& parts, TestClock& clock, Committee const& committee, std::size_t n)
{
    auto const reported = TRY(parts.issues.report(committee.worker, committee.area, {"car_parking", std::string{kWords[n]}, {}, issues::Source::resident, committee.reporter}));
    auto const id = reported.issue.id;
    auto const act = [&](Actor const& who, issues::IssueAct const& step) { return parts.issues.act(who, committee.area, id, step); };
    TRY(act(committee.secretary, {.action = "accept"}));
    TRY(act(committee.secretary, {.action = "dispatch", .reason = {"unit", "居委先行了解情况 the committee looks first"}}));
    TRY(act(committee.worker, {.action = "sign"}));
    TRY(parts.issues.try_reporter(committee.worker, committee.area, id, {.kind = issues::TryKind::contact, .reached = true, .solved = {}, .rating = {}, .note = "当面沟通", .caller = committee.worker.user, .at = clock.now()}));
    TRY(act(committee.worker, {.action = "contact"}));
    TRY(act(committee.worker, {.action = "work", .plan = "核对车位与道路条件 count spaces and look at the road", .plan_date = clock.today().plus_days(5)}));
    clock.advance(std::chrono::hours{26});
    TRY(act(committee.secretary, {.action = "raise", .reason = {"not_competent", "小区内已无空间,需要用市政道路 no space left inside; needs the public road"}, .rule = "c"}));
    parts.outbox.drain();
    return {};
}

Result<AgendaItemId> item_about_parking(StoryParts const& parts, AreaId const& area)
{
    for (auto const& listed : parts.agenda.list(area))
        if (listed.item.area == area && listed.item.category == "car_parking") return listed.item.id;
    return refuse(ErrorKind::failed, "demo.no_agenda_item");
}

} // namespace

Result<void> tell_parking_story(StoryParts const& parts, TestClock& clock, DemoDistrict const& d, Cast const& cast)
{
    auto const committees = five_committees(parts, d, cast);
    clock.set(morning(Date{2026, 8, 3}));
    for (std::size_t n = 0; n < committees.size(); ++n) TRY(raise_issue(parts, clock, committees[n], n));

    auto const item = TRY(item_about_parking(parts, d.story_sub_district));
    clock.set(morning(Date{2026, 8, 17}));
    TRY(parts.agenda.act(cast.dispatcher_chen.actor, d.story_sub_district, item, {.action = "classify", .reason = {}, .domain = issues::Domain::public_management, .lead_unit = "community_management_office"}));
    TRY(parts.agenda.act(cast.dispatcher_chen.actor, d.story_sub_district, item, {.action = "accept", .reason = {}, .plan_date = Date{2026, 9, 10}}));
    clock.set(morning(Date{2026, 8, 24}));
    TRY(parts.agenda.act(cast.dispatcher_chen.actor, d.story_sub_district, item, {.action = "raise", .reason = {"not_competent", "夜间道路停车须由区交警部门批准 night parking on roads needs the district traffic police"}}));
    parts.outbox.drain();

    auto const above = TRY(item_about_parking(parts, d.district));
    clock.set(morning(Date{2026, 8, 27}));
    TRY(parts.agenda.act(cast.district_clerk.actor, d.district, above, {.action = "classify", .reason = {}, .domain = issues::Domain::public_management, .lead_unit = "traffic_office"}));
    TRY(parts.agenda.act(cast.district_clerk.actor, d.district, above, {.action = "accept", .reason = {}, .plan_date = Date{2026, 9, 20}}));
    clock.set(morning(Date{2026, 9, 11}));
    issues::Decision decision;
    decision.body = "区政府专题会 district office meeting";
    decision.accepts = true;
    decision.text_zh = "区交警部门同意在柳岸街道三条支路开放夜间停车(19:00–7:00),共 186 个车位,10 月 1 日起施行。";
    decision.text_en = "The district traffic police allow night parking (19:00 to 7:00) on three side roads of Liu'an: 186 spaces from 1 October.";
    decision.measures = {{"划设夜间车位 mark night spaces", "traffic_office", Date{2026, 9, 30}, Money::yuan(48'000), {}}};
    TRY(parts.agenda.act(cast.district_clerk.actor, d.district, above, {.action = "decide", .reason = {}, .decision = decision}));
    parts.outbox.drain();
    parts.outbox.drain(); // from the district to the sub-district, and from there to the committees

    clock.set(morning(Date{2026, 10, 9}));
    auto const& own = committees.front();
    for (auto const& listed : parts.issues.list(own.area)) {
        if (listed.issue.area != own.area || listed.issue.category != "car_parking" || listed.state != "in_progress") continue;
        TRY(parts.issues.act(own.worker, own.area, listed.issue.id, {.action = "finish", .reason = {}, .evidence = "夜间车位已启用,现场照片 3 张 night spaces in use, three photos", .outcome = issues::Outcome::solved}));
    }
    return {};
}

} // namespace lilong::demo
