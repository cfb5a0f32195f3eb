// Ground for tests of needs: one neighbourhood, a secretary, a worker, 418 doors of 2005 of which 376 said yes.
#pragma once

#include "areas/taxonomy.h"
#include "base/chance.h"
#include "needs/need_service.h"

namespace lilong::needs
{

struct NeedsGround {
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
    NeedService needs{*database, audit, states, feedback, taxonomy, clock, rng};
    Actor secretary = actor(Role::committee_secretary, "王书记"), worker = actor(Role::committee_worker, "小周"),
          dispatcher = actor(Role::sub_district_dispatcher, "老陈", sub_district),
          analyst = actor(Role::analyst, "分析员");

    NeedsGround()
    {
        feedback.on_news([this](storage::Transaction& tx, loop::ObjectRef const& object) {
            if (auto const done = needs.advance(tx, object); !done) throw std::logic_error(done.error().code);
        });
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
    Nomination facilities(int origins, double lower_bound)
    {
        Nomination n;
        n.item = "facilities";
        n.title = {"小区公共设施完善", "better common facilities"};
        n.heads = {origins, origins - 10, origins + 10};
        n.gate = GateInput{.lower_bound = lower_bound, .lower_without_nonresponse = lower_bound - .05};
        n.evidence = R"({"yes": 376, "n": 418, "estimate": 0.8995})";
        for (int i = 0; i < origins; ++i) n.origins.push_back(HouseholdId::random(rng));
        return n;
    }
    // A target that a need can be routed to; here only its state matters.
    ObjectId project()
    {
        auto const id = ObjectId::random(rng);
        auto const made = database->write(area, [&](storage::Transaction& tx) -> Result<void> {
            states.begin(tx, {area, "project", id}, "idea", secretary, {});
            return {};
        });
        if (!made) throw std::logic_error(made.error().code);
        return id;
    }
    void delivered(ObjectId const& target, bool well = true)
    {
        auto const done = database->write(area, [&](storage::Transaction& tx) {
            return well ? needs.route_delivered(tx, {area, "project", target})
                        : needs.route_ended(tx, {area, "project", target}, {});
        });
        if (!done) throw std::logic_error(done.error().code);
    }
    void visit_all(NeedId const& need, std::vector<std::string> const& causes)
    {
        auto const plan = needs.plan(area, need).value();
        for (std::size_t i = 0; i < plan.visits.size(); ++i) {
            CauseNote note;
            note.household = plan.visits[i].household;
            note.visited_on = clock.today();
            note.causes = {causes[std::min(i, causes.size() - 1)]};
            if (auto const done = needs.note_cause(worker, area, need, note); !done)
                throw std::logic_error(done.error().code);
        }
    }
    Confirmation gate()
    {
        return {.category = "gate_and_paths",
                .next_step = {"请设计院出方案", "a design institute draws"},
                .by = Date(2017, 7, 1)};
    }
    NeedId confirmed(int origins = 20, double lower_bound = .4)
    {
        auto const id = needs.nominate(system_actor(), area, facilities(origins, lower_bound)).value();
        needs.visit(secretary, area, id).value();
        visit_all(id, {"gate_and_paths"});
        needs.confirm(secretary, area, id, gate()).value();
        return id;
    }
    Route to(ObjectId const& target, int permille = 1000)
    {
        return {area, "project", target, {"大门改造", "new gate"}, permille, "open"};
    }
    void answer_all(NeedId const& need, int satisfied)
    {
        int n = 0;
        for (auto const& task :
             feedback.tasks(area, {.object = ObjectId{need.uuid()}, .state = "due", .cause = "deliver"})) {
            auto const good = n++ < satisfied;
            feedback.answer(worker, area, task.id, {good ? 5 : 1, good ? "yes" : "no", "", "visit"}).value();
        }
    }
};

} // namespace lilong::needs
