#include "matching/explanation_rule.h"

#include <gtest/gtest.h>

#include "matching/district_test.h"
#include "matching/outcome_rule.h"

namespace lilong::matching
{
namespace
{

using namespace testing;

struct Told {
    Problem problem;
    Outcome outcome;
    explicit Told(Problem given) : problem(std::move(given)) { outcome = run_matching(problem).value(); }
    Explanation const& of(std::string const& need) const
    {
        for (std::size_t i = 0; i < outcome.allocation.shares.size(); ++i)
            if (problem.needs[outcome.allocation.pairs[outcome.allocation.shares[i].pair].need].id == need)
                return outcome.explanations[i];
        throw std::runtime_error("no match for " + need);
    }
};

TEST(ExplanationRule, a_single_possible_offer_is_called_that)
{
    Told const told{{.needs = {need("A", 5)}, .offers = {offer("East", 9)}}};
    EXPECT_EQ(reason_text(told.of("A")), "only_offer");
    EXPECT_EQ(told.of("A").capacity_left, 4);
}

TEST(ExplanationRule, the_nearest_of_two_is_called_nearest)
{
    Told const told{{.needs = {need("A", 5)}, .offers = {offer("East", 9), offer("West", 9, 300)}}};
    EXPECT_EQ(told.of("A").reason, Reason::nearest);
    ASSERT_EQ(told.of("A").next.size(), 1U);
    EXPECT_EQ(told.of("A").next[0].offer, "West");
    EXPECT_EQ(told.of("A").next[0].capacity_left, 9);
}

TEST(ExplanationRule, a_farther_but_cheaper_offer_is_called_cheapest)
{
    Problem problem{.needs = {need("A", 5)}, .offers = {offer("East", 9), offer("West", 9, 300)}};
    problem.offers[0].unit_cost_fen = 1000;
    Told const told{problem};
    EXPECT_EQ(told.of("A").reason, Reason::cheapest);
}

TEST(ExplanationRule, whoever_gives_way_to_the_more_urgent_is_told_which_offer_was_full)
{
    Problem problem{.needs = {need("A", 5, 1), need("B", 5, 5)}, .offers = {offer("East", 5), offer("West", 9, 300)}};
    problem.needs[1].windows = Windows::parse("mon 09:00-10:00").value();
    problem.offers[1].windows = Windows::parse("tue 09:00-12:00").value(); // B cannot go there
    Told const told{problem};
    EXPECT_EQ(reason_text(told.of("A")), "rerouted; East full; overlap 180 min");
    EXPECT_EQ(told.of("B").weight_rank, 1U);
    EXPECT_EQ(told.of("B").competitors, 2U);
    EXPECT_GT(told.of("A").next.at(0).price, 0); // one more place in the east would spare A the way
}

TEST(ExplanationRule, each_match_and_each_head_left_has_a_sentence_in_both_languages)
{
    auto problem = random_district(5, 40, 12);
    problem.pins.push_back({problem.needs[0].id, problem.offers[0].id, 0});
    Told const told{problem};
    auto const whole = [](std::string const& text) {
        return !text.empty() && text.find('{') == std::string::npos && text.find("matching.") == std::string::npos;
    };
    for (auto const& why : told.outcome.explanations)
        for (auto language : {Language::zh_cn, Language::en}) EXPECT_TRUE(whole(sentence_of(why, "N", "R", language)));
    for (auto const& unmet : told.outcome.unmet)
        for (auto language : {Language::zh_cn, Language::en}) {
            auto const text = sentence_of(unmet, told.problem, told.outcome.shortages, language);
            EXPECT_TRUE(whole(text)) << text;
        }
    EXPECT_FALSE(told.outcome.unmet.empty());
}

TEST(ExplanationRule, a_shortage_names_heads_places_and_offers)
{
    Told const told{{.needs = {need("A", 400), need("B", 255)}, .offers = {offer("R-3", 212), offer("R-9", 200)}}};
    ASSERT_EQ(told.outcome.shortages.size(), 1U);
    EXPECT_EQ(detail_text(told.outcome.unmet.at(0), told.problem, told.outcome.shortages),
              "S-1: 655 heads share 412 places: R-3 R-9");
}

} // namespace
} // namespace lilong::matching
