#include "needs/need_service.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "needs/needs_test_ground.h"

namespace lilong::needs
{
namespace
{

constexpr storage::Sql kDamage{"test.damage", "update need_snapshot set content = '{}'"};

class NeedServiceTest : public testing::Test, protected NeedsGround
{
protected:
    std::string state(NeedId const& id) { return needs.need(area, id).value().state; }
    NeedDetail detail(NeedId const& id)
    {
        return database->read([&](storage::Connection& c) { return needs.detail(c, area, id); }).value();
    }
};

TEST_F(NeedServiceTest, an_estimate_opens_a_candidate_with_frozen_evidence_and_sealed_origins)
{
    auto const id = needs.nominate(system_actor(), area, facilities(376, .867)).value();
    auto const found = detail(id);
    EXPECT_EQ(found.need.state, "candidate");
    EXPECT_EQ(found.origins, 376);
    ASSERT_EQ(found.snapshots.size(), 1U);
    EXPECT_EQ(found.snapshots[0].content, R"({"estimate":0.8995,"n":418,"yes":376})"); // members in order of name
    EXPECT_EQ(found.snapshots[0].sha256, sha256_hex(found.snapshots[0].content));
    EXPECT_EQ(found.need.origins_sha256.size(), 64U);
}

TEST_F(NeedServiceTest, what_does_not_pass_the_gate_is_refused_with_its_reason)
{
    auto const refused = needs.nominate(system_actor(), area, facilities(5, .193));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "needs.gate_not_passed");
    EXPECT_EQ(refused.error().facts.at("why"), "below_threshold");
    auto without = facilities(5, .5);
    without.gate.reset();
    EXPECT_EQ(needs.nominate(system_actor(), area, without).error().code, "needs.gate_numbers_missing");
}

TEST_F(NeedServiceTest, a_worker_may_not_nominate_but_the_secretary_may_for_a_suggestion)
{
    auto n = facilities(1, .1);
    n.basis = "suggestion";
    n.gate.reset();
    EXPECT_EQ(needs.nominate(worker, area, n).error().code, "access.not_permitted");
    EXPECT_TRUE(needs.nominate(secretary, area, n));
    EXPECT_EQ(needs.nominate(secretary, area, n).error().code, "needs.already_open");
}

TEST_F(NeedServiceTest, an_individual_need_is_of_one_household_and_one_visit_is_enough)
{
    auto n = facilities(2, .1);
    n.kind = n.basis = "individual";
    n.gate.reset();
    EXPECT_EQ(needs.nominate(secretary, area, n).error().code, "needs.individual_is_one_household");
    n.origins.pop_back();
    auto const id = needs.nominate(secretary, area, n).value();
    ASSERT_TRUE(needs.visit(secretary, area, id));
    visit_all(id, {"barrier_free"});
    EXPECT_EQ(needs.confirm(secretary, area, id, {.category = "barrier_free"}).value().state, "confirmed");
}

TEST_F(NeedServiceTest, twelve_of_376_households_are_visited_and_the_seed_is_kept)
{
    auto const id = needs.nominate(system_actor(), area, facilities(376, .867)).value();
    ASSERT_TRUE(needs.visit(secretary, area, id));
    auto const plan = needs.plan(area, id).value();
    EXPECT_EQ(plan.visits.size(), 12U);
    EXPECT_NE(plan.seed, 0U);
}

TEST_F(NeedServiceTest, confirming_names_all_that_is_missing_at_once)
{
    auto n = facilities(20, .4);
    n.quality_block = true;
    auto const id = needs.nominate(system_actor(), area, n).value();
    ASSERT_TRUE(needs.visit(secretary, area, id));
    auto const refused = needs.confirm(secretary, area, id, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "loop.requirement_missing");
    EXPECT_EQ(refused.error().facts.at("missing"),
              "cause_notes, notes_by_another, common_cause, category, severity, no_quality_block");
    EXPECT_EQ(state(id), "under_visit");
}

TEST_F(NeedServiceTest, who_confirms_may_not_have_made_all_the_visits_alone)
{
    auto const id = needs.nominate(system_actor(), area, facilities(5, .4)).value();
    ASSERT_TRUE(needs.visit(secretary, area, id));
    auto const plan = needs.plan(area, id).value();
    for (auto const& visit : plan.visits) {
        CauseNote note;
        note.household = visit.household;
        note.causes = {"gate_and_paths"};
        ASSERT_TRUE(needs.note_cause(secretary, area, id, note));
    }
    EXPECT_EQ(needs.confirm(secretary, area, id, gate()).error().facts.at("missing"), "notes_by_another");
}

TEST_F(NeedServiceTest, many_causes_need_a_written_argument)
{
    auto const id = needs.nominate(system_actor(), area, facilities(5, .4)).value();
    ASSERT_TRUE(needs.visit(secretary, area, id));
    visit_all(id, {"gate_and_paths", "gate_and_paths", "lighting", "drying_and_seats", "greening"});
    EXPECT_EQ(needs.confirm(secretary, area, id, gate()).error().facts.at("missing"), "common_cause");
    auto argued = gate();
    argued.cause_argument = "one redesign of the entrance answers all four";
    EXPECT_TRUE(needs.confirm(secretary, area, id, argued));
}

TEST_F(NeedServiceTest, severity_moves_by_one_only_and_with_a_reason)
{
    auto const id = needs.nominate(system_actor(), area, facilities(20, .867)).value();
    ASSERT_TRUE(needs.visit(secretary, area, id));
    visit_all(id, {"gate_and_paths"});
    auto moved = gate();
    moved.severity = 2;
    EXPECT_EQ(needs.confirm(secretary, area, id, moved).error().code, "needs.severity_too_far");
    moved.severity = 5;
    EXPECT_EQ(needs.confirm(secretary, area, id, moved).error().facts.at("missing"), "severity");
    moved.severity_reason = "cars and children meet in one narrow opening";
    EXPECT_EQ(needs.confirm(secretary, area, id, moved).value().severity, 5);
}

TEST_F(NeedServiceTest, a_first_level_category_does_not_say_what_to_do)
{
    auto const id = needs.nominate(system_actor(), area, facilities(20, .4)).value();
    ASSERT_TRUE(needs.visit(secretary, area, id));
    visit_all(id, {"gate_and_paths"});
    EXPECT_EQ(needs.confirm(secretary, area, id, {.category = "estate_facilities"}).error().code,
              "needs.category_unknown");
}

TEST_F(NeedServiceTest, a_visit_outside_the_plan_or_twice_is_refused)
{
    auto const id = needs.nominate(system_actor(), area, facilities(20, .4)).value();
    CauseNote note;
    note.household = HouseholdId::random(rng);
    note.causes = {"lighting"};
    EXPECT_EQ(needs.note_cause(worker, area, id, note).error().code, "needs.not_under_visit");
    ASSERT_TRUE(needs.visit(secretary, area, id));
    EXPECT_EQ(needs.note_cause(worker, area, id, note).error().code, "needs.household_not_in_plan");
    note.household = needs.plan(area, id).value().visits.front().household;
    EXPECT_EQ(needs.note_cause(analyst, area, id, note).error().code, "access.not_permitted");
    ASSERT_TRUE(needs.note_cause(worker, area, id, note));
    EXPECT_EQ(needs.note_cause(worker, area, id, note).error().code, "needs.already_visited");
}

TEST_F(NeedServiceTest, every_origin_is_told_when_the_need_is_confirmed_and_the_text_says_nothing_about_the_household)
{
    auto const id = confirmed(20);
    auto const tasks = feedback.tasks(area, {.object = ObjectId{id.uuid()}});
    ASSERT_EQ(tasks.size(), 20U);
    EXPECT_EQ(tasks[0].cause, "confirm");
    EXPECT_EQ(tasks[0].en, "What we heard: 20 households named \"better common facilities\". What we found in 5 "
                           "visits: gate and paths. What comes next: a design institute "
                           "draws, with an answer by 2017-07-01.");
    EXPECT_EQ(tasks[0].zh.find("您家回答"), std::string::npos);
}

TEST_F(NeedServiceTest, the_shares_of_all_routes_stay_within_the_whole)
{
    auto const id = confirmed();
    auto const stall = project(), bus = project(), third = project();
    EXPECT_EQ(needs.route(secretary, area, id, to(ObjectId::random(rng))).error().code, "needs.target_not_found");
    EXPECT_EQ(needs.route(secretary, area, id, to(stall, 800)).value().state, "routed");
    EXPECT_EQ(needs.route(secretary, area, id, to(stall, 100)).error().code, "needs.already_routed_there");
    ASSERT_TRUE(needs.route(secretary, area, id, to(bus, 150)));
    auto const refused = needs.route(secretary, area, id, to(third, 100));
    EXPECT_EQ(refused.error().code, "needs.shares_over_whole");
    EXPECT_EQ(refused.error().facts.at("left"), "5");
    EXPECT_EQ(needs.route(worker, area, id, to(third, 10)).error().code, "access.not_permitted");
}

TEST_F(NeedServiceTest, a_need_is_delivered_only_when_every_open_route_is)
{
    auto const id = confirmed();
    auto const one = project(), two = project();
    ASSERT_TRUE(needs.route(secretary, area, id, to(one, 500)));
    ASSERT_TRUE(needs.route(secretary, area, id, to(two, 500)));
    delivered(one);
    EXPECT_EQ(state(id), "routed");
    delivered(two);
    EXPECT_EQ(state(id), "delivered");
    EXPECT_EQ(feedback.tasks(area, {.cause = "deliver"}).size(), 20U);
}

TEST_F(NeedServiceTest, when_all_routes_end_without_result_the_need_looks_for_another_way)
{
    auto const id = confirmed();
    auto const one = project();
    ASSERT_TRUE(needs.route(secretary, area, id, to(one)));
    EXPECT_EQ(needs.reroute(secretary, area, id, {"", "too slow"}).error().facts.at("missing"), "routes_ended");
    delivered(one, false);
    EXPECT_EQ(state(id), "confirmed");
    EXPECT_EQ(feedback.tasks(area, {.cause = "reroute"}).size(), 20U);
}

TEST_F(NeedServiceTest, satisfied_and_reached_households_close_the_loop)
{
    auto const id = confirmed();
    auto const one = project();
    ASSERT_TRUE(needs.route(secretary, area, id, to(one)));
    delivered(one);
    clock.advance(std::chrono::hours{24});
    answer_all(id, 18);
    EXPECT_EQ(state(id), "fed_back");
    EXPECT_TRUE(detail(id).need.cycle == 1);
}

TEST_F(NeedServiceTest, not_solved_for_too_many_opens_the_need_again)
{
    auto const id = confirmed();
    auto const one = project();
    ASSERT_TRUE(needs.route(secretary, area, id, to(one)));
    delivered(one);
    answer_all(id, 3);
    EXPECT_EQ(state(id), "candidate");
    EXPECT_EQ(detail(id).need.cycle, 2);
    EXPECT_EQ(detail(id).visits_done, 0U);
    EXPECT_EQ(feedback.tasks(area, {.cause = "reopen"}).size(), 20U);
    EXPECT_TRUE(needs.visit(secretary, area, id)); // a new plan of the new cycle
}

TEST_F(NeedServiceTest, a_need_that_nobody_answers_about_is_evaluated_after_ninety_days)
{
    auto const id = confirmed();
    auto const one = project();
    ASSERT_TRUE(needs.route(secretary, area, id, to(one)));
    delivered(one);
    ASSERT_TRUE(needs.advance_all(area));
    EXPECT_EQ(state(id), "delivered");
    clock.advance(std::chrono::hours{24 * 90});
    ASSERT_TRUE(needs.advance_all(area));
    EXPECT_EQ(state(id), "evaluated"); // but not fed back: nobody was reached
    ASSERT_TRUE(needs.advance_all(area));
    EXPECT_EQ(state(id), "evaluated");
}

TEST_F(NeedServiceTest, a_widespread_need_is_declined_only_when_the_sub_district_agrees)
{
    auto const id = confirmed(20, .867);
    Decline const no{"no_means_this_year", Date(2018, 1, 15), {"今年经费不足", "no money this year"}};
    EXPECT_EQ(needs.decline(secretary, area, id, no).error().facts.at("missing"), "sub_district_agrees");
    EXPECT_EQ(needs.agree_to_decline(secretary, area, id, {"", "yes"}).error().code, "access.not_permitted");
    EXPECT_EQ(needs.agree_to_decline(dispatcher, area, id, {}).error().code, "loop.reason_missing");
    ASSERT_TRUE(needs.agree_to_decline(dispatcher, area, id, {"", "the fund of the year is spent"}));
    auto const declined = needs.decline(secretary, area, id, no).value();
    EXPECT_EQ(declined.state, "declined");
    EXPECT_EQ(declined.next_look, Date(2018, 1, 15));
    EXPECT_EQ(feedback.tasks(area, {.cause = "decline"}).size(), 20U);
}

TEST_F(NeedServiceTest, a_declined_need_is_fed_back_when_four_in_five_have_heard_and_the_secretary_may_reopen_it)
{
    auto const id = confirmed(10);
    ASSERT_TRUE(
        needs.decline(secretary, area, id, {"cause_gone", Date(2018, 1, 15), {"原因已消失", "the cause is gone"}}));
    auto const tasks = feedback.tasks(area, {.cause = "decline"});
    for (int i = 0; i < 7; ++i)
        ASSERT_TRUE(feedback.record_try(worker, area, tasks[static_cast<std::size_t>(i)].id, "telephone", "reached"));
    EXPECT_EQ(state(id), "declined");
    ASSERT_TRUE(feedback.record_try(worker, area, tasks[7].id, "visit", "reached"));
    EXPECT_EQ(state(id), "fed_back");
    EXPECT_EQ(needs.reopen(worker, area, id, {"", "again"}, "{}").error().code, "access.not_permitted");
    EXPECT_EQ(needs.reopen(secretary, area, id, {"", "the gate is jammed again"}, R"({"round":"2018"})").value().state,
              "candidate");
    EXPECT_EQ(detail(id).snapshots.size(), 2U);
}

TEST_F(NeedServiceTest, of_two_people_with_the_same_version_one_wins)
{
    auto const id = needs.nominate(system_actor(), area, facilities(20, .4)).value();
    ASSERT_TRUE(needs.visit(secretary, area, id, 1));
    EXPECT_EQ(needs.set_aside(secretary, area, id, {"duplicate", ""}, 1).error().code, "loop.stale");
}

TEST_F(NeedServiceTest, a_household_that_withdraws_leaves_the_origins_and_is_counted)
{
    auto n = facilities(20, .4);
    auto const id = needs.nominate(system_actor(), area, n).value();
    auto const left = database->write(area, [&](storage::Transaction& tx) -> Result<int> {
        return needs.forget_household(tx, secretary, area, n.origins.front());
    });
    EXPECT_EQ(left.value(), 1);
    EXPECT_EQ(detail(id).origins, 19);
    EXPECT_EQ(detail(id).need.origins_left, 1);
}

TEST_F(NeedServiceTest, evidence_that_was_tampered_with_no_longer_fits_its_hash)
{
    auto const id = needs.nominate(system_actor(), area, facilities(20, .4)).value();
    database->load([](storage::Transaction& tx) { tx.change(kDamage); });
    auto const snapshot = detail(id).snapshots.front();
    EXPECT_NE(snapshot.sha256, sha256_hex(snapshot.content));
}

TEST_F(NeedServiceTest, one_trace_runs_from_the_need_to_the_feedback_and_the_project)
{
    auto const id = confirmed(20);
    auto const one = project();
    ASSERT_TRUE(needs.route(secretary, area, id, to(one)));
    database->read([&](storage::Connection& c) {
        auto const traces = states.traces_of(c, {area, "need", ObjectId{id.uuid()}});
        EXPECT_EQ(traces.size(), 1U);
        auto const chain = states.trace(c, traces.front());
        EXPECT_EQ(chain.size(), 1U + 20U + 1U + 20U);
        EXPECT_TRUE(std::ranges::any_of(chain, [&](auto const& entry) { return entry.id == one; }));
        return 0;
    });
}

TEST_F(NeedServiceTest, needs_of_other_areas_do_not_exist)
{
    auto const id = needs.nominate(system_actor(), area, facilities(20, .4)).value();
    EXPECT_EQ(needs.need(AreaId::random(rng), id).error().code, "needs.not_found");
}

} // namespace
} // namespace lilong::needs
