#include "base/text.h"

#include "issues/agenda_machine_rule.h"
#include "issues/district_test.h"

namespace lilong::issues
{
namespace
{

class AgendaTest : public IssuesTest
{
protected:
    Issue raised(AreaId committee, HouseholdId by, std::string const& secretary, std::string const& worker)
    {
        auto const issue = reported("car_parking", "停车难", by, committee).issue;
        bring_to_work(issue, secretary, worker);
        expect(act(person(secretary, Role::committee_secretary, committee), issue,
                   {.action = "raise", .reason = {"not_competent", "needs the road"}, .rule = "c"}));
        EXPECT_EQ(state(issue), "raised");
        return issue;
    }
    AgendaItem only_item(AreaId area)
    {
        auto const listed = agenda.list(area);
        EXPECT_EQ(listed.size(), 1U);
        return listed.at(0).item;
    }
    std::string item_state(AgendaItem const& item) { return agenda.view(item.area, item.id)->state.state; }
    void accept(AgendaItem const& item, Actor const& who)
    {
        ASSERT_TRUE(agenda.act(
            who, item.area, item.id,
            {.action = "classify", .domain = Domain::public_management, .lead_unit = "urban_management_team"}));
        ASSERT_TRUE(
            agenda.act(who, item.area, item.id, {.action = "accept", .plan_date = clock.today().plus_days(20)}));
    }
    static Decision spaces()
    {
        return {.body = "社区代表会议",
                .accepts = true,
                .text_zh = "沿街新增四十个车位",
                .text_en = "Forty spaces along the street",
                .measures = {{"mark spaces", "traffic_office", Date{2026, 5, 1}, Money::yuan(20'000)}}};
    }
};

TEST_F(AgendaTest, a_raised_issue_becomes_a_submitted_item_with_a_frozen_pack)
{
    auto const issue = raised(beiyuan, households[0], "王书记", "小周");
    auto const item = only_item(sub_district);
    EXPECT_EQ(item_state(item), "submitted");
    auto const view = agenda.view(sub_district, item.id).value();
    ASSERT_EQ(view.packs.size(), 1U);
    EXPECT_EQ(view.packs[0].sha256, sha256_hex(view.packs[0].content));
    EXPECT_EQ(view.packs[0].content.find(households[0].text()), std::string::npos); // ids stay sealed
    EXPECT_NE(view.packs[0].content.find(issue.reference), std::string::npos);
    EXPECT_EQ(only_item(beiyuan).id, item.id); // its committee sees it
    EXPECT_TRUE(agenda.list(dongli).empty());
}

TEST_F(AgendaTest, the_same_matter_of_a_second_committee_joins_the_open_item)
{
    raised(beiyuan, households[0], "王书记", "小周");
    raised(nanjing, households[1], "南书记", "小南");
    auto const item = only_item(sub_district);
    auto const view = agenda.view(sub_district, item.id).value();
    EXPECT_EQ(view.members.size(), 2U);
    EXPECT_EQ(view.packs.size(), 2U); // an addendum, never an edit
    EXPECT_EQ(agenda.view(nanjing, item.id)->members.size(), 1U);
}

TEST_F(AgendaTest, a_decision_returns_to_every_member_and_its_households)
{
    auto const one = raised(beiyuan, households[0], "王书记", "小周");
    auto const two = raised(nanjing, households[1], "南书记", "小南");
    auto const item = only_item(sub_district);
    accept(item, lao_chen());
    ASSERT_TRUE(agenda.act(lao_chen(), sub_district, item.id, {.action = "decide", .decision = spaces()}));
    for (auto const& issue : {one, two}) {
        auto const view = issues.view(issue.area, issue.id).value();
        EXPECT_EQ(view.state.state, "in_progress");
        ASSERT_EQ(view.answers.size(), 1U);
        EXPECT_EQ(view.answers[0].text_zh, "沿街新增四十个车位");
        auto const tasks = feedback.tasks(issue.area, {.object = ObjectId{issue.id.uuid()}});
        ASSERT_FALSE(tasks.empty());
        EXPECT_EQ(tasks[0].zh, "沿街新增四十个车位");
    }
}

TEST_F(AgendaTest, a_reasoned_no_finishes_the_issue_as_explained)
{
    auto const issue = raised(beiyuan, households[0], "王书记", "小周");
    auto const item = only_item(sub_district);
    accept(item, lao_chen());
    Decision const no{.body = "office meeting",
                      .accepts = false,
                      .text_zh = "今年无法安排",
                      .text_en = "Not this year",
                      .next_look = Date{2027, 3, 1}};
    ASSERT_TRUE(agenda.act(lao_chen(), sub_district, item.id, {.action = "decide", .decision = no}));
    EXPECT_EQ(state(issue), "finished");
    EXPECT_EQ(issues.view(beiyuan, issue.id)->issue.outcome, Outcome::explained);
}

TEST_F(AgendaTest, a_return_says_why_and_gives_the_issue_back)
{
    auto const issue = raised(beiyuan, households[0], "王书记", "小周");
    auto const item = only_item(sub_district);
    EXPECT_EQ(
        agenda.act(lao_chen(), sub_district, item.id, {.action = "return", .reason = {"own_power", "x"}}).error().code,
        "loop.requirement_missing");
    ASSERT_TRUE(
        agenda.act(lao_chen(), sub_district, item.id,
                   {.action = "return",
                    .reason = {"own_power", "the committee may mark spaces"},
                    .decision = Decision{.text_zh = "由居委会自行划线", .text_en = "The committee may mark them"}}));
    EXPECT_EQ(state(issue), "in_progress");
    EXPECT_EQ(issues.view(beiyuan, issue.id)->answers.at(0).kind, "return");
}

TEST_F(AgendaTest, the_districts_answer_comes_down_through_the_sub_district_to_the_households)
{
    auto const issue = raised(beiyuan, households[0], "王书记", "小周");
    auto const item = only_item(sub_district);
    accept(item, lao_chen());
    ASSERT_TRUE(
        agenda.act(lao_chen(), sub_district, item.id, {.action = "raise", .reason = {"cost", "above our line"}}));
    EXPECT_EQ(item_state(item), "raised");
    auto const above = only_item(district);
    EXPECT_EQ(item_state(above), "submitted");
    EXPECT_EQ(above.level, Level::district);
    EXPECT_EQ(
        agenda.act(lao_chen(), district, above.id, {.action = "classify", .lead_unit = "traffic_office"}).error().code,
        "access.not_permitted");
    accept(above, district_clerk());
    ASSERT_TRUE(agenda.act(district_clerk(), district, above.id, {.action = "decide", .decision = spaces()}));
    EXPECT_EQ(item_state(item), "decided");
    EXPECT_EQ(state(issue), "in_progress");
    EXPECT_EQ(issues.view(beiyuan, issue.id)->answers.at(0).text_en, "Forty spaces along the street");
    EXPECT_EQ(feedback.tasks(beiyuan, {.object = ObjectId{issue.id.uuid()}}).size(), 1U);
}

TEST_F(AgendaTest, a_late_member_of_a_decided_item_is_answered_at_once)
{
    raised(beiyuan, households[0], "王书记", "小周");
    auto const item = only_item(sub_district);
    accept(item, lao_chen());
    ASSERT_TRUE(agenda.act(lao_chen(), sub_district, item.id, {.action = "decide", .decision = spaces()}));
    auto const late = reported("car_parking", "停车难", households[1], nanjing).issue;
    bring_to_work(late, "南书记", "小南");
    expect(act(person("南书记", Role::committee_secretary, nanjing), late,
               {.action = "raise", .reason = {"c", "x"}, .rule = "c"}));
    EXPECT_EQ(agenda.list(sub_district).size(), 1U);
    EXPECT_EQ(state(late), "in_progress");
}

TEST_F(AgendaTest, silence_raises_to_the_district_and_there_comes_under_supervision)
{
    raised(beiyuan, households[0], "王书记", "小周");
    auto const item = only_item(sub_district);
    EXPECT_EQ(agenda.run_clocks(), 0U);
    at("2026-03-12 10:00"); // three working days after Friday were Sunday, Monday, Tuesday
    EXPECT_EQ(agenda.run_clocks(), 1U);
    EXPECT_EQ(item_state(item), "raised");
    auto const above = only_item(district);
    EXPECT_EQ(item_state(above), "candidate"); // raised by a rule: the dispatcher may submit it
    at("2026-04-10 10:00");
    agenda.run_clocks();
    EXPECT_EQ(item_state(above), "submitted");
    at("2026-04-20 10:00");
    agenda.run_clocks();
    EXPECT_TRUE(agenda.view(district, above.id)->item.supervised);
    EXPECT_EQ(agenda.run_clocks(), 0U);
}

TEST_F(AgendaTest, an_issue_whose_answer_clock_falls_silent_rises_as_a_candidate_its_secretary_submits)
{
    auto const issue = reported("car_parking", "停车难", households[0]).issue;
    bring_to_work(issue);
    at("2026-04-20 10:00");
    issues.run_clocks();
    EXPECT_EQ(state(issue), "raised");
    auto const item = only_item(sub_district);
    EXPECT_EQ(item.rule, "d");
    EXPECT_EQ(item_state(item), "candidate");
    EXPECT_EQ(agenda.act(person("东书记", Role::committee_secretary, dongli), dongli, item.id, {.action = "submit"})
                  .error()
                  .code,
              "issues.item_not_found");
    EXPECT_EQ(agenda.act(xiao_zhou(), beiyuan, item.id, {.action = "submit"}).error().code, "access.not_permitted");
    ASSERT_TRUE(agenda.act(wang(), beiyuan, item.id, {.action = "submit"}));
    EXPECT_EQ(item_state(item), "submitted");
    EXPECT_EQ(agenda.act(wang(), beiyuan, item.id, {.action = "classify", .lead_unit = "x"}).error().code,
              "access.not_permitted");
}

TEST_F(AgendaTest, measures_done_with_evidence_let_the_item_be_executed)
{
    raised(beiyuan, households[0], "王书记", "小周");
    auto const item = only_item(sub_district);
    accept(item, lao_chen());
    ASSERT_TRUE(agenda.act(lao_chen(), sub_district, item.id, {.action = "decide", .decision = spaces()}));
    ASSERT_TRUE(agenda.act(lao_chen(), sub_district, item.id, {.action = "execute"}));
    EXPECT_EQ(agenda.act(lao_chen(), sub_district, item.id, {.action = "report"}).error().facts.at("missing"),
              "measures_done");
    EXPECT_EQ(agenda.measure_done(li_gong(), sub_district, item.id, 2, "photo").error().code,
              "issues.measure_not_found");
    ASSERT_TRUE(agenda.measure_done(li_gong(), sub_district, item.id, 1, "photo"));
    ASSERT_TRUE(agenda.act(li_gong(), sub_district, item.id, {.action = "report"}));
    EXPECT_EQ(agenda.run_clocks(), 0U); // nobody has heard yet
    for (auto const& task : feedback.tasks(beiyuan, {}))
        (void)feedback.record_try(xiao_zhou(), beiyuan, task.id, "visit", "reached");
    EXPECT_EQ(agenda.run_clocks(), 1U);
    EXPECT_EQ(item_state(item), "fed_back");
}

TEST_F(AgendaTest, recurrence_in_two_committees_opens_one_candidate_however_often_the_rule_runs)
{
    Place const gate{.estate = {}, .lon = {}, .lat = {}, .asset = "gate"};
    for (auto committee : {beiyuan, nanjing})
        for (int i = 0; i < 3; ++i) reported("car_parking", "停车难", {}, committee, gate);
    EXPECT_EQ(agenda.propose_recurrences(sub_district), 1U);
    EXPECT_EQ(agenda.propose_recurrences(sub_district), 1U);
    auto const item = only_item(sub_district);
    EXPECT_EQ(item.rule, "b");
    EXPECT_EQ(agenda.view(sub_district, item.id)->members.size(), 2U);
}

TEST_F(AgendaTest, two_items_of_one_matter_are_merged_and_the_older_speaks_for_all)
{
    raised(beiyuan, households[0], "王书记", "小周");
    auto const older = only_item(sub_district);
    auto const issue = reported("car_parking", "停车难", households[1], nanjing).issue;
    bring_to_work(issue, "南书记", "小南");
    expect(act(person("南书记", Role::committee_secretary, nanjing), issue,
               {.action = "raise", .reason = {"danger", "fire lane blocked"}, .rule = "f"}));
    auto const listed = agenda.list(sub_district);
    ASSERT_EQ(listed.size(), 2U);
    auto const& newer = listed[0].item.id == older.id ? listed[1].item : listed[0].item;
    ASSERT_TRUE(agenda.act(lao_chen(), sub_district, newer.id, {.action = "merge", .older_item = older.id}));
    EXPECT_EQ(agenda.view(sub_district, older.id)->members.size(), 2U);
    accept(older, lao_chen());
    ASSERT_TRUE(agenda.act(lao_chen(), sub_district, older.id, {.action = "decide", .decision = spaces()}));
    EXPECT_EQ(state(issue), "in_progress");
}

TEST_F(AgendaTest, every_edge_needs_what_the_table_says)
{
    for (auto level : {Level::sub_district, Level::district})
        for (auto const& edge : agenda_machine(level).edges)
            for (auto const& lacking : edge.must) {
                Requirements met;
                for (auto const& other : edge.must)
                    if (other != lacking) met.emplace(other);
                EXPECT_FALSE(
                    lilong::apply(agenda_machine(level), edge.from, edge.action, edge.who, edge.who.empty(), met, true))
                    << edge.from << " " << edge.action << " without " << lacking;
            }
}

} // namespace
} // namespace lilong::issues
