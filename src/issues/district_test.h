// A small invented district for the tests of this folder, on a real database: two sub-districts, three committees, and
// the people of the demo: secretary 王书记, workers 小周 and 小郑, dispatcher 老陈, handler 李工, callback clerk 小何.
#pragma once

#include <gtest/gtest.h>

#include "issues/agenda_service.h"

namespace lilong::issues
{

class District
{
public:
    District()
    {
        database->load([&](storage::Transaction& tx) {
            add_area(tx, district, {}, "district", "d");
            add_area(tx, sub_district, district, "sub_district", "s1");
            add_area(tx, other_sub_district, district, "sub_district", "s2");
            add_area(tx, beiyuan, sub_district, "neighbourhood", "n1");
            add_area(tx, nanjing, sub_district, "neighbourhood", "n2");
            add_area(tx, dongli, other_sub_district, "neighbourhood", "n3");
            add_area(tx, estate, beiyuan, "estate", "e1");
            for (auto const& [up, down] : closure()) tx.change(kClosure, up, down, depth(up, down));
        });
        tree.refresh();
        register_outbox_handlers(outbox, issues, agenda);
    }

    Actor person(std::string name, Role role, AreaId area)
    {
        auto const known = people.find(name);
        auto const user =
            known == people.end() ? people.emplace(name, UserId::random(rng)).first->second : known->second;
        return {.user = user, .name = name, .grants = {{role, area}}, .household = {}, .provider = {}};
    }
    Actor wang() { return person("王书记", Role::committee_secretary, beiyuan); }
    Actor xiao_zhou() { return person("小周", Role::committee_worker, beiyuan); }
    Actor xiao_zheng() { return person("小郑", Role::committee_worker, beiyuan); }
    Actor lao_chen() { return person("老陈", Role::sub_district_dispatcher, sub_district); }
    Actor li_gong() { return person("李工", Role::sub_district_handler, sub_district); }
    Actor xiao_he() { return person("小何", Role::sub_district_callback_clerk, sub_district); }
    Actor district_clerk() { return person("区派单员", Role::district_dispatcher, district); }
    static Actor stranger() { return {}; }

    void at(char const* china_time) // 2026-03-06 10:00
    {
        std::string text{china_time};
        auto const day = Date::parse(text.substr(0, 10)).value();
        clock.set(china_midnight(day).plus(std::chrono::hours{std::stoi(text.substr(11, 2))} +
                                           std::chrono::minutes{std::stoi(text.substr(14, 2))}));
    }
    Registered reported(std::string category, std::string text, std::optional<HouseholdId> by = {}, AreaId where = {},
                        Place place = {})
    {
        auto done = issues.report(stranger(), where.empty() ? beiyuan : where,
                                  {std::move(category), std::move(text), place, Source::resident, by});
        EXPECT_TRUE(done) << (done ? "" : done.error().code);
        return done.value();
    }
    Result<Issue> act(Actor const& who, Issue const& issue, IssueAct const& act)
    {
        return issues.act(who, issue.area, issue.id, act);
    }
    std::string state(Issue const& issue)
    {
        auto const view = issues.view(issue.area, issue.id);
        return view ? view->state.state : view.error().code;
    }
    // Accepted and dispatched by the secretary, signed, contacted and begun by a worker.
    void bring_to_work(Issue const& issue, std::string const& secretary = "王书记", std::string const& worker = "小周")
    {
        auto const s = person(secretary, Role::committee_secretary, issue.area);
        auto const w = person(worker, Role::committee_worker, issue.area);
        for (auto const& step :
             std::vector<IssueAct>{{.action = "accept"}, {.action = "dispatch", .reason = {"unit", "committee leads"}}})
            expect(act(s, issue, step));
        expect(act(w, issue, {.action = "sign"}));
        ASSERT_TRUE(issues.try_reporter(w, issue.area, issue.id, {.kind = TryKind::contact, .reached = true}));
        expect(act(w, issue, {.action = "contact"}));
        expect(act(w, issue, {.action = "work", .plan = "look at it", .plan_date = clock.today().plus_days(3)}));
    }
    static void expect(Result<Issue> const& done)
    {
        ASSERT_TRUE(done) << done.error().code << " "
                          << (done.error().facts.contains("missing") ? done.error().facts.at("missing") : "");
    }

    SeededRng rng{42};
    TestClock clock{*Instant::parse("2026-03-06T02:00:00.000Z")}; // Friday 10:00 in Shanghai
    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    AreaId district = AreaId::random(rng), sub_district = AreaId::random(rng), other_sub_district = AreaId::random(rng);
    AreaId beiyuan = AreaId::random(rng), nanjing = AreaId::random(rng), dongli = AreaId::random(rng),
           estate = AreaId::random(rng);
    std::vector<HouseholdId> households = {HouseholdId::random(rng), HouseholdId::random(rng),
                                           HouseholdId::random(rng)};
    std::map<std::string, UserId> people;
    areas::AreaTree tree{*database};
    areas::Taxonomy taxonomy = areas::read_reference_data().value();
    areas::WorkingCalendar calendar{
        std::vector<areas::CalendarDay>{{Date{2026, 3, 7}, areas::DayKind::rest, {}, "", ""},
                                        {Date{2026, 3, 8}, areas::DayKind::work, 1, "调休上班", "working Sunday"}}};
    access::AuditTrail audit{clock};
    loop::StateService states{audit, clock, [this](AreaId const& a, AreaId const& b) { return tree.reaches(a, b); }};
    loop::OutboxService outbox{*database, clock, rng};
    loop::FeedbackService feedback{*database, states, clock, rng};
    IssueParts parts{*database, audit, states, outbox, feedback, tree, taxonomy, calendar, clock, rng};
    IssueService issues{parts};
    AgendaService agenda{parts};

private:
    static constexpr storage::Sql kArea{"test.area",
                                        "insert into area (id, parent_id, kind, code, zh, en, occupied_households, "
                                        "valid_from) values ($1, $2, $3, $4, $4, $4, 100, '2026-01-01')"};
    static constexpr storage::Sql kClosure{
        "test.closure", "insert into area_closure (ancestor_id, descendant_id, depth) values ($1, $2, $3)"};
    void add_area(storage::Transaction& tx, AreaId id, std::optional<AreaId> parent, char const* kind, char const* code)
    {
        tx.change(kArea, id, parent, kind, code);
        parents[id] = parent;
    }
    std::vector<std::pair<AreaId, AreaId>> closure() const
    {
        std::vector<std::pair<AreaId, AreaId>> out;
        for (auto const& [area, _] : parents)
            for (std::optional<AreaId> up = area; up; up = parents.at(*up)) out.emplace_back(*up, area);
        return out;
    }
    int depth(AreaId const& up, AreaId down) const
    {
        int d = 0;
        for (; down != up; down = *parents.at(down)) ++d;
        return d;
    }
    std::map<AreaId, std::optional<AreaId>> parents;
};

class IssuesTest : public testing::Test, public District
{
};

} // namespace lilong::issues
