#include "demo/answer_rule.h"

#include <cmath>
#include <gtest/gtest.h>

#include "areas/taxonomy_store.h"
#include "survey/codebook_rule.h"
#include "survey/need_questionnaire_rule.h"

namespace lilong::demo
{
namespace
{

struct Count {
    int yes = 0, n = 0;
};

class AnswerRule : public testing::Test
{
protected:
    AnswerRule()
    {
        auto const district = plan_district({.small = true}).value();
        for (auto const& one : district.sub_districts)
            if (one.zh == kStorySubDistrict) plan = one;
    }
    // 30 households at each estate; the gate's estate 418, the growers' 200.
    std::vector<Asked> asked() const
    {
        SeededRng rng{3};
        std::vector<Asked> out;
        std::size_t estate = 0;
        for (std::size_t c = 0; c < plan.committees.size(); ++c)
            for (auto const& one : plan.committees[c].estates) {
                auto const gate = one.zh == kGateEstate, growers = one.zh == kGrowersEstate;
                for (int i = 0; i < (gate ? kGateAnswers : growers ? 200 : 30); ++i)
                    out.push_back({c, estate, gate, growers, random_groups(codebook, rng)});
                ++estate;
            }
        return out;
    }
    std::vector<std::string> answers(std::vector<Asked> const& of, bool story, std::uint64_t seed = 7) const
    {
        SeededRng rng{seed};
        return generate_answers(codebook, plan, of, {plan.share_2026, true, 0.52, story}, rng);
    }
    template <typename Which>
    Count count(std::string const& need_item, std::vector<Asked> const& of, std::vector<std::string> const& coded,
                Which which) const
    {
        auto const item = std::ranges::find(codebook.items, need_item, &survey::Item::need_item);
        Count out;
        for (std::size_t i = 0; i < of.size(); ++i) {
            auto const code = coded[i][static_cast<std::size_t>(item->place - 1)];
            if (!which(of[i]) || code < '1' || code > '4') continue;
            ++out.n;
            out.yes += code <= '2';
        }
        return out;
    }

    survey::Codebook codebook = survey::need_questionnaire(areas::read_reference_data().value()).value();
    SubDistrictPlan plan;
};

constexpr auto everybody = [](Asked const&) { return true; };
constexpr auto at_the_gate = [](Asked const& one) { return one.of_gate; };
constexpr auto at_the_growers = [](Asked const& one) { return one.of_growers; };

TEST_F(AnswerRule, every_share_of_the_sub_district_is_the_calibrated_one_to_the_household)
{
    auto const of = asked();
    auto const coded = answers(of, false);
    for (auto const& [item, share] : plan.share_2026) {
        auto const got = count(item, of, coded, everybody);
        EXPECT_GT(got.n, 1000) << item;
        EXPECT_EQ(got.yes, static_cast<int>(std::lround(share * got.n))) << item;
    }
}

TEST_F(AnswerRule, at_the_gate_376_of_418_want_better_common_facilities)
{
    auto const of = asked();
    auto const got = count("facilities", of, answers(of, true), at_the_gate);
    EXPECT_EQ(got.n, kGateAnswers);
    EXPECT_EQ(got.yes, kGateYes);
}

TEST_F(AnswerRule, far_from_the_market_three_in_four_want_shops_nearby)
{
    auto const of = asked();
    auto const got = count("nearby", of, answers(of, true), at_the_growers);
    EXPECT_EQ(got.n, 200);
    EXPECT_EQ(got.yes, 148);
}

TEST_F(AnswerRule, newer_estates_name_common_facilities_less_often_than_older_ones)
{
    auto const of = asked();
    auto const coded = answers(of, false);
    std::vector<bool> newer;
    for (auto const& committee : plan.committees)
        for (auto const& estate : committee.estates) newer.push_back(estate.newer_commodity());
    auto const young = count("facilities", of, coded, [&](Asked const& one) { return newer[one.estate]; });
    auto const old = count("facilities", of, coded, [&](Asked const& one) { return !newer[one.estate]; });
    ASSERT_GT(young.n, 0);
    ASSERT_GT(old.n, 0);
    EXPECT_NEAR(static_cast<double>(young.yes) / young.n, 0.52, 0.06);
    EXPECT_GT(static_cast<double>(old.yes) / old.n, static_cast<double>(young.yes) / young.n + 0.05);
}

TEST_F(AnswerRule, group_items_are_asked_of_their_group_only)
{
    auto const of = asked();
    auto const coded = answers(of, true);
    for (auto const& item : codebook.items) {
        if (item.place == 0 || item.asked_of.empty()) continue;
        for (std::size_t i = 0; i < of.size(); ++i)
            EXPECT_EQ(coded[i][static_cast<std::size_t>(item.place - 1)] == '.',
                      !survey::asked_of(codebook, item, of[i].groups))
                << item.name;
    }
}

TEST_F(AnswerRule, the_same_seed_gives_the_same_answers_and_another_seed_others)
{
    auto const of = asked();
    EXPECT_EQ(answers(of, true, 7), answers(of, true, 7));
    EXPECT_NE(answers(of, true, 7), answers(of, true, 8));
}

} // namespace
} // namespace lilong::demo
