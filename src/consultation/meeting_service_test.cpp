#include "consultation/meeting_service.h"

#include <gtest/gtest.h>

#include "base/chance.h"

namespace lilong::consultation
{
namespace
{

class MeetingServiceTest : public testing::Test
{
protected:
    MeetingServiceTest()
    {
        database->write(area, [&](storage::Transaction& tx) -> Result<int> {
                        states.begin(tx, {area, project.kind, project.id}, "costed", secretary, {});
                        return 0;
        }).value();
    }
    Actor actor(Role role, std::string name)
    {
        return {.user = UserId::random(rng),
                .name = std::move(name),
                .grants = {{role, area}},
                .household = {},
                .provider = {}};
    }
    void days(int n) { clock.advance(std::chrono::hours{24 * n}); }
    MeetingId hearing(int in_days = 5)
    {
        Meeting m;
        m.kind = "hearing";
        m.subject = project;
        m.title = {"大门改造听证会", "hearing on the gate"};
        m.planned_on = clock.today().plus_days(in_days);
        m.chair = "李主任";
        return meetings.plan(worker, area, m).value();
    }
    OwnersVoteId running()
    {
        OwnersVote v;
        v.subject = project;
        v.matter = Matter::major;
        v.class_reason = "common parts are altered";
        v.total = {3'000'000, 300};
        auto const id = meetings.prepare_vote(worker, area, v).value();
        meetings.announce_vote(secretary, area, id, clock.today().plus_days(15)).value();
        days(15);
        meetings.open_vote(secretary, area, id).value();
        return id;
    }

    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    TestClock clock{Instant::parse("2017-06-01T02:00:00.000Z").value()};
    SeededRng rng{13};
    AreaId area = AreaId::random(rng);
    access::AuditTrail audit{clock};
    loop::StateService states{audit, clock, [](AreaId const& a, AreaId const& b) { return a == b; }};
    MeetingService meetings{*database, audit, states, clock, rng};
    Actor secretary = actor(Role::committee_secretary, "王书记"), worker = actor(Role::committee_worker, "小周"),
          analyst = actor(Role::analyst, "分析员");
    Subject project{"project", ObjectId::random(rng)};
};

TEST_F(MeetingServiceTest, a_hearing_goes_from_notice_to_signed_and_published_minutes)
{
    auto const id = hearing();
    ASSERT_TRUE(meetings.announce(secretary, area, id));
    days(5);
    EXPECT_EQ(meetings.hold(worker, area, id, 18, 4, 2).value().residents, 18);
    EXPECT_EQ(meetings.minute(worker, area, id, {}).error().facts.at("missing"), "minutes");
    ASSERT_TRUE(
        meetings.minute(worker, area, id, {{"大门", "宽度", "gate of 6 m", "设计院", clock.today().plus_days(14)}}));
    EXPECT_EQ(
        meetings.sign(secretary, area, id, {{"李主任", "chair"}, {"孙阿姨", "resident"}}).error().facts.at("missing"),
        "signatures");
    ASSERT_TRUE(
        meetings.sign(secretary, area, id, {{"李主任", "chair"}, {"孙阿姨", "resident"}, {"陆师傅", "resident"}}));
    EXPECT_EQ(meetings.publish(secretary, area, id).value().state, "published");
    EXPECT_EQ(meetings.signatures(area, id).size(), 3U);
}

TEST_F(MeetingServiceTest, three_days_notice_and_a_quorum_of_residents_are_asked_for)
{
    auto const soon = hearing(2);
    EXPECT_EQ(meetings.announce(secretary, area, soon).error().facts.at("missing"), "three_days");
    auto const id = hearing();
    EXPECT_EQ(meetings.announce(analyst, area, id).error().code, "access.not_permitted");
    ASSERT_TRUE(meetings.announce(secretary, area, id));
    EXPECT_EQ(meetings.hold(worker, area, id, 2, 1, 0).error().facts.at("missing"), "quorum");
    EXPECT_EQ(meetings.hold(worker, area, id, 5, 6, 0).error().facts.at("missing"), "quorum");
    EXPECT_EQ(meetings.meeting(area, id).value().residents, 0); // refused: nothing was kept
}

TEST_F(MeetingServiceTest, an_owners_vote_is_decided_when_two_people_have_entered_the_same_totals)
{
    auto const id = running();
    EXPECT_EQ(meetings.count_vote(worker, area, id, {2'100'000, 210}, {1'600'000, 160}).value().state, "open");
    EXPECT_EQ(meetings.count_vote(worker, area, id, {2'100'000, 210}, {1'600'000, 160}).value().state,
              "open"); // the same person
    EXPECT_EQ(meetings.count_vote(secretary, area, id, {2'100'000, 210}, {1'600'000, 160}).value().state, "passed");
}

TEST_F(MeetingServiceTest, totals_that_differ_do_not_decide_and_a_vote_short_of_three_quarters_fails)
{
    auto const id = running();
    ASSERT_TRUE(meetings.count_vote(worker, area, id, {2'000'000, 200}, {1'500'000, 150}));
    EXPECT_EQ(meetings.count_vote(secretary, area, id, {2'000'000, 200}, {1'499'999, 150}).value().state, "open");
    EXPECT_EQ(meetings.count_vote(worker, area, id, {2'000'000, 200}, {1'499'999, 150}).value().state, "failed");
}

TEST_F(MeetingServiceTest, impossible_totals_a_stranger_and_too_short_a_notice_are_refused)
{
    auto const id = running();
    EXPECT_EQ(meetings.count_vote(worker, area, id, {3'000'001, 300}, {1, 1}).error().code,
              "consultation.count_not_possible");
    EXPECT_EQ(meetings.count_vote(analyst, area, id, {2'000'000, 200}, {1, 1}).error().code, "access.not_permitted");
    OwnersVote v;
    v.subject = project;
    v.total = {100, 1};
    EXPECT_EQ(meetings.prepare_vote(worker, area, v).error().code, "consultation.class_reason_missing");
    v.class_reason = "spending of the maintenance fund";
    auto const other = meetings.prepare_vote(worker, area, v).value();
    EXPECT_EQ(meetings.announce_vote(secretary, area, other, clock.today().plus_days(14)).error().code,
              "consultation.owners_notice_too_short");
}

} // namespace
} // namespace lilong::consultation
