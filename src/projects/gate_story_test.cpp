// The gate of 北岸佳园, from 376 of 418 to a loop that is closed (LO-100): the story of 2017 as one test.
#include <gtest/gtest.h>

#include "projects/projects_test_ground.h"

namespace lilong::projects
{
namespace
{

TEST(GateStory, from_ninety_percent_at_the_doors_to_people_and_cars_apart_and_every_household_told)
{
    ProjectsGround g{418};
    auto const& area = g.area;

    // May: 376 of 418 households want better common facilities; the lower bound passes the gate.
    auto const need = g.candidate(376, .867);
    std::vector<std::string> causes(9, "gate_and_paths");
    causes.insert(causes.end(), {"lighting", "lighting", "drying_and_seats"});
    g.visit(need, causes);
    auto const detail = g.must(g.database->read([&](storage::Connection& c) { return g.needs.detail(c, area, need); }));
    ASSERT_EQ(detail.causes.size(), 3U);
    EXPECT_EQ(detail.causes[0].visits, 9U);
    EXPECT_EQ(detail.causes[1].visits, 2U);
    EXPECT_EQ(detail.causes[2].visits, 1U);
    auto const confirmed = g.must(g.needs.confirm(g.wang, area, need,
                                                  {.category = "gate_and_paths",
                                                   .next_step = {"请设计院出方案", "a design institute draws"},
                                                   .by = Date(2017, 7, 1)}));
    EXPECT_EQ(confirmed.severity, 4);
    EXPECT_EQ(g.feedback.tasks(area, {.cause = "confirm"}).size(), 376U);

    // Summer: three drafts, from 56 % to 74 % to 88 %.
    auto const project = g.started(need);
    g.must(g.projects.cost(g.zhou, area, project, g.costing()));
    g.round(project, 112, 200, "revise");
    g.round(project, 148, 200, "revise");
    g.round(project, 176, 200, "adopted");
    std::vector<double> agreed;
    for (auto const& round : g.rounds.rounds(area, ObjectId{project.uuid()}))
        agreed.push_back(g.rounds.tally(area, round).yes_share());
    EXPECT_EQ(agreed, (std::vector<double>{.56, .74, .88}));
    g.meeting(project, "hearing");
    g.must(g.projects.consult(g.wang, area, project));

    // 136,000 yuan of the service line: above the free line, so the sub-district approves.
    g.must(g.projects.approve(g.chen, area, project));
    g.must(g.projects.begin(g.wang, area, project, g.works()));
    for (int seq : {1, 2}) g.must(g.projects.milestone_over(g.zhou, area, project, seq, "photo", ""));

    // November: residents accept, the works are paid, somebody else closes.
    g.meeting(project, "evaluation");
    g.must(g.projects.ask(g.wang, area, project));
    g.answer(ObjectId{project.uuid()}, "evaluate", 88, 100);
    g.must(g.projects.accept(g.wang, area, project, Money::yuan(136'000)));
    EXPECT_EQ(g.must(g.needs.need(area, need)).state, "delivered");
    g.must(g.projects.pay(g.zhou, area, project, Money::yuan(136'000), {"2017-118", "静园工程队"}));
    EXPECT_EQ(g.must(g.projects.close(g.zhou, area, project)).state, "closed");

    // Each of the 376 households is told and asked; four in five reached close the loop.
    g.answer(ObjectId{need.uuid()}, "deliver", 280, 300);
    EXPECT_EQ(g.must(g.needs.need(area, need)).state, "evaluated"); // 300 of 376 are not yet four in five
    g.answer(ObjectId{need.uuid()}, "deliver", 1, 1);
    EXPECT_EQ(g.must(g.needs.need(area, need)).state, "fed_back");

    // One trace runs through all of it, and the audit chain holds.
    g.database->read([&](storage::Connection& c) {
        auto const traces = g.states.traces_of(c, loop::ref(area, "need", need));
        EXPECT_EQ(traces.size(), 1U);
        std::map<std::string, int> kinds;
        for (auto const& entry : g.states.trace(c, traces.front())) ++kinds[entry.kind];
        EXPECT_EQ(kinds["project"], 1);
        EXPECT_EQ(kinds["consultation_round"], 3);
        EXPECT_EQ(kinds["meeting"], 2);
        EXPECT_GE(kinds["feedback_task"], 4 * 376);
        EXPECT_FALSE(access::first_break(c));
        return 0;
    });
}

} // namespace
} // namespace lilong::projects
