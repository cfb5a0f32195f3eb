#include "consultation/round_service.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/chance.h"

namespace lilong::consultation
{
namespace
{

struct Ground {
    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    TestClock clock{Instant::parse("2017-06-01T02:00:00.000Z").value()};
    SeededRng rng{11};
    AreaId area = AreaId::random(rng);
    access::AuditTrail audit{clock};
    loop::StateService states{audit, clock, [](AreaId const& a, AreaId const& b) { return a == b; }};
    loop::FeedbackService feedback{*database, states, clock, rng};
    RoundService rounds{*database, audit, states, feedback, clock, rng};
    Actor secretary = actor(Role::committee_secretary, "王书记"), worker = actor(Role::committee_worker, "小周"),
          analyst = actor(Role::analyst, "分析员");
    std::vector<HouseholdId> households;
    Subject project{"project", ObjectId::random(rng)};

    explicit Ground(int size = 20)
    {
        for (int i = 0; i < size; ++i) households.push_back(HouseholdId::random(rng));
        rounds.use_electorate([this](storage::Connection&, AreaId const&) { return households; });
        feedback.on_news(
            [this](storage::Transaction& tx, loop::ObjectRef const& object) { (void)rounds.advance(tx, object); });
        database->write(area, [&](storage::Transaction& tx) -> Result<int> {
                        states.begin(tx, {area, project.kind, project.id}, "costed", secretary, {TraceId::random(rng)});
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
    ConsultationRoundId prepared()
    {
        auto const draft =
            rounds.add_draft(worker, area, project, {"人车分流", "people and cars apart"}, {"", ""}).value();
        return rounds.prepare(worker, area, draft, {"同意这一稿吗？", "Do you agree with this draft?"}).value();
    }
    Announcement in_a_week() { return {clock.today().plus_days(7), clock.today().plus_days(14), ""}; }
    std::pair<ConsultationRoundId, std::vector<HouseholdLink>> opened()
    {
        auto const id = prepared();
        auto const links = rounds.announce(secretary, area, id, in_a_week()).value();
        days(7);
        if (auto const due = rounds.take_due(area); !due) throw std::logic_error(due.error().code);
        return {id, links};
    }
    Tally tally(ConsultationRoundId const& id) { return rounds.tally(area, rounds.round(area, id).value()); }
    std::string state(ConsultationRoundId const& id) { return rounds.round(area, id).value().state; }
    Result<void> slip(ConsultationRoundId const& id, HouseholdId const& household, std::string choice,
                      std::string channel = "paper", std::string comment = "")
    {
        return rounds.enter_votes(
            worker, area, id,
            {{household, std::move(choice), std::move(comment), std::move(channel), "batch 1", "", {}}});
    }
};

class RoundServiceTest : public testing::Test, protected Ground
{
};

TEST_F(RoundServiceTest, announcing_names_all_that_is_missing)
{
    households.clear();
    auto const id = prepared();
    auto const refused =
        rounds.announce(secretary, area, id, {clock.today().plus_days(2), clock.today().plus_days(2), ""});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().facts.at("missing"), "electorate, voting_days, notice");
}

TEST_F(RoundServiceTest, a_shorter_notice_needs_a_reason_and_a_worker_does_not_announce)
{
    auto const id = prepared();
    Announcement soon{clock.today().plus_days(2), clock.today().plus_days(9), ""};
    EXPECT_EQ(rounds.announce(secretary, area, id, soon).error().facts.at("missing"), "notice");
    soon.notice_reason = "the works begin before the summer holidays";
    EXPECT_EQ(rounds.announce(worker, area, id, soon).error().code, "access.not_permitted");
    EXPECT_EQ(rounds.announce(secretary, area, id, soon).value().size(), 20U);
    EXPECT_EQ(rounds.round(area, id).value().rule_hash.size(), 64U);
}

TEST_F(RoundServiceTest, an_announced_round_is_frozen_and_can_only_be_cancelled)
{
    auto const id = prepared();
    ASSERT_TRUE(rounds.announce(secretary, area, id, in_a_week()));
    EXPECT_EQ(rounds.announce(secretary, area, id, in_a_week()).error().code, "loop.transition_not_allowed");
    EXPECT_EQ(rounds.open(secretary, area, id).error().facts.at("missing"), "opening_day");
    EXPECT_EQ(rounds.cancel(secretary, area, id, {}).error().code, "loop.reason_missing");
    EXPECT_EQ(rounds.cancel(secretary, area, id, {"", "wrong plan printed"}).value().state, "cancelled");
}

TEST_F(RoundServiceTest, rounds_open_and_close_by_their_dates)
{
    auto const [id, links] = opened();
    EXPECT_EQ(state(id), "open");
    days(7);
    ASSERT_TRUE(rounds.take_due(area));
    EXPECT_EQ(state(id), "closed");
    ASSERT_TRUE(rounds.take_due(area)); // twice has no effect
    EXPECT_EQ(state(id), "closed");
}

TEST_F(RoundServiceTest, the_same_household_by_four_channels_counts_once_and_the_last_word_stands)
{
    auto const [id, links] = opened();
    auto const one = links.front();
    ASSERT_TRUE(rounds.vote_by_token(area, one.token, "no", "too narrow"));
    ASSERT_TRUE(slip(id, one.household, "no"));
    ASSERT_TRUE(slip(id, one.household, "abstain", "doorstep"));
    ASSERT_TRUE(slip(id, one.household, "yes", "telephone"));
    auto const found = tally(id);
    EXPECT_EQ(found.n(), 1);
    EXPECT_EQ(found.yes, 1);
    EXPECT_EQ(found.by_channel, (std::map<std::string, std::int64_t>{{"telephone", 1}}));
}

TEST_F(RoundServiceTest, a_link_is_good_for_its_household_only_until_it_is_replaced)
{
    auto const [id, links] = opened();
    EXPECT_EQ(rounds.vote_by_token(area, "0123", "yes", "").error().code, "consultation.link_not_valid");
    auto const fresh = rounds.new_link(worker, area, id, links[0].household).value();
    EXPECT_EQ(rounds.vote_by_token(area, links[0].token, "yes", "").error().code, "consultation.link_not_valid");
    EXPECT_TRUE(rounds.vote_by_token(area, fresh.token, "yes", ""));
}

TEST_F(RoundServiceTest, a_stranger_household_and_a_vote_after_closing_do_not_count)
{
    auto const [id, links] = opened();
    EXPECT_EQ(slip(id, HouseholdId::random(rng), "yes").error().code, "consultation.not_in_electorate");
    days(7);
    EXPECT_EQ(slip(id, households[0], "yes").error().code,
              "consultation.round_not_open"); // the closing day itself is over
    EXPECT_EQ(tally(id).n(), 0);
}

TEST_F(RoundServiceTest, a_round_with_comments_is_decided_only_when_each_theme_has_its_answer)
{
    auto const [id, links] = opened();
    ASSERT_TRUE(slip(id, households[0], "no", "paper", "the fence takes our light"));
    days(7);
    ASSERT_TRUE(rounds.take_due(area));
    ASSERT_TRUE(rounds.summarise(worker, area, id, {}));
    EXPECT_EQ(rounds.decide(secretary, area, id, "").error().facts.at("missing"), "themes_answered, draft_answer");
    EXPECT_EQ(rounds.decide(analyst, area, id, "revise").error().code, "access.not_permitted");
}

TEST_F(RoundServiceTest, those_who_voted_hear_the_decision_and_the_round_is_fed_back)
{
    auto const [id, links] = opened();
    for (int i = 0; i < 5; ++i)
        ASSERT_TRUE(slip(id, households[static_cast<std::size_t>(i)], i < 4 ? "yes" : "no", "doorstep", "light"));
    days(7);
    ASSERT_TRUE(rounds.take_due(area));
    ASSERT_TRUE(rounds.summarise(worker, area, id, {{{"采光", "light"}, 5, "adopted", {"降低围栏", "a lower fence"}}}));
    ASSERT_TRUE(rounds.decide(secretary, area, id, "revise"));
    EXPECT_DOUBLE_EQ(tally(id).yes_share(), .8);
    EXPECT_DOUBLE_EQ(tally(id).turnout(), .25);
    auto const tasks = feedback.tasks(area, {.cause = "decide"});
    ASSERT_EQ(tasks.size(), 5U);
    for (int i = 0; i < 4; ++i)
        ASSERT_TRUE(feedback.record_try(worker, area, tasks[static_cast<std::size_t>(i)].id, "visit", "reached"));
    EXPECT_EQ(state(id), "fed_back");
}

TEST_F(RoundServiceTest, drafts_and_rounds_of_a_project_are_numbered)
{
    prepared();
    auto const second = prepared();
    EXPECT_EQ(rounds.round(area, second).value().number, 2);
    EXPECT_EQ(rounds.drafts(area, project.id).back().number, 2);
    EXPECT_EQ(rounds.add_draft(worker, area, {"project", ObjectId::random(rng)}, {"甲", "a"}, {"", ""}).error().code,
              "consultation.subject_not_found");
}

RC_GTEST_PROP(RoundService, one_vote_a_household_whatever_the_order_and_the_channels, ())
{
    Ground ground{5};
    auto const [id, links] = ground.opened();
    std::map<HouseholdId, std::string> last;
    auto const acts = *rc::gen::inRange(0, 25);
    for (int i = 0; i < acts; ++i) {
        auto const household = ground.households[*rc::gen::inRange<std::size_t>(0, 5)];
        auto const choice = *rc::gen::element<std::string>("yes", "no", "abstain");
        auto const channel = *rc::gen::element<std::string>("paper", "doorstep", "telephone");
        RC_ASSERT(ground.slip(id, household, choice, channel).has_value());
        last[household] = choice;
    }
    auto const yes = std::ranges::count_if(last, [](auto const& one) { return one.second == "yes"; });
    RC_ASSERT(ground.tally(id).n() == static_cast<std::int64_t>(last.size()));
    RC_ASSERT(ground.tally(id).yes == yes);
}

} // namespace
} // namespace lilong::consultation
