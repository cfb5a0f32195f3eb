// Ground for tests of projects: 北岸佳园 of 2005, 418 households that answered, 376 of them origins of the need for
// better common facilities; a secretary, a second one, a worker, and the sub-district's dispatcher.
#pragma once

#include "areas/taxonomy.h"
#include "base/chance.h"
#include "projects/project_service.h"

namespace lilong::projects
{

struct ProjectsGround {
    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    TestClock clock{Instant::parse("2017-05-15T02:00:00.000Z").value()};
    SeededRng rng{2017};
    AreaId area = AreaId::random(rng), sub_district = AreaId::random(rng);
    access::Reaches reaches = [this](AreaId const& a, AreaId const& b) {
        return a == b || (a == sub_district && b == area);
    };
    access::AuditTrail audit{clock};
    loop::StateService states{audit, clock, reaches};
    loop::FeedbackService feedback{*database, states, clock, rng};
    areas::Taxonomy taxonomy = areas::read_reference_data().value();
    needs::NeedService needs{*database, audit, states, feedback, taxonomy, clock, rng};
    budgeting::LedgerService ledger{*database, audit, states, clock, rng};
    consultation::RoundService rounds{*database, audit, states, feedback, clock, rng};
    consultation::MeetingService meetings{*database, audit, states, clock, rng};
    ProjectService projects{*database, audit, states, feedback, needs, ledger, rounds, meetings, clock, rng};
    Actor wang = actor(Role::committee_secretary, "王书记"), li = actor(Role::committee_secretary, "李书记"),
          zhou = actor(Role::committee_worker, "小周"),
          chen = actor(Role::sub_district_dispatcher, "老陈", sub_district), analyst = actor(Role::analyst, "分析员");
    std::vector<HouseholdId> households;

