#include "survey/ground_test.h"
#include "survey/questionnaire_store.h"
#include "survey/response_store.h"
#include "survey/round_store.h"

namespace lilong::survey
{
namespace
{

class RoundServiceTest : public Ground
{
};

TEST_F(RoundServiceTest, opening_a_round_freezes_the_register_of_every_committee) // ST-9
{
    auto const round = open_round();
    EXPECT_EQ(round.state, "open");
    EXPECT_EQ(round.register_date, Date(2026, 5, 8));
    database->read([&](storage::Connection& c) {
        EXPECT_EQ(round_store::register_of(c, first, round.id), (std::vector<RegisterCount>{{estate, "all", 10}}));
        EXPECT_EQ(round_store::register_of(c, second, round.id).at(0).households, 50); // of the area list
    });
}

TEST_F(RoundServiceTest, households_that_move_in_later_do_not_change_the_frozen_register)
{
    auto const round = open_round();
    ASSERT_TRUE(rounds.act(dispatcher, district, round.id, "close", "", {}));
    database->load([&](storage::Transaction& tx) {
        people::Household late{
            .area = first, .id = HouseholdId::random(rng), .estate = estate, .building = building, .door = "999"};
        ASSERT_TRUE(people::household_store::insert(tx, late));
    });
    ASSERT_TRUE(rounds.act(dispatcher, district, round.id, "reopen", "two buildings were forgotten", {}));
    EXPECT_EQ(progress.progress(first, round.id)->whole.progress.households, 10);
}

TEST_F(RoundServiceTest, the_committee_below_sees_the_round_and_may_not_open_it)
{
    auto const round = plan_round();
    EXPECT_EQ(rounds.seen_from(first).size(), 1u);
    EXPECT_EQ(rounds.act(secretary, first, round.id, "open", "", {}).error().code, "survey.no_round");
    EXPECT_EQ(rounds.act(secretary, district, round.id, "open", "", {}).error().code, "access.not_permitted");
    EXPECT_TRUE(rounds.allowed(secretary, round).empty());
    EXPECT_EQ(rounds.allowed(dispatcher, round).at(0).action, "open");
}

TEST_F(RoundServiceTest, the_design_cannot_change_once_the_round_is_open) // CO-86
{
    auto round = open_round();
    round.design = Design::convenience;
    EXPECT_EQ(rounds.change(dispatcher, round, {}).error().code, "survey.round_not_planned");
}

TEST_F(RoundServiceTest, a_plan_changed_by_somebody_else_is_not_overwritten)
{
    auto round = plan_round();
    round.title.zh = "改名";
    ASSERT_TRUE(rounds.change(dispatcher, round, {}));
    EXPECT_EQ(rounds.change(dispatcher, round, {}).error().code, "survey.round_changed");
}

TEST_F(RoundServiceTest, a_round_needs_dates_in_order_and_an_open_questionnaire)
{
    auto round = plan_round();
    round.id = {};
    round.closes_on = Date{2026, 4, 1};
    EXPECT_EQ(rounds.create(dispatcher, round, {}).error().code, "survey.round_dates_wrong");
    round.closes_on = Date{2026, 6, 1};
    EXPECT_EQ(rounds.create(dispatcher, round, {{estate, Design::srs, 1}}).error().code, "survey.plan_outside_area");
    ASSERT_TRUE(questionnaires.act(dispatcher, district, round.questionnaire, 1, "close", {}));
    EXPECT_EQ(rounds.create(dispatcher, round, {}).error().code, "survey.questionnaire_not_open");
}

TEST_F(RoundServiceTest, an_opened_version_never_changes_and_the_next_one_keeps_its_types) // CO-11
{
    auto const round = plan_round();
    auto const id = round.questionnaire;
    EXPECT_EQ(questionnaires.change_codebook(dispatcher, district, id, 1, codebook, 2).error().code,
              "survey.version_not_draft");
    EXPECT_EQ(questionnaires.start_version(dispatcher, district, id).value(), 2);
    EXPECT_EQ(questionnaires.start_version(dispatcher, district, id).error().code, "survey.draft_exists");
    auto changed = codebook;
    changed.items[0].type = ItemType::integer;
    ASSERT_TRUE(questionnaires.change_codebook(dispatcher, district, id, 2, changed, 1));
    auto const refused = questionnaires.act(dispatcher, district, id, 2, "open", {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).code, "survey.item_type_changed");
}

class ResponseServiceTest : public Ground
{
protected:
    Round round;
    std::vector<AnswerChange> told;
    void SetUp() override
    {
        Ground::SetUp();
        round = open_round();
        responses.on_answer([this](AnswerChange const& change) { told.push_back(change); });
    }
};

TEST_F(ResponseServiceTest, an_answer_is_stored_counted_and_told) // ST-15
{
    auto const entered = responses.enter(collector, answers_of_household(round, 1, {{"canteen", "need"}}));
    ASSERT_TRUE(entered);
    EXPECT_EQ(entered->response.estate, estate);
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].household, households[1]);
    EXPECT_EQ(told[0].number, 1);
    EXPECT_EQ(responses.open(secretary, first, entered->response.id)->answers.at("canteen"), AnswerValue{"need"});
}

