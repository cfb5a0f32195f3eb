#include "issues/district_test.h"
#include "issues/issue_machine_rule.h"

namespace lilong::issues
{
namespace
{

TEST_F(IssuesTest, an_issue_goes_from_report_to_closed_through_three_people)
{
    auto const registered = reported("lighting", "3号楼路灯不亮", households[0]);
    auto const& issue = registered.issue;
    bring_to_work(issue);
    expect(act(xiao_zhou(), issue,
               {.action = "finish", .evidence = "lamp changed, photo 12", .outcome = Outcome::solved}));
    EXPECT_EQ(state(issue), "finished");
    ASSERT_TRUE(issues.try_reporter(xiao_zheng(), issue.area, issue.id,
                                    {.kind = TryKind::callback, .reached = true, .solved = Solved::yes, .rating = 5}));
    expect(act(xiao_zheng(), issue, {.action = "confirm"}));
    EXPECT_EQ(state(issue), "closed");
}

TEST_F(IssuesTest, who_dispatched_does_not_handle_and_who_handled_does_not_call_back)
{
    auto const issue = reported("lighting", "路灯不亮", households[0]).issue;
    auto both = wang();
    both.grants.push_back({Role::committee_worker, beiyuan});
    expect(act(both, issue, {.action = "accept"}));
    expect(act(both, issue, {.action = "dispatch"}));
    EXPECT_EQ(act(both, issue, {.action = "sign"}).error().code, "issues.other_part_taken");
    expect(act(xiao_zhou(), issue, {.action = "sign"}));
    ASSERT_TRUE(issues.try_reporter(xiao_zhou(), beiyuan, issue.id, {.kind = TryKind::contact, .reached = true}));
    expect(act(xiao_zhou(), issue, {.action = "contact"}));
    expect(act(xiao_zhou(), issue, {.action = "work", .plan = "p", .plan_date = clock.today()}));
    expect(act(xiao_zhou(), issue, {.action = "finish", .evidence = "done", .outcome = Outcome::solved}));
    EXPECT_EQ(issues
                  .try_reporter(xiao_zhou(), beiyuan, issue.id,
                                {.kind = TryKind::callback, .reached = true, .solved = Solved::yes})
                  .error()
                  .code,
              "issues.other_part_taken");
    EXPECT_EQ(act(xiao_zhou(), issue, {.action = "confirm"}).error().code, "issues.other_part_taken");
}

TEST_F(IssuesTest, a_stranger_may_do_nothing_and_a_worker_may_not_dispatch)
{
    auto const issue = reported("lighting", "路灯不亮").issue;
    EXPECT_EQ(act(stranger(), issue, {.action = "accept"}).error().code, "access.not_permitted");
    EXPECT_EQ(act(xiao_zhou(), issue, {.action = "accept"}).error().code, "access.not_permitted");
    EXPECT_EQ(act(person("邻居书记", Role::committee_secretary, nanjing), issue, {.action = "accept"}).error().code,
              "access.not_permitted");
    EXPECT_EQ(issues.act(wang(), nanjing, issue.id, {.action = "accept"}).error().code, "issues.not_found");
}

TEST_F(IssuesTest, nobody_handles_the_issue_of_the_own_household)
{
    auto const issue = reported("lighting", "路灯不亮", households[0]).issue;
    auto wang_at_home = wang();
    wang_at_home.household = households[0];
    EXPECT_EQ(act(wang_at_home, issue, {.action = "accept"}).error().code, "issues.own_household");
}

// Each state knows its actions; all others are refused and change nothing.
TEST_F(IssuesTest, an_action_out_of_turn_is_refused_and_names_what_is_possible)
{
    auto const issue = reported("lighting", "路灯不亮").issue;
    auto const early = act(wang(), issue, {.action = "dispatch"});
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code, "loop.transition_not_allowed");
    EXPECT_NE(early.error().facts.at("allowed").find("accept"), std::string::npos);
    EXPECT_EQ(state(issue), "registered");
}

TEST_F(IssuesTest, every_edge_needs_what_the_table_says)
{
    for (auto level : {Level::committee, Level::sub_district, Level::district})
        for (auto const& edge : issue_machine(level).edges) {
            for (auto const& lacking : edge.must) {
                Requirements met;
                for (auto const& other : edge.must)
                    if (other != lacking) met.emplace(other);
                auto const refused =
                    lilong::apply(issue_machine(level), edge.from, edge.action, edge.who, edge.who.empty(), met, true);
                EXPECT_FALSE(refused) << edge.from << " " << edge.action << " without " << lacking;
            }
            EXPECT_FALSE(lilong::apply(issue_machine(level), edge.from, edge.action, {Role::analyst}, false,
                                       {edge.must.begin(), edge.must.end()}, true))
                << edge.action;
        }
}

TEST_F(IssuesTest, refusing_needs_a_reason_and_where_to_turn)
{
    auto const issue = reported("lighting", "路灯不亮").issue;
    EXPECT_EQ(act(wang(), issue, {.action = "refuse", .reason = {"private", "it is indoors"}}).error().code,
              "loop.requirement_missing");
    EXPECT_EQ(act(wang(), issue, {.action = "refuse", .where_to_turn = "property firm"}).error().code,
              "loop.reason_missing");
    expect(act(wang(), issue,
               {.action = "refuse", .reason = {"private", "it is indoors"}, .where_to_turn = "property firm"}));
    EXPECT_EQ(state(issue), "refused");
}

TEST_F(IssuesTest, a_unit_returns_twice_at_most_and_only_within_a_working_day)
{
    auto const issue = reported("lighting", "路灯不亮").issue;
    auto const back =
        IssueAct{.action = "return", .reason = {"not_ours", "another unit's lamp"}, .evidence = "duty list"};
    expect(act(wang(), issue, {.action = "accept"}));
    for (int i = 0; i < 2; ++i) {
        expect(act(wang(), issue, {.action = "dispatch", .reason = {"ruling", "it is yours"}}));
        expect(act(xiao_zhou(), issue, back));
    }
    EXPECT_EQ(act(wang(), issue, {.action = "dispatch"}).error().code,
              "loop.requirement_missing"); // now a ruling in writing
    expect(act(wang(), issue, {.action = "dispatch", .reason = {"ruling", "it is yours"}}));
    EXPECT_EQ(act(xiao_zhou(), issue, back).error().facts.at("missing"), "returns_left");
}

TEST_F(IssuesTest, a_working_sunday_is_the_last_day_to_return)
{
    auto const one = reported("lighting", "路灯不亮").issue;
    auto const two = reported("lighting", "楼道灯不亮").issue;
    auto const back = IssueAct{.action = "return", .reason = {"not_ours", "x"}, .evidence = "duty list"};
    for (auto const& issue : {one, two}) {
        expect(act(wang(), issue, {.action = "accept"}));
        expect(act(wang(), issue, {.action = "dispatch"})); // Friday 10:00
    }
    at("2026-03-08 17:30");
    expect(act(xiao_zhou(), one, back));
    at("2026-03-08 17:31");
    EXPECT_EQ(act(xiao_zhou(), two, back).error().facts.at("missing"), "within_a_working_day");
}

TEST_F(IssuesTest, both_clocks_start_with_dispatch_and_two_reds_bring_supervision)
{
    auto const issue = reported("lighting", "路灯不亮", households[0]).issue;
    expect(act(wang(), issue, {.action = "accept"}));
    expect(act(wang(), issue, {.action = "dispatch"}));
    auto const view = issues.view(beiyuan, issue.id).value();
    ASSERT_EQ(view.clocks.size(), 2U);
    EXPECT_EQ(view.clocks[1].kind, ClockKind::contact);
    EXPECT_EQ(view.clocks[1].due_at, end_of_working_day(Date{2026, 3, 8}));
    EXPECT_EQ(view.clocks[0].due_at, end_of_working_day(Date{2026, 3, 12})); // Sun, Mon, Tue, Wed, Thu
    at("2026-03-08 17:31");
    EXPECT_EQ(issues.run_clocks(), 1U);
    EXPECT_EQ(issues.run_clocks(), 0U);
    EXPECT_FALSE(issues.view(beiyuan, issue.id)->issue.supervised);
    at("2026-03-12 17:31");
    EXPECT_EQ(issues.run_clocks(), 1U);
    EXPECT_TRUE(issues.view(beiyuan, issue.id)->issue.supervised);
    EXPECT_EQ(issues.view(beiyuan, issue.id)->colour, Colour::red);
}

TEST_F(IssuesTest, an_extension_is_asked_by_the_handler_granted_by_the_dispatcher_and_given_once)
{
    auto const issue = reported("lighting", "路灯不亮", households[0]).issue;
    bring_to_work(issue);
    EXPECT_EQ(act(wang(), issue, {.action = "extend", .reason = {"parts", "x"}}).error().facts.at("missing"),
              "asked_for");
    EXPECT_EQ(issues.ask_extension(wang(), beiyuan, issue.id, Date{2026, 3, 20}, "parts").error().code,
              "issues.other_part_taken");
    EXPECT_EQ(issues.ask_extension(xiao_zhou(), beiyuan, issue.id, Date{2026, 3, 12}, "parts").error().code,
              "issues.extension_not_later");
    ASSERT_TRUE(issues.ask_extension(xiao_zhou(), beiyuan, issue.id, Date{2026, 3, 20}, "parts"));
    expect(act(wang(), issue, {.action = "extend", .reason = {"parts", "the lamp must be ordered"}}));
    EXPECT_EQ(issues.view(beiyuan, issue.id)->clocks[0].due_at, end_of_working_day(Date{2026, 3, 20}));
    EXPECT_EQ(issues.ask_extension(xiao_zhou(), beiyuan, issue.id, Date{2026, 3, 25}, "more").error().code,
              "issues.extended_already");
}

TEST_F(IssuesTest, the_level_above_parks_for_ninety_days_at_most_and_the_clock_stands)
{
    auto const issue = reported("lighting", "路灯不亮", households[0]).issue;
    bring_to_work(issue);
    EXPECT_EQ(
        act(wang(), issue, {.action = "park", .reason = {"money", "x"}, .review_date = Date{2026, 5, 1}}).error().code,
        "access.not_permitted");
    EXPECT_EQ(act(lao_chen(), issue, {.action = "park", .reason = {"money", "x"}, .review_date = Date{2026, 6, 5}})
                  .error()
                  .facts.at("missing"),
              "review_date");
    expect(act(lao_chen(), issue,
               {.action = "park", .reason = {"money", "next year's fund"}, .review_date = Date{2026, 6, 4}}));
    EXPECT_EQ(issues.view(beiyuan, issue.id)->colour, Colour::grey);
    EXPECT_EQ(issues.view(beiyuan, issue.id)->state.due, (Date{2026, 6, 4}));
    at("2026-05-20 10:00");
    EXPECT_EQ(issues.run_clocks(), 0U);
    expect(act(xiao_zhou(), issue, {.action = "work", .plan = "now", .plan_date = Date{2026, 5, 25}}));
    EXPECT_EQ(issues.view(beiyuan, issue.id)->colour, Colour::green);
}

TEST_F(IssuesTest, a_merge_loses_no_subscriber_and_can_be_undone)
{
    auto const first = reported("lighting", "路灯不亮", households[0]).issue;
    auto const second = reported("lighting", "3号楼的灯坏了", households[1]).issue;
    auto const third = reported("lighting", "晚上很黑", households[2]).issue;
    expect(act(wang(), second, {.action = "merge", .master = first.id}));
    expect(act(wang(), first, {.action = "merge", .master = third.id})); // the master is merged itself
    EXPECT_EQ(issues.view(beiyuan, third.id)->subscribers, 3U);
    EXPECT_EQ(issues.view(beiyuan, second.id)->issue.master, third.id);
    EXPECT_EQ(issues.view(beiyuan, second.id)->issue.text, "3号楼的灯坏了");
    expect(act(wang(), second, {.action = "unmerge", .reason = {"other_lamp", "another lamp after all"}}));
    EXPECT_EQ(issues.view(beiyuan, third.id)->subscribers, 2U);
    EXPECT_EQ(issues.view(beiyuan, second.id)->subscribers, 1U);
}

TEST_F(IssuesTest, an_issue_cannot_join_itself_or_one_that_was_merged)
{
    auto const first = reported("lighting", "路灯不亮", households[0]).issue;
    auto const second = reported("lighting", "灯坏了", households[1]).issue;
    EXPECT_EQ(act(wang(), first, {.action = "merge", .master = first.id}).error().facts.at("missing"), "master");
    expect(act(wang(), second, {.action = "merge", .master = first.id}));
    EXPECT_EQ(act(wang(), first, {.action = "merge", .master = second.id}).error().code, "issues.master_not_open");
}

TEST_F(IssuesTest, the_same_household_within_a_week_adds_to_its_own_issue)
{
    auto const first = reported("lighting", "路灯不亮", households[0]);
    clock.advance(std::chrono::days{7});
    auto const again = reported("lighting", "还是不亮", households[0]);
    EXPECT_TRUE(again.appended);
    EXPECT_EQ(again.issue.id, first.issue.id);
    EXPECT_EQ(issues.view(beiyuan, first.issue.id)->words.size(), 1U);
    clock.advance(std::chrono::days{1});
    EXPECT_FALSE(reported("lighting", "还是不亮", households[0]).appended);
}

TEST_F(IssuesTest, likely_duplicates_are_shown_before_the_report_is_sent)
{
    Place const lamp{.estate = estate, .lon = {}, .lat = {}, .asset = "lamp 12"};
    auto const first = reported("lighting", "12号路灯不亮", {}, {}, lamp).issue;
    auto const likely = issues.duplicates(beiyuan, {"lighting", "12号路灯不亮了", lamp, Source::resident, {}});
    ASSERT_EQ(likely.size(), 1U);
    EXPECT_EQ(likely[0].issue.id, first.id);
    EXPECT_TRUE(issues.duplicates(beiyuan, {"car_parking", "12号路灯不亮了", lamp, Source::resident, {}}).empty());
}

TEST_F(IssuesTest, the_handler_may_begin_after_three_tries_at_different_times)
{
    auto const issue = reported("lighting", "路灯不亮", households[0]).issue;
    expect(act(wang(), issue, {.action = "accept"}));
    expect(act(wang(), issue, {.action = "dispatch"}));
    expect(act(xiao_zhou(), issue, {.action = "sign"}));
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(act(xiao_zhou(), issue, {.action = "contact"}).error().facts.at("missing"), "talk_or_three_tries");
        ASSERT_TRUE(issues.try_reporter(xiao_zhou(), beiyuan, issue.id, {.kind = TryKind::contact}));
        clock.advance(std::chrono::hours{2});
    }
    expect(act(xiao_zhou(), issue, {.action = "contact"}));
}

