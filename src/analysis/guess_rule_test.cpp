#include "analysis/guess_rule.h"

#include <algorithm>
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lilong::analysis
{
namespace
{

std::vector<std::string> const kItems{"facilities", "parking", "nearby", "meals", "lifts", "repairs", "green"};

Estimate share(double value, double half, double f = .6)
{
    Estimate out;
    out.value = value;
    out.lower = value - half;
    out.upper = value + half;
    out.n = 400;
    out.f = f;
    out.design = Design::census_attempt;
    return out;
}

GuessedNeed need(std::string item, double value, double half, double f = .6, std::optional<RankInterval> rank = {})
{
    auto const estimate = share(value, half, f);
    return {std::move(item), estimate, bands_of(estimate), rank};
}

// Intervals widen with the level as those of a normal estimate do.
ShareAtLevel widening(std::vector<GuessedNeed> const& needs, double* asked_for = nullptr)
{
    return [&needs, asked_for](std::string const& item, double level) -> Result<Estimate> {
        if (asked_for) *asked_for = level;
        auto out = std::ranges::find(needs, item, &GuessedNeed::item)->share;
        auto const stretch = level > .95 ? 1.5 : 1;
        out.lower = out.value - stretch * (out.value - out.lower);
        out.upper = out.value + stretch * (out.upper - out.value);
        out.level = level;
        return out;
    };
}

Guess bands(std::vector<GuessBand> bands)
{
    Guess guess;
    guess.bands = std::move(bands);
    return guess;
}

// The founding story: 40 to 60 % were expected, 90 % said so.
TEST(GuessRule, ninety_percent_surprises_who_had_expected_forty_to_sixty)
{
    std::vector const needs{need("facilities", .90, .02, .3)};
    auto const compared = compare_guess(bands({{"facilities", 40, 60}}), needs, widening(needs)).value();
    ASSERT_EQ(compared.cells.size(), 1U);
    auto const& cell = compared.cells[0];
    EXPECT_EQ(cell.verdict, SurpriseVerdict::surprise);
    EXPECT_NEAR(cell.gap, .30, 1e-12);
    EXPECT_NEAR(cell.removed_by_unseen_share, (.60 - .3 * .90) / .7, 1e-12); // 47 % of those who did not answer
    EXPECT_EQ(compared.stood_out, 1);
    EXPECT_NEAR(compared.level, .95, 1e-12); // one of one: 1 - .05 * 1/1
}

// 60 % + 10 points: the interval must begin at 70 % or above, not the share
TEST(GuessRule, the_whole_interval_must_lie_ten_points_outside_the_band)
{
    std::vector const needs{need("facilities", .72, .02), need("parking", .72, .03), need("nearby", .28, .02),
                            need("meals", .28, .03)};
    auto const guess = bands({{"facilities", 40, 60}, {"parking", 40, 60}, {"nearby", 40, 60}, {"meals", 40, 60}});
    auto const compared = compare_guess(guess, needs, widening(needs)).value();
    EXPECT_EQ(compared.cells[0].verdict, SurpriseVerdict::surprise);
    EXPECT_EQ(compared.cells[1].verdict, SurpriseVerdict::as_expected);
    EXPECT_EQ(compared.cells[2].verdict, SurpriseVerdict::surprise);
    EXPECT_NEAR(compared.cells[2].gap, -.12, 1e-12);
    EXPECT_EQ(compared.cells[3].verdict, SurpriseVerdict::as_expected);
    EXPECT_NEAR(compared.cells[1].smallest_detectable_gap, .10 + .03, 1e-12);
}

// ST-51 with q = .05: one of five stands out: 1 - .05 * 1/5 = .99
TEST(GuessRule, one_need_picked_out_of_five_gets_a_wider_interval)
{
    std::vector const needs{need("facilities", .75, .04), need("parking", .5, .04), need("nearby", .5, .04),
                            need("meals", .5, .04), need("lifts", .5, .04)};
    auto const guess =
        bands({{"facilities", 40, 60}, {"parking", 40, 60}, {"nearby", 40, 60}, {"meals", 40, 60}, {"lifts", 40, 60}});
    double level = 0;
    auto const compared = compare_guess(guess, needs, widening(needs, &level)).value();
    EXPECT_EQ(compared.stood_out, 1);
    EXPECT_NEAR(level, .99, 1e-12);
    EXPECT_EQ(compared.cells[0].verdict, SurpriseVerdict::as_expected); // .75 - 1.5 * .04 < .70
    EXPECT_NEAR(compared.cells[0].adjusted.lower, .69, 1e-12);
}

TEST(GuessRule, where_those_not_reached_could_explain_it_the_surprise_is_only_possible)
{
    std::vector const needs{need("facilities", .73, .02, .05)}; // band 2 reaches down to .73 - .02 - .095 = .615
    EXPECT_EQ(compare_guess(bands({{"facilities", 40, 60}}), needs, widening(needs)).value().cells[0].verdict,
              SurpriseVerdict::surprise);
    EXPECT_EQ(compare_guess(bands({{"facilities", 40, 62}}), needs, widening(needs), {.smallest_gap = .05})
                  .value()
                  .cells[0]
                  .verdict,
              SurpriseVerdict::possible);
}

TEST(GuessRule, with_few_answers_the_page_says_which_gap_could_have_been_seen)
{
    std::vector const needs{need("facilities", .70, .35)};
    auto const cell = compare_guess(bands({{"facilities", 40, 60}}), needs, widening(needs)).value().cells[0];
    EXPECT_EQ(cell.verdict, SurpriseVerdict::cannot_be_detected);
    EXPECT_NEAR(cell.smallest_detectable_gap, .45, 1e-12);
}

TEST(GuessRule, whoever_came_surprises_nobody)
{
    std::vector needs{need("facilities", .9, .02)};
    needs[0].share.design = Design::convenience;
    auto const compared = compare_guess(bands({{"facilities", 40, 60}}), needs, widening(needs)).value();
    EXPECT_EQ(compared.cells[0].verdict, SurpriseVerdict::cannot_be_tested);
    EXPECT_EQ(compared.compared, 0);
}

TEST(GuessRule, a_need_surely_among_the_first_five_surprises_who_had_not_listed_it)
{
    std::vector const needs{
        need("facilities", .9, .02, .6, RankInterval{1, 1}), need("parking", .7, .02, .6, RankInterval{2, 3}),
        need("nearby", .68, .02, .6, RankInterval{2, 3}),    need("meals", .5, .02, .6, RankInterval{4, 6}),
        need("lifts", .48, .02, .6, RankInterval{4, 7}),     need("repairs", .46, .02, .6, RankInterval{4, 7}),
        need("green", .3, .02, .6, RankInterval{5, 7})};
    Guess guess;
    guess.top = {"parking", "nearby", "lifts", "repairs", "green"};
    auto const compared = compare_guess(guess, needs, widening(needs)).value();
    ASSERT_EQ(compared.cells.size(), 1U); // meals may be sixth, so its absence says nothing
    EXPECT_EQ(compared.cells[0].item, "facilities");
    EXPECT_EQ(compared.cells[0].kind, GuessKind::top_list);
    EXPECT_EQ(compared.cells[0].verdict, SurpriseVerdict::surprise);
}

std::vector<std::string> codes(Result<void> const& checked)
{
    std::vector<std::string> out;
    if (checked) return out;
    out.push_back(checked.error().code);
    for (auto const& field : checked.error().fields) out.push_back(field.pointer + " " + field.code);
    return out;
}

TEST(GuessRule, a_guess_that_could_not_be_compared_is_refused_where_it_is_wrong)
{
    using testing::ElementsAre;
    EXPECT_THAT(codes(check_guess({}, kItems)), ElementsAre("analysis.guess_empty"));
    EXPECT_THAT(codes(check_guess(bands({{"facilities", 20, 40}}), kItems)), testing::IsEmpty());
    EXPECT_THAT(
        codes(check_guess(bands({{"gold", 20, 40}, {"meals", 20, 40}, {"meals", 30, 20}, {"lifts", 0, 100}}), kItems)),
        ElementsAre("analysis.guess_not_usable", "/bands/0/item analysis.guess_item_unknown",
                    "/bands/2/item analysis.guess_item_twice", "/bands/2 analysis.guess_band",
                    "/bands/3 analysis.guess_band"));
    Guess four;
    four.top = {"facilities", "parking", "parking", "meals"};
    EXPECT_THAT(
        codes(check_guess(four, kItems)),
        ElementsAre("analysis.guess_not_usable", "/top analysis.guess_top_size", "/top/2 analysis.guess_item_twice"));
}

TEST(GuessRule, a_waiver_is_compared_with_nothing)
{
    Guess guess;
    guess.waived = true;
    std::vector<GuessedNeed> const needs{need("facilities", .9, .02)};
    EXPECT_TRUE(compare_guess(guess, needs, widening(needs)).value().cells.empty());
}

} // namespace
} // namespace lilong::analysis
