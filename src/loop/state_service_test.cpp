#include "loop/state_service.h"

#include <gtest/gtest.h>

#include "base/chance.h"

namespace lilong::loop
{
namespace
{

using namespace std::chrono_literals;
using storage::Connection;
using storage::Transaction;

Machine const kNeed{
    "need",
    {
        {"candidate", "visit", "under_visit", {Role::committee_worker, Role::committee_secretary}, {"plan"}},
        {"under_visit", "confirm", "confirmed", {Role::committee_secretary}, {"cause_note", "heads"}},
        {"under_visit", "drop", "dropped", {Role::committee_secretary}, {}, NeedsReason::yes},
        {"confirmed", "expire", "dropped", {}, {"overdue"}},
    },
    {"dropped"}};

class StateServiceTest : public testing::Test
{
protected:
    StateServiceTest()
    {
        write([&](Transaction& tx) { states.begin(tx, need, "candidate", worker, {trace}); });
    }
    void write(std::function<void(Transaction&)> const& work)
    {
        auto const done = database->write(home, [&](Transaction& tx) -> Result<void> {
            work(tx);
            return {};
        });
        ASSERT_TRUE(done);
    }
    Result<Transition> act(Actor const& who, std::string_view action, Requirements const& met = {},
                           Reason const& reason = {}, std::optional<std::int64_t> version = {})
    {
        return database->write(
            home, [&](Transaction& tx) { return states.apply(tx, need, kNeed, action, who, met, reason, version); });
    }
    ObjectState state()
    {
        return database->read([&](Connection& c) { return states.state_of(c, need).value(); });
    }
    std::vector<Transition> timeline()
    {
        return database->read([&](Connection& c) { return states.timeline(c, need); });
    }
    Actor person(std::string name, Role role, AreaId const& area)
    {
        return {.user = UserId::random(rng),
                .name = std::move(name),
                .grants = {{role, area}},
                .household = {},
                .provider = {}};
    }

    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    TestClock clock{*Instant::parse("2026-05-08T06:30:00Z")};
    SeededRng rng{1};
    access::AuditTrail audit{clock};
    AreaId home = AreaId::random(rng), next_door = AreaId::random(rng);
    StateService states{audit, clock, [](AreaId const& a, AreaId const& b) { return a == b; }};
    Actor worker = person("小周", Role::committee_worker, home),
          wang = person("王书记", Role::committee_secretary, home),
          li = person("李书记", Role::committee_secretary, next_door);
    ObjectRef need = ref(home, "need", NeedId::random(rng));
    TraceId trace = TraceId::random(rng);
};

TEST_F(StateServiceTest, an_object_is_born_with_a_state_a_version_and_a_first_line_in_its_timeline)
{
    EXPECT_EQ(state().state, "candidate");
    EXPECT_EQ(state().version, 1);
    ASSERT_EQ(timeline().size(), 1U);
    EXPECT_EQ(timeline()[0].action, "begin");
    EXPECT_EQ(timeline()[0].actor_name, "小周");
}

TEST_F(StateServiceTest, each_step_is_told_with_who_in_which_role_why_and_when)
{
    ASSERT_TRUE(act(worker, "visit", {"plan"}));
    clock.advance(24h);
    ASSERT_TRUE(act(wang, "drop", {}, {.code = "", .text = "有人已经解决"}));
    auto const line = timeline();
    ASSERT_EQ(line.size(), 3U);
    EXPECT_EQ(line[2].seq, 3);
    EXPECT_EQ(line[2].from, "under_visit");
    EXPECT_EQ(line[2].to, "dropped");
    EXPECT_EQ(line[2].actor_name, "王书记");
    EXPECT_EQ(line[2].role, "committee_secretary");
    EXPECT_EQ(line[2].reason.text, "有人已经解决");
    EXPECT_EQ(line[2].at, clock.now());
    EXPECT_EQ(state().version, 3);
    EXPECT_EQ(state().updated_at, clock.now());
}

TEST_F(StateServiceTest, who_saw_an_older_version_is_refused_and_nothing_changes)
{
    ASSERT_TRUE(act(worker, "visit", {"plan"}, {}, 1));
    auto const late = act(wang, "drop", {}, {.code = "other", .text = ""}, 1);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::stale);
    EXPECT_EQ(late.error().code, "loop.stale");
    EXPECT_EQ(state().state, "under_visit");
    EXPECT_EQ(timeline().size(), 2U);
    EXPECT_TRUE(act(wang, "drop", {}, {.code = "other", .text = ""}, 2));
}

TEST_F(StateServiceTest, all_that_is_missing_is_listed_at_once)
{
    ASSERT_TRUE(act(worker, "visit", {"plan"}));
    auto const refused = act(wang, "confirm");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "loop.requirement_missing");
    EXPECT_EQ(refused.error().facts.at("missing"), "cause_note, heads");
    EXPECT_EQ(refused.error().fields.size(), 2U);
}