    explicit ProjectsGround(int answered = 40)
    {
        for (int i = 0; i < answered; ++i) households.push_back(HouseholdId::random(rng));
        rounds.use_electorate([this](storage::Connection&, AreaId const&) { return households; });
        feedback.on_news([this](storage::Transaction& tx, loop::ObjectRef const& object) {
            must(needs.advance(tx, object));
            must(rounds.advance(tx, object));
        });
        must(ledger.open_fund(wang, area, {2017, Money::yuan(50'000), Money::yuan(50'000), Money::yuan(150'000)}));
    }
    template <typename T>
    static T must(Result<T> result)
    {
        if (!result)
            throw std::logic_error(
                result.error().code + " " +
                (result.error().facts.contains("missing") ? result.error().facts.at("missing") : ""));
        if constexpr (!std::is_void_v<T>) return std::move(*result);
    }
    Actor actor(Role role, std::string name) { return actor(role, std::move(name), area); }
    Actor actor(Role role, std::string name, AreaId const& where)
    {
        return {.user = UserId::random(rng),
                .name = std::move(name),
                .grants = {{role, where}},
                .household = {},
                .provider = {}};
    }
    void days(int n) { clock.advance(std::chrono::hours{24 * n}); }

    NeedId candidate(std::size_t origins, double lower_bound)
    {
        needs::Nomination n;
        n.item = "facilities";
        n.title = {"小区公共设施完善", "better common facilities"};
        n.heads = {static_cast<std::int64_t>(origins), 0, 0};
        n.gate = needs::GateInput{.lower_bound = lower_bound, .lower_without_nonresponse = lower_bound};
        n.evidence = R"({"n": 418, "yes": 376})";
        n.origins.assign(households.begin(), households.begin() + static_cast<std::ptrdiff_t>(origins));
        return must(needs.nominate(system_actor(), area, n));
    }
    void visit(NeedId const& need, std::vector<std::string> const& causes)
    {
        must(needs.visit(wang, area, need));
        auto const plan = must(needs.plan(area, need));
        for (std::size_t i = 0; i < plan.visits.size(); ++i) {
            needs::CauseNote note;
            note.household = plan.visits[i].household;
            note.visited_on = clock.today();
            note.causes = {causes[std::min(i, causes.size() - 1)]};
            must(needs.note_cause(zhou, area, need, note));
        }
    }
    NeedId confirmed(std::size_t origins = 20)
    {
        auto const need = candidate(origins, .4);
        visit(need, {"gate_and_paths"});
        must(
            needs.confirm(wang, area, need,
                          {.category = "gate_and_paths", .next_step = {"请设计院出方案", "a design institute draws"}}));
        return need;
    }
    ProjectId started(NeedId const& need, bool common_parts = false)
    {
        auto const id = must(
            projects.start(wang, area, {need}, {"大门人车分流", "people and cars apart at the gate"}, common_parts));
        must(needs.route(
            wang, area, need,
            {area, "project", ObjectId{id.uuid()}, {"大门人车分流", "people and cars apart"}, 1000, "open"}));
        return id;
    }
    Costing costing(Money cost = Money::yuan(136'000), std::int64_t affected = 418)
    {
        Costing c;
        c.year = 2017;
        c.alternatives = {{{"不动", "do nothing"}, {}, 0, 0, "accidents go on", true},
                          {{"拓宽", "widen the gate"}, Money::yuan(98'000), affected, 30, ""},
                          {{"人车分流", "a gate for people"}, cost, affected, 45, ""}};
        c.chosen = 2;
        c.why_chosen = "people and cars no longer meet";
        c.lines = {{{"工程", "works"}, cost, "three offers"}};
        c.households_affected = affected;
        return c;
    }
    // One round: so many of the electorate say yes, the rest of those voting say no.
    void round(ProjectId const& project, int yes, int voting, std::string const& draft_answer)
    {
        auto const draft = must(rounds.add_draft(zhou, area, {"project", ObjectId{project.uuid()}}, {"方案稿", "draft"},
                                                 {"根据意见修改", "changed after comments"}));
        auto const id = must(rounds.prepare(zhou, area, draft, {"同意这一稿吗？", "Do you agree?"}));
        must(rounds.announce(wang, area, id, {clock.today().plus_days(7), clock.today().plus_days(12), ""}));
        days(7);
        must(rounds.take_due(area));
        std::vector<consultation::Vote> votes;
        for (int i = 0; i < voting; ++i)
            votes.push_back({households[static_cast<std::size_t>(i)],
                             i < yes ? "yes" : "no",
                             "",
                             i % 2 ? "paper" : "doorstep",
                             "batch 1",
                             "",
                             {}});
        must(rounds.enter_votes(zhou, area, id, votes));
        days(5);
        must(rounds.take_due(area));
        must(rounds.summarise(zhou, area, id, {}));
        must(rounds.decide(wang, area, id, draft_answer));
    }
    void meeting(ProjectId const& project, std::string kind)
    {
        consultation::Meeting m;
        m.kind = std::move(kind);
        m.subject = {"project", ObjectId{project.uuid()}};
        m.title = {"会议", "meeting"};
        m.planned_on = clock.today().plus_days(3);
        m.chair = "李书记";
        auto const id = must(meetings.plan(zhou, area, m));
        must(meetings.announce(wang, area, id));
        days(3);
        must(meetings.hold(zhou, area, id, 18, 4, 2));
        must(meetings.minute(zhou, area, id, {{"大门", "", "as drawn", "设计院", {}}}));
    }
    Works works()
    {
        Works w;
        w.contractor = "静园工程队";
        w.from = clock.today().plus_days(5);
        w.to = clock.today().plus_days(50);
        w.milestones = {{1, {"基础", "foundations"}, "静园工程队", clock.today().plus_days(20), {}, "", ""},
                        {2, {"竣工", "completion"}, "静园工程队", clock.today().plus_days(50), {}, "", ""}};
        w.safety_notice = "施工期间请走北门 use the north gate";
        return w;
    }
    // Answers what was asked about an object; the first `good` are satisfied.
    void answer(ObjectId const& object, std::string const& cause, int good, int all)
    {
        auto const tasks = feedback.tasks(area, {.object = object, .state = "due", .cause = cause});
        for (int i = 0; i < all; ++i)
            must(feedback.answer(zhou, area, tasks.at(static_cast<std::size_t>(i)).id,
                                 {i < good ? 5 : 2, i < good ? "yes" : "partly", "", "visit"}));
    }
    std::string state(ProjectId const& id) { return must(projects.project(area, id)).state; }
};

} // namespace lilong::projects