TEST_F(ResponseServiceTest, the_groups_of_the_day_come_from_the_register)
{
    auto const entered = responses.enter(collector, answers_of_household(round, 0, {{"elderly_meals", "need"}}));
    ASSERT_TRUE(entered);
    EXPECT_TRUE(entered->remarks.empty());
    EXPECT_EQ(responses.open(secretary, first, entered->response.id)->response.groups,
              responses
                  .enter(collector,
                         [&] {
                             auto given = answers_of_household(round, 1, {});
                             given.groups = {"elderly"};
                             return given;
                         }())
                  ->response.groups);
}

TEST_F(ResponseServiceTest, sending_the_same_response_twice_is_one_response)
{
    auto given = answers_of_household(round, 1, {{"canteen", "need"}});
    given.id = ResponseId::random(rng);
    ASSERT_TRUE(responses.enter(collector, given));
    ASSERT_TRUE(responses.enter(collector, given));
    EXPECT_EQ(told.size(), 1u);
    given.id = ResponseId::random(rng);
    EXPECT_EQ(responses.enter(collector, given).error().code, "survey.already_answered");
}

TEST_F(ResponseServiceTest, a_closed_round_takes_no_answers)
{
    ASSERT_TRUE(rounds.act(dispatcher, district, round.id, "close", "", {}));
    EXPECT_EQ(responses.enter(collector, answers_of_household(round, 1, {})).error().code, "survey.round_not_open");
    EXPECT_TRUE(told.empty());
}

TEST_F(ResponseServiceTest, a_correction_needs_the_version_seen_and_a_reason)
{
    auto const id = responses.enter(worker, answers_of_household(round, 1, {{"canteen", "need"}}))->response.id;
    ResponseService::Correction correction{{{"canteen", "no_need"}}, {}, "typed one line too low"};
    ASSERT_TRUE(responses.correct(worker, first, id, 1, correction));
    EXPECT_EQ(responses.correct(worker, first, id, 1, correction).error().code, "survey.response_changed");
    correction.reason = " ";
    EXPECT_EQ(responses.correct(worker, first, id, 2, correction).error().code, "survey.reason_missing");
    auto const detail = responses.open(secretary, first, id).value();
    EXPECT_EQ(detail.answers.at("canteen"), AnswerValue{"no_need"});
    EXPECT_EQ(detail.history.at(0).reason, "typed one line too low");
    EXPECT_EQ(told.back().number, 2);
}

TEST_F(ResponseServiceTest, nobody_approves_what_they_entered)
{
    auto const own = responses.enter(secretary, answers_of_household(round, 1, {}))->response;
    EXPECT_EQ(responses.act(secretary, first, own.id, "approve", "", {}).error().code, "survey.own_response");
    auto const other = responses.enter(collector, answers_of_household(round, 2, {}))->response;
    EXPECT_EQ(responses.act(secretary, first, other.id, "approve", "", {})->review, Review::approved);
}

