#include "loop/feedback_service.h"

#include <gtest/gtest.h>

#include "base/chance.h"

namespace lilong::loop
{
namespace
{

constexpr storage::Sql kAuditRows{"test.audit", "select count(*) from audit_event"};

class FeedbackServiceTest : public testing::Test
{
protected:
    Actor actor(Role role, std::string name)
    {
        return {.user = UserId::random(rng),
                .name = std::move(name),
                .grants = {{role, area}},
                .household = {},
                .provider = {}};
    }
    Actor resident(HouseholdId household)
    {
        auto who = actor(Role::resident, "孙阿姨");
        who.household = household;
        return who;
    }
    void fan_out(std::string cause, std::vector<HouseholdId> const& households, bool closes = true)
    {
        auto const done = database->write(area, [&](storage::Transaction& tx) -> Result<std::size_t> {
            return feedback.fan_out(tx, secretary,
                                    {need, {trace}, cause, "大门方案已定", "the plan for the gate is decided", closes},
                                    households);
        });
        ASSERT_TRUE(done);
    }
    std::vector<HouseholdId> households(int n)
    {
        std::vector<HouseholdId> out;
        for (int i = 0; i < n; ++i) out.push_back(HouseholdId::random(rng));
        return out;
    }
    Reach reach(std::string_view cause = {})
    {
        return database->read([&](storage::Connection& c) { return feedback.reach(c, need, cause); });
    }

    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    TestClock clock{Instant::parse("2017-11-06T02:00:00.000Z").value()};
    SeededRng rng{7};
    AreaId area = AreaId::random(rng);
    access::AuditTrail audit{clock};
    StateService states{audit, clock, [](AreaId const& a, AreaId const& b) { return a == b; }};
    FeedbackService feedback{*database, states, clock, rng};
    ObjectRef need{area, "need", ObjectId::random(rng)};
    TraceId trace = TraceId::random(rng);
    Actor secretary = actor(Role::committee_secretary, "王书记"), worker = actor(Role::committee_worker, "小周"),
          analyst = actor(Role::analyst, "分析员");
};

TEST_F(FeedbackServiceTest, every_household_of_origin_gets_one_task_with_the_trace_even_when_named_twice)
{
    auto origins = households(5);
    origins.push_back(origins.front());
    fan_out("confirm", origins);
    auto const tasks = feedback.tasks(area, {});
    ASSERT_EQ(tasks.size(), 5U);
    EXPECT_EQ(feedback.count(area, {}), 5);
    EXPECT_EQ(feedback.count(area, {.state = "reached"}), 0);
    EXPECT_EQ(feedback.tasks(area, {.most = 2}).size(), 2U);
    EXPECT_EQ(feedback.count(area, {.most = 2}), 5); // the home page counts all, the list shows the first
    EXPECT_EQ(tasks.front().state, "due");
    auto const traced = database->read([&](storage::Connection& c) { return states.trace(c, trace); });
    EXPECT_EQ(traced.size(), 5U);
}

TEST_F(FeedbackServiceTest, a_slip_in_the_box_is_posted_and_not_reached)
{
    fan_out("decline", households(2));
    auto const tasks = feedback.tasks(area, {});
    ASSERT_TRUE(feedback.record_try(worker, area, tasks[0].id, "slip", "posted"));
    ASSERT_TRUE(feedback.record_try(worker, area, tasks[1].id, "telephone", "reached"));
    auto const found = reach();
    EXPECT_EQ(found.posted, 1);
    EXPECT_EQ(found.reached, 1);
    EXPECT_EQ(found.origins, 2);
    EXPECT_EQ(found.reached_by_channel.at("telephone"), 1);
}

TEST_F(FeedbackServiceTest, after_three_tries_a_household_is_unreachable_and_a_later_meeting_still_counts)
{
    fan_out("decline", households(1));
    auto const id = feedback.tasks(area, {}).front().id;
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(feedback.record_try(worker, area, id, "visit", "no_answer").value().state, "tried");
    EXPECT_EQ(feedback.record_try(worker, area, id, "telephone", "no_answer").value().state, "unreachable");
    EXPECT_TRUE(reach().closes_loop());
    EXPECT_EQ(feedback.record_try(worker, area, id, "visit", "reached").value().state, "reached");
    EXPECT_EQ(reach().reached, 1);
}

TEST_F(FeedbackServiceTest, an_analyst_may_not_record_a_try)
{
    fan_out("decline", households(1));
    auto const id = feedback.tasks(area, {}).front().id;
    EXPECT_EQ(feedback.record_try(analyst, area, id, "visit", "reached").error().code, "access.not_permitted");
    EXPECT_EQ(feedback.record_try(worker, AreaId::random(rng), id, "visit", "reached").error().code, "loop.not_found");
}

TEST_F(FeedbackServiceTest, a_household_hears_at_most_once_a_week_unless_the_loop_closes)
{
    auto const one = households(1);
    fan_out("confirm", one, false);
    fan_out("route", one, false);
    fan_out("deliver", one, true);
    EXPECT_EQ(feedback.tasks(area, {.cause = "confirm"}).front().not_before, Date(2017, 11, 6));
    EXPECT_EQ(feedback.tasks(area, {.cause = "route"}).front().not_before, Date(2017, 11, 13));
    EXPECT_EQ(feedback.tasks(area, {.cause = "deliver"}).front().not_before, Date(2017, 11, 6));
}

TEST_F(FeedbackServiceTest, a_resident_who_opens_the_page_is_reached_and_may_answer_for_the_own_household_only)
{
    auto const two = households(2);
    fan_out("deliver", two);
    auto const sun = resident(two[0]);
    auto const own = feedback.open_own(sun).value();
    ASSERT_EQ(own.size(), 1U);
    EXPECT_EQ(own.front().state, "reached");
    EXPECT_EQ(reach().reached_by_channel.at("page"), 1);
    EXPECT_EQ(feedback.answer_own(sun, own.front().id, {5, "yes", "", "page"}).value().state, "answered");
    auto const other = feedback.tasks(area, {.household = two[1]}).front().id;
    EXPECT_EQ(feedback.answer_own(sun, other, {5, "yes", "", "page"}).error().code, "loop.not_found");
}

TEST_F(FeedbackServiceTest, the_last_word_of_a_household_counts_once)
{
    auto const one = households(1);
    fan_out("deliver", one);
    auto const id = feedback.tasks(area, {}).front().id;
    ASSERT_TRUE(feedback.answer(worker, area, id, {2, "no", "still dark", "visit"}));
    ASSERT_TRUE(feedback.answer(worker, area, id, {4, "yes", "", "telephone"}));
    auto const said = database->read([&](storage::Connection& c) { return feedback.satisfaction(c, need); });
    EXPECT_EQ(said.answered, 1);
    EXPECT_EQ(said.satisfied, 1);
    EXPECT_EQ(said.solved_no, 0);
    EXPECT_EQ(said.origins, 1);
}

TEST_F(FeedbackServiceTest, who_moved_away_leaves_the_base_with_a_reason)
{
    fan_out("decline", households(2));
    auto const id = feedback.tasks(area, {}).front().id;
    EXPECT_EQ(feedback.drop(worker, area, id, {}).error().code, "loop.reason_missing");
    ASSERT_TRUE(feedback.drop(worker, area, id, {"moved_away", ""}));
    EXPECT_EQ(reach().origins, 1);
    EXPECT_EQ(reach().dropped, 1);
}

TEST_F(FeedbackServiceTest, a_refused_try_leaves_no_trace)
{
    fan_out("decline", households(1));
    auto const id = feedback.tasks(area, {}).front().id;
    auto const rows = [&] {
        return database->read([&](storage::Connection& c) { return c.scalar<std::int64_t>(kAuditRows).value(); });
    };
    auto const before = rows();
    EXPECT_FALSE(feedback.record_try(analyst, area, id, "visit", "no_answer"));
    EXPECT_EQ(rows(), before);
    EXPECT_EQ(feedback.task(area, id).value().tries, 0);
}

TEST_F(FeedbackServiceTest, news_of_a_reached_household_is_passed_on)
{
    int heard = 0;
    feedback.on_news([&](storage::Transaction&, ObjectRef const& object) { heard += object.id == need.id; });
    fan_out("decline", households(1));
    ASSERT_TRUE(feedback.record_try(worker, area, feedback.tasks(area, {}).front().id, "visit", "reached"));
    EXPECT_EQ(heard, 1);
}

} // namespace
} // namespace lilong::loop