TEST_F(IssuesTest, not_solved_is_done_again_and_the_third_time_under_supervision)
{
    auto const registered = reported("lighting", "路灯不亮", households[0]);
    auto const& issue = registered.issue;
    bring_to_work(issue);
    for (int round = 1; round <= 3; ++round) {
        expect(act(xiao_zhou(), issue, {.action = "finish", .evidence = "changed", .outcome = Outcome::solved}));
        EXPECT_EQ(act(xiao_zheng(), issue, {.action = "confirm"}).error().facts.at("missing"), "callback");
        ASSERT_TRUE(issues.rate(registered.issue.reference, registered.code, Solved::no, 1));
        EXPECT_EQ(act(xiao_zheng(), issue, {.action = "confirm"}).error().facts.at("missing"), "callback");
        expect(act(xiao_zheng(), issue, {.action = "redo", .reason = {"not_solved", "still dark"}}));
        EXPECT_EQ(issues.view(beiyuan, issue.id)->issue.supervised, round == 3);
        clock.advance(std::chrono::hours{1});
    }
}

TEST_F(IssuesTest, what_cannot_be_done_closes_although_the_reporter_says_not_solved)
{
    auto const registered = reported("lighting", "要求装喷泉灯", households[0]);
    bring_to_work(registered.issue);
    expect(act(xiao_zhou(), registered.issue,
               {.action = "finish", .evidence = "explained why", .outcome = Outcome::explained}));
    ASSERT_TRUE(issues.rate(registered.issue.reference, registered.code, Solved::no, 2));
    expect(act(xiao_zheng(), registered.issue, {.action = "confirm"}));
}