TEST_F(ResponseServiceTest, setting_aside_needs_a_reason_and_keeps_the_data) // ST-80
{
    auto const id = responses.enter(collector, answers_of_household(round, 1, {{"canteen", "need"}}))->response.id;
    EXPECT_EQ(responses.act(secretary, first, id, "set_aside", "", {}).error().code, "loop.reason_missing");
    ASSERT_TRUE(responses.act(secretary, first, id, "set_aside", "same answers as next door", {}));
    EXPECT_EQ(responses.open(secretary, first, id)->answers.at("canteen"), AnswerValue{"need"});
    EXPECT_EQ(responses.act(secretary, first, id, "restore", "", {})->review, Review::received);
}

TEST_F(ResponseServiceTest, a_withdrawn_response_stays_withdrawn)
{
    auto const id = responses.enter(collector, answers_of_household(round, 1, {}))->response.id;
    ASSERT_TRUE(responses.act(secretary, first, id, "withdraw", "the household asked", {}));
    EXPECT_EQ(responses.act(secretary, first, id, "restore", "", {}).error().code, "loop.transition_not_allowed");
    EXPECT_EQ(responses.correct(worker, first, id, 2, {{}, {}, "x"}).error().code, "survey.response_withdrawn");
}

TEST_F(ResponseServiceTest, progress_counts_households_and_names_its_denominator) // CO-101
{
    ASSERT_TRUE(responses.enter(collector, answers_of_household(round, 0, {})));
    ASSERT_TRUE(visits.record(collector, visit_at(round, 0, Disposition::complete)));
    ASSERT_TRUE(responses.enter(worker, answers_of_household(round, 1, {}))); // paper, no visit
    ASSERT_TRUE(visits.record(collector, visit_at(round, 2, Disposition::nobody_home)));
    ASSERT_TRUE(visits.record(collector, visit_at(round, 2, Disposition::refused_household)));
    ASSERT_TRUE(visits.record(collector, visit_at(round, 3, Disposition::nobody_home)));
    for (auto const& area : {first, estate, building}) {
        auto const found = progress.progress(area, round.id)->whole.progress;
        EXPECT_EQ(found.visited, 4) << tree.find(area)->zh;
        EXPECT_EQ(found.answered, 2);
        EXPECT_EQ(found.refused, 1);
        EXPECT_EQ(found.not_reached, 1);
    }
    auto const committee = progress.progress(first, round.id).value();
    EXPECT_EQ(committee.whole.progress.households, 10);
    EXPECT_EQ(committee.whole.progress.target, 8);
    EXPECT_EQ(committee.whole.design, Design::srs);
    EXPECT_EQ(committee.whole.progress.coverage(), 0.2);
    EXPECT_EQ(committee.whole.progress.dispositions, (DispositionCounts{2, 0, 1, 1, 0, 6, 0, 0}));
    EXPECT_EQ(committee.days.at(0).responses, 2);
    auto const above = progress.progress(district, round.id).value();
    EXPECT_EQ(above.whole.progress.households, 60);
    EXPECT_EQ(above.parts.at(0).progress, above.whole.progress);
    EXPECT_EQ(above.whole.progress.answered, 2);
}

TEST_F(ResponseServiceTest, a_visit_sent_twice_is_one_visit_and_an_appointment_lies_ahead)
{
    auto visit = visit_at(round, 1, Disposition::respondent_away);
    visit.id = VisitId::random(rng);
    visit.next_visit_on = Date{2026, 5, 1};
    EXPECT_EQ(visits.record(collector, visit).error().code, "survey.appointment_before_visit");
    visit.next_visit_on = Date{2026, 5, 9};
    ASSERT_TRUE(visits.record(collector, visit));
    ASSERT_TRUE(visits.record(collector, visit));
    EXPECT_EQ(visits.of_household(first, households[1]).size(), 1u);
}

} // namespace
} // namespace lilong::survey