TEST_F(StateServiceTest, a_secretary_of_the_next_committee_has_no_role_here)
{
    auto const refused = act(li, "visit", {"plan"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::not_permitted);
    EXPECT_TRUE(states.allowed(kNeed, "candidate", li, home, {}).empty());
    EXPECT_EQ(states.allowed(kNeed, "candidate", wang, home, {}).size(), 1U);
}

TEST_F(StateServiceTest, the_calendar_acts_as_sys)
{
    ASSERT_TRUE(act(worker, "visit", {"plan"}));
    ASSERT_TRUE(act(wang, "confirm", {"cause_note", "heads"}));
    EXPECT_FALSE(act(wang, "expire", {"overdue"}));
    ASSERT_TRUE(act(system_actor(), "expire", {"overdue"}));
    EXPECT_EQ(timeline().back().role, "sys");
}

TEST_F(StateServiceTest, an_object_that_is_not_there_or_of_another_kind_is_not_found)
{
    database->read([&](Connection& c) {
        EXPECT_EQ(states.state_of(c, {home, "project", need.id}).error().code, "loop.not_found");
        EXPECT_EQ(states.state_of(c, {next_door, "need", need.id}).error().code, "loop.not_found");
    });
}

TEST_F(StateServiceTest, one_object_may_serve_two_traces_and_a_trace_runs_through_many_objects)
{
    auto const other = TraceId::random(rng);
    auto const project = ref(home, "project", ProjectId::random(rng));
    clock.advance(1h);
    write([&](Transaction& tx) {
        states.begin(tx, project, "candidate", wang, {trace, other});
        states.add_trace(tx, need, other);
        states.add_trace(tx, need, other); // once is enough
    });
    database->read([&](Connection& c) {
        EXPECT_EQ(states.traces_of(c, need).size(), 2U);
        EXPECT_EQ(states.traces_of(c, project).size(), 2U);
        auto const run = states.trace(c, trace);
        ASSERT_EQ(run.size(), 2U);
        EXPECT_EQ(run[0].kind, "need");
        EXPECT_EQ(run[1].kind, "project");
        EXPECT_TRUE(states.trace(c, TraceId::random(rng)).empty());
    });
}

TEST_F(StateServiceTest, a_due_date_can_be_set_and_lifted)
{
    auto const set = [&](std::optional<Date> due) {
        write([&](Transaction& tx) {
            states.set_due(tx, need, due);
            audit.note(tx, wang, home, "need.due_set", need.id);
        });
    };
    set(Date{2026, 6, 1});
    EXPECT_EQ(state().due, (Date{2026, 6, 1}));
    set({});
    EXPECT_EQ(state().due, std::nullopt);
}

TEST_F(StateServiceTest, every_step_leaves_its_line_in_the_audit_trail)
{
    constexpr storage::Sql what{"test.what", "select what from audit_event where area_id = $1 order by seq"};
    ASSERT_TRUE(act(worker, "visit", {"plan"}));
    EXPECT_FALSE(act(worker, "confirm"));
    database->read([&](Connection& c) {
        EXPECT_EQ(c.all(
                      what, [](storage::Row row) { return row.at<std::string>(0); }, home),
                  (std::vector<std::string>{"need.begin", "need.visit"}));
        EXPECT_EQ(access::first_break(c).has_value(), false);
    });
}

} // namespace
} // namespace lilong::loop