TEST_F(IssuesTest, the_reporter_follows_and_reopens_with_the_code_for_thirty_days)
{
    auto const registered = reported("lighting", "路灯不亮", households[0]);
    auto const& issue = registered.issue;
    bring_to_work(issue);
    expect(act(xiao_zhou(), issue, {.action = "finish", .evidence = "changed", .outcome = Outcome::solved}));
    ASSERT_TRUE(issues.rate(issue.reference, registered.code, Solved::yes, 5));
    expect(act(xiao_zheng(), issue, {.action = "confirm"}));
    EXPECT_EQ(issues.follow(issue.reference, "wrong").error().code, "issues.reference_unknown");
    EXPECT_EQ(issues.follow("ABCDEFGH", registered.code).error().code, "issues.reference_unknown");
    EXPECT_EQ(issues.follow(issue.reference, registered.code)->state.state, "closed");
    clock.advance(std::chrono::days{31});
    EXPECT_EQ(issues.reopen(issue.reference, registered.code, "又坏了").error().facts.at("missing"), "within_30_days");
    clock.advance(-std::chrono::days{1});
    ASSERT_TRUE(issues.reopen(issue.reference, registered.code, "又坏了"));
    EXPECT_EQ(state(issue), "in_progress");
}

TEST_F(IssuesTest, a_report_needs_a_known_category_and_a_place_in_the_committee)
{
    EXPECT_EQ(issues.report(stranger(), beiyuan, {"weather", "rain"}).error().code, "issues.unknown_category");
    EXPECT_EQ(issues.report(stranger(), nanjing, {"lighting", "x", Place{.estate = estate}}).error().code,
              "issues.place_elsewhere");
    EXPECT_EQ(issues.report(stranger(), district, {"lighting", "x"}).error().code, "issues.report_to_a_committee");
    EXPECT_TRUE(issues.report(stranger(), beiyuan, {"unsure", "something smells"}));
}

TEST_F(IssuesTest, no_open_issue_is_without_a_date)
{
    auto const issue = reported("lighting", "路灯不亮", households[0]).issue;
    EXPECT_TRUE(issues.view(beiyuan, issue.id)->state.due);
    bring_to_work(issue);
    EXPECT_EQ(issues.view(beiyuan, issue.id)->state.due, (Date{2026, 3, 12}));
}

} // namespace
} // namespace lilong::issues
