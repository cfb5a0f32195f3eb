#include "analysis/surprise_rule.h"

#include <cmath>
#include <gtest/gtest.h>

#include "base/chance.h"

namespace lilong::analysis
{
namespace
{

Estimate page_share(std::int64_t yes, std::int64_t n, double f)
{
    Estimate out;
    out.value = static_cast<double>(yes) / static_cast<double>(n);
    out.se = std::sqrt((1 - f) * out.value * (1 - out.value) / static_cast<double>(n));
    out.lower = out.value - 2 * out.se;
    out.upper = out.value + 2 * out.se;
    out.n = n;
    out.f = f;
    out.design = Design::census_attempt;
    return out;
}

AreaAnswers area(std::int32_t id, std::int64_t yes, std::int64_t n, double f = 0.6)
{
    return {.area = id, .yes = yes, .answers = n, .characteristics = {}, .estimate = page_share(yes, n, f)};
}

// thirty estates near 30 % and one of the same kind where 90 % want better common facilities
ItemAnswers founding_story(std::int64_t answers = 200)
{
    SeededRng rng{2005};
    ItemAnswers item{.item = 4, .areas = {}};
    for (std::int32_t i = 0; i < 30; ++i) {
        auto const share = 0.22 + 0.16 * rng.unit();
        std::int64_t yes = 0;
        for (std::int64_t k = 0; k < answers; ++k) yes += rng.unit() < share ? 1 : 0;
        item.areas.push_back(area(i, yes, answers));
    }
    item.areas.push_back(area(30, answers * 9 / 10, answers));
    return item;
}

TEST(SurpriseRule, an_estate_where_ninety_percent_want_facilities_stands_out_among_its_kind)
{
    std::vector const items{founding_story()};
    auto const list = find_surprises(items);
    EXPECT_EQ(list.tested, 31);
    std::vector<std::int32_t> found;
    for (auto const& cell : list.cells)
        if (cell.verdict == SurpriseVerdict::surprise) found.push_back(cell.area);
    ASSERT_EQ(found, (std::vector<std::int32_t>{30}));
    auto const& estate = list.cells.back();
    EXPECT_NEAR(estate.expected, 0.32, 0.05);
    EXPECT_GT(estate.gap, 0.5);
    EXPECT_LT(estate.adjusted_p, 0.10);
    EXPECT_LT(estate.removed_by_unseen_share, 0); // no answer of the others could make it ordinary
}

TEST(SurpriseRule, where_those_not_reached_could_explain_it_the_surprise_is_only_possible)
{
    std::vector items{founding_story(400)};
    items[0].areas.back() = area(30, 260, 400, 0.05); // 65 %, but one in twenty answered
    items[0].areas.back().not_answered = 0.95;
    auto const cell = find_surprises(items, {.nonresponse_gap = 0.4}).cells.back();
    EXPECT_EQ(cell.verdict, SurpriseVerdict::possible);
}

TEST(SurpriseRule, with_a_dozen_answers_the_page_says_that_nothing_could_be_detected)
{
    std::vector items{founding_story()};
    items[0].areas[5] = area(5, 3, 6);
    auto const cell = find_surprises(items).cells[5];
    EXPECT_EQ(cell.verdict, SurpriseVerdict::cannot_be_detected);
    EXPECT_TRUE(std::isnan(cell.detectable_above) || cell.detectable_above > 0.4);
    auto const many = find_surprises(items).cells[6];
    EXPECT_EQ(many.verdict, SurpriseVerdict::as_expected);
    EXPECT_LT(many.detectable_above, 0.4);
    EXPECT_GE(many.detectable_above, 0.10);
}

TEST(SurpriseRule, whoever_came_gives_no_surprises)
{
    std::vector items{founding_story()};
    items[0].areas.back().estimate.design = Design::convenience;
    auto const list = find_surprises(items);
    EXPECT_EQ(list.cells.back().verdict, SurpriseVerdict::cannot_be_tested);
    EXPECT_EQ(list.tested, 30);
}

TEST(SurpriseRule, too_few_areas_say_so_instead_of_finding_nothing)
{
    auto item = founding_story();
    item.areas.resize(5);
    std::vector const items{item};
    auto const list = find_surprises(items);
    EXPECT_EQ(list.models[0].refusal, "analysis.model_needs_more_areas");
    EXPECT_EQ(list.cells[0].verdict, SurpriseVerdict::cannot_be_tested);
}

// ST-69, with a stored seed: planted outliers are found and false discoveries stay near the rate.
TEST(SurpriseRule, false_discoveries_stay_rare_and_planted_surprises_are_found)
{
    SeededRng rng{68};
    std::vector<ItemAnswers> items;
    auto planted_at = [](std::int32_t item, std::int32_t area) { return (item * 31 + area) % 25 == 0; };
    int planted = 0;
    for (std::int32_t j = 0; j < 8; ++j) {
        ItemAnswers item{.item = j, .areas = {}};
        for (std::int32_t i = 0; i < 120; ++i) {
            auto eta = -0.8 + 0.35 * (rng.unit() + rng.unit() + rng.unit() - 1.5) * 2;
            if (planted_at(j, i)) eta += 2.2, ++planted;
            auto const share = 1 / (1 + std::exp(-eta));
            std::int64_t yes = 0;
            for (int k = 0; k < 300; ++k) yes += rng.unit() < share ? 1 : 0;
            item.areas.push_back(area(i, yes, 300));
        }
        items.push_back(item);
    }
    int found = 0, wrong = 0;
    for (auto const& cell : find_surprises(items).cells) {
        if (cell.verdict != SurpriseVerdict::surprise && cell.verdict != SurpriseVerdict::possible) continue;
        (planted_at(cell.item, cell.area) ? found : wrong) += 1;
    }
    EXPECT_GE(found, planted / 2);
    EXPECT_LE(wrong, (found + wrong) / 10 + 1);
}

} // namespace
} // namespace lilong::analysis
