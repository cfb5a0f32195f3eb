#include "projects/project_service.h"

#include <gtest/gtest.h>

#include "projects/projects_test_ground.h"

namespace lilong::projects
{
namespace
{

class ProjectServiceTest : public testing::Test, protected ProjectsGround
{
protected:
    static std::string missing(Result<Project> const& refused)
    {
        return refused                                     ? "nothing"
               : refused.error().facts.contains("missing") ? refused.error().facts.at("missing")
                                                           : refused.error().code;
    }
    ProjectId small() // within the free line: no hearing, the secretary approves
    {
        auto const id = started(confirmed());
        must(projects.cost(zhou, area, id, costing(Money::yuan(40'000), 20)));
        round(id, 15, 20, "adopted");
        must(projects.consult(wang, area, id));
        return id;
    }
    ProjectId in_works()
    {
        auto const id = small();
        must(projects.approve(li, area, id));
        must(projects.begin(wang, area, id, works()));
        return id;
    }
    Money left()
    {
        return budgeting::figures(ledger.fund(area, 2017).value(), budgeting::Line::service, ledger.entries(area, 2017))
            .left();
    }
};

TEST_F(ProjectServiceTest, a_project_starts_from_a_confirmed_need_and_by_a_secretary_only)
{
    auto const raw = candidate(20, .4);
    EXPECT_EQ(projects.start(wang, area, {raw}, {"甲", "a"}, false).error().facts.at("missing"), "confirmed_need");
    visit(raw, {"gate_and_paths"});
    must(needs.confirm(wang, area, raw, {.category = "gate_and_paths"}));
    EXPECT_EQ(projects.start(zhou, area, {raw}, {"甲", "a"}, false).error().code, "access.not_permitted");
    EXPECT_EQ(must(projects.project(area, started(raw))).category, "gate_and_paths");
}

TEST_F(ProjectServiceTest, costing_names_all_that_is_missing_at_once)
{
    auto const id = started(confirmed());
    EXPECT_EQ(missing(projects.cost(zhou, area, id, {})),
              "alternatives, budget_lines, price_sources, affected_households");
    EXPECT_EQ(missing(projects.cost(analyst, area, id, costing())), "access.not_permitted");
    EXPECT_EQ(must(projects.cost(zhou, area, id, costing())).cost_planned, Money::yuan(136'000));
}

TEST_F(ProjectServiceTest, a_costly_project_needs_a_decided_round_and_a_hearing)
{
    auto const id = started(confirmed());
    must(projects.cost(zhou, area, id, costing()));
    EXPECT_EQ(missing(projects.consult(wang, area, id)), "decided_round, hearing");
    round(id, 15, 20, "revise");
    EXPECT_EQ(missing(projects.consult(wang, area, id)), "hearing");
    meeting(id, "hearing");
    EXPECT_EQ(must(projects.consult(wang, area, id)).state, "consulted");
}

TEST_F(ProjectServiceTest, who_proposed_a_project_does_not_approve_it_and_the_money_is_reserved_by_the_approval)
{
    auto const id = small();
    EXPECT_EQ(missing(projects.approve(wang, area, id)), "not_the_proposer");
    EXPECT_EQ(missing(projects.approve(zhou, area, id)), "access.not_permitted");
    EXPECT_EQ(left(), Money::yuan(150'000));
    ASSERT_TRUE(projects.approve(li, area, id));
    EXPECT_EQ(left(), Money::yuan(110'000));
}

TEST_F(ProjectServiceTest, above_the_free_line_the_sub_district_approves)
{
    auto const id = started(confirmed());
    must(projects.cost(zhou, area, id, costing()));
    round(id, 15, 20, "adopted");
    meeting(id, "hearing");
    must(projects.consult(wang, area, id));
    EXPECT_EQ(missing(projects.approve(li, area, id)), "within_free_line");
    EXPECT_EQ(must(projects.approve(chen, area, id)).state, "approved");
}

TEST_F(ProjectServiceTest, a_project_that_costs_more_than_is_left_is_not_approved)
{
    auto const id = started(confirmed());
    must(projects.cost(zhou, area, id, costing(Money::yuan(150'001))));
    round(id, 15, 20, "adopted");
    meeting(id, "hearing");
    must(projects.consult(wang, area, id));
    EXPECT_EQ(missing(projects.approve(chen, area, id)), "budgeting.over_remaining");
    EXPECT_EQ(state(id), "consulted");
}

TEST_F(ProjectServiceTest, common_parts_are_not_opened_before_the_owners_vote_has_passed)
{
    auto const id = started(confirmed(), true);
    must(projects.cost(zhou, area, id, costing(Money::yuan(40'000), 20)));
    round(id, 15, 20, "adopted");
    meeting(id, "hearing");
    must(projects.consult(wang, area, id));
    EXPECT_EQ(missing(projects.approve(li, area, id)), "owners_vote");
    consultation::OwnersVote v;
    v.subject = {"project", ObjectId{id.uuid()}};
    v.class_reason = "the wall is a common part";
    v.matter = consultation::Matter::major;
    v.total = {3'000'000, 300};
    auto const vote = must(meetings.prepare_vote(zhou, area, v));
    must(meetings.announce_vote(wang, area, vote, clock.today().plus_days(15)));
    days(15);
    must(meetings.open_vote(wang, area, vote));
    must(meetings.count_vote(zhou, area, vote, {2'100'000, 210}, {1'800'000, 180}));
    must(meetings.count_vote(wang, area, vote, {2'100'000, 210}, {1'800'000, 180}));
    EXPECT_EQ(must(projects.approve(li, area, id)).state, "approved");
}

TEST_F(ProjectServiceTest, works_begin_with_a_contractor_dates_milestones_and_a_safety_notice)
{
    auto const id = small();
    must(projects.approve(li, area, id));
    EXPECT_EQ(missing(projects.begin(wang, area, id, {})), "contractor, works_dates, milestones, safety_notice");
    EXPECT_EQ(must(projects.begin(wang, area, id, works())).works.milestones.size(), 2U);
    EXPECT_EQ(feedback.tasks(area, {.cause = "begin"}).size(), 20U);
}

TEST_F(ProjectServiceTest, acceptance_needs_milestones_a_meeting_and_four_in_five_satisfied)
{
    auto const id = in_works();
    EXPECT_EQ(missing(projects.accept(wang, area, id, Money::yuan(40'000))),
              "milestones_done, evaluation_meeting, satisfied");
    EXPECT_EQ(projects.milestone_over(zhou, area, id, 1, "", "").error().code, "projects.evidence_missing");
    must(projects.milestone_over(zhou, area, id, 1, "photo 12", ""));
    must(projects.milestone_over(zhou, area, id, 2, "", "handed over with the first"));
    meeting(id, "evaluation");
    must(projects.ask(wang, area, id));
    answer(ObjectId{id.uuid()}, "evaluate", 7, 10);
    EXPECT_EQ(missing(projects.accept(wang, area, id, Money::yuan(40'000))), "satisfied");
    answer(ObjectId{id.uuid()}, "evaluate", 5, 5);
    EXPECT_EQ(must(projects.accept(wang, area, id, Money::yuan(40'000))).state, "accepted");
}

TEST_F(ProjectServiceTest, a_project_is_closed_by_who_did_not_handle_it_when_it_is_paid_and_the_rest_goes_back)
{
    auto const id = in_works();
    for (int seq : {1, 2}) must(projects.milestone_over(zhou, area, id, seq, "photo", ""));
    meeting(id, "evaluation");
    must(projects.ask(wang, area, id));
    answer(ObjectId{id.uuid()}, "evaluate", 10, 10);
    must(projects.accept(wang, area, id, Money::yuan(38'000)));
    EXPECT_EQ(missing(projects.close(wang, area, id)), "not_the_handler, paid_in_full");
    EXPECT_EQ(projects.pay(zhou, area, id, Money::yuan(41'000), {"P-1", "静园工程队"}).error().code,
              "budgeting.over_commitment");
    must(projects.pay(zhou, area, id, Money::yuan(38'000), {"P-1", "静园工程队"}));
    EXPECT_EQ(must(projects.close(zhou, area, id)).state, "closed");
    EXPECT_EQ(left(), Money::yuan(112'000));
}

TEST_F(ProjectServiceTest, a_stopped_project_frees_its_money_and_its_need_looks_for_another_way)
{
    auto const id = in_works();
    EXPECT_EQ(projects.cancel(wang, area, id, {}).error().code, "loop.reason_missing");
    EXPECT_EQ(must(projects.cancel(wang, area, id, {"", "a gas main was found"})).state, "stopped");
    EXPECT_EQ(left(), Money::yuan(150'000));
    EXPECT_EQ(needs.list(area, {}).front().state, "confirmed");
}

TEST_F(ProjectServiceTest, a_gatekeeper_sends_a_project_one_step_back_with_a_reason)
{
    auto const id = small();
    must(projects.approve(li, area, id));
    EXPECT_EQ(must(projects.send_back(chen, area, id, {"", "cost rose by 12 %"})).state, "consulted");
    EXPECT_EQ(left(), Money::yuan(150'000));
    EXPECT_EQ(must(projects.send_back(wang, area, id, {"", "new draft"})).state, "costed");
}

} // namespace
} // namespace lilong::projects
