#include "analysis/guess_service.h"

#include "survey/ground_test.h"

namespace lilong::analysis
{
namespace
{

class GuessServiceTest : public survey::Ground
{
protected:
    void SetUp() override
    {
        Ground::SetUp();
        round = open_round();
    }
    std::string refused(Result<void> const& opened) { return opened ? "" : opened.error().code; }
    template <typename T>
    std::string code(Result<T> const& result)
    {
        return result ? "" : result.error().code;
    }
    std::vector<GuessBand> const facilities{{"facilities", 20, 40}};
    GuessService guesses{*database, audit, tree, clock};
    survey::Round round;
};

TEST_F(GuessServiceTest, a_secretary_sees_the_results_only_after_a_guess)
{
    EXPECT_EQ(refused(guesses.open_results(secretary, first, round.id)), "analysis.guess_first");
    EXPECT_EQ(refused(guesses.open_results(secretary, estate, round.id)),
              "analysis.guess_first"); // nor an estate of it
    clock.advance(std::chrono::minutes{5});
    auto const kept = guesses.record(secretary, first, round.id, facilities, {}).value();
    EXPECT_EQ(kept.recorded_at, clock.now());
    EXPECT_EQ(refused(guesses.open_results(secretary, first, round.id)), "");
    EXPECT_EQ(guesses.visible(secretary, first, round.id).at(0).bands, facilities);
}

TEST_F(GuessServiceTest, a_reason_opens_the_results_too_and_is_kept)
{
    EXPECT_EQ(code(guesses.waive(secretary, first, round.id, "")), "analysis.waiver_needs_reason");
    ASSERT_TRUE(guesses.waive(secretary, first, round.id, "上周才到任"));
    EXPECT_EQ(refused(guesses.open_results(secretary, first, round.id)), "");
    EXPECT_EQ(guesses.view(secretary, first, round.id)->own->reason, "上周才到任");
}

TEST_F(GuessServiceTest, a_guess_stands_as_it_was_made)
{
    ASSERT_TRUE(guesses.record(secretary, first, round.id, facilities, {}));
    EXPECT_EQ(code(guesses.record(secretary, first, round.id, {{"facilities", 80, 95}}, {})),
              "analysis.guess_recorded");
    EXPECT_EQ(code(guesses.waive(secretary, first, round.id, "no")), "analysis.guess_recorded");
}

TEST_F(GuessServiceTest, whoever_has_seen_the_results_as_a_worker_can_no_longer_guess_as_the_secretary)
{
    EXPECT_EQ(refused(guesses.open_results(worker, first, round.id)), ""); // others are not locked
    auto promoted = worker;
    promoted.grants = {{Role::committee_secretary, first}};
    EXPECT_EQ(code(guesses.record(promoted, first, round.id, facilities, {})), "analysis.guess_too_late");
    EXPECT_FALSE(guesses.view(promoted, first, round.id)->may_guess);
    ASSERT_TRUE(guesses.waive(promoted, first, round.id, "已经看过"));
    EXPECT_EQ(refused(guesses.open_results(promoted, first, round.id)), "");
}

TEST_F(GuessServiceTest, the_first_opening_is_written_down_once)
{
    ASSERT_TRUE(guesses.open_results(worker, first, round.id));
    auto const at = guesses.view(worker, first, round.id)->opened_at;
    ASSERT_TRUE(at);
    clock.advance(std::chrono::hours{3});
    ASSERT_TRUE(guesses.open_results(worker, first, round.id));
    EXPECT_EQ(guesses.view(worker, first, round.id)->opened_at, at);
}

TEST_F(GuessServiceTest, the_guess_of_a_colleague_stays_hidden_until_the_own_one_is_made)
{
    ASSERT_TRUE(guesses.record(secretary, first, round.id, facilities, {}));
    auto const second_secretary = actor(Role::committee_secretary, first);
    EXPECT_TRUE(guesses.view(second_secretary, first, round.id)->others.empty());
    EXPECT_TRUE(guesses.visible(second_secretary, first, round.id).empty());
    ASSERT_TRUE(guesses.record(second_secretary, first, round.id, {{"facilities", 30, 60}}, {}));
    EXPECT_EQ(guesses.view(second_secretary, first, round.id)->others.size(), 1U);
}

TEST_F(GuessServiceTest, other_roles_and_other_places_are_not_locked)
{
    EXPECT_EQ(refused(guesses.open_results(dispatcher, first, round.id)), "");
    EXPECT_EQ(refused(guesses.open_results(dispatcher, district, round.id)), "");
    EXPECT_EQ(code(guesses.record(worker, first, round.id, facilities, {})), "analysis.guess_of_secretary");
    EXPECT_EQ(code(guesses.record(secretary, district, round.id, facilities, {})), "analysis.guess_of_committee");
    EXPECT_EQ(code(guesses.record(secretary, first, round.id, {{"gold", 20, 40}}, {})), "analysis.guess_not_usable");
}

} // namespace
} // namespace lilong::analysis
