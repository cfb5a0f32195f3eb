#include "demo/plan_rule.h"

#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

#include "base/csv.h"
#include "base/resource.h"
#include "base/text.h"

namespace lilong::demo
{
namespace
{

DistrictPlan planned(PlanOptions const& options = {}) { return plan_district(options).value(); }

template <typename Of>
int sum(DistrictPlan const& plan, Of of)
{
    return std::accumulate(plan.sub_districts.begin(), plan.sub_districts.end(), 0,
                           [&](int so_far, SubDistrictPlan const& one) { return so_far + of(one); });
}

TEST(PlanRule, the_district_has_the_size_that_was_published)
{
    auto const plan = planned();
    EXPECT_EQ(plan.sub_districts.size(), 14U);
    EXPECT_EQ(sum(plan, [](auto const& one) { return static_cast<int>(one.committees.size()); }), 275);
    EXPECT_EQ(plan.households(), 389'000);
    EXPECT_EQ(sum(plan, [](auto const& one) { return one.answers_2025; }), 47'221);
    EXPECT_EQ(sum(plan, [](auto const& one) { return one.answers_2026; }), 31'480);
}

TEST(PlanRule, no_sub_district_answers_more_often_than_it_has_households)
{
    for (auto const& small : {false, true})
        for (auto const& one : planned({.small = small}).sub_districts) {
            EXPECT_LT(one.answers_2025, one.households()) << one.zh;
            EXPECT_LT(one.answers_2026, one.households()) << one.zh;
        }
}

// Every published share stands in the plan as it was printed (ST-91).
TEST(PlanRule, the_shares_of_a_sub_district_are_those_that_were_published)
{
    auto const plan = planned();
    auto const published = parse_csv(resource("data/calibration_2018.csv"), "calibration_2018.csv").value();
    ASSERT_EQ(published.rows.size(), plan.sub_districts.size());
    for (std::size_t i = 0; i < published.rows.size(); ++i) {
        auto const& one = plan.sub_districts[i];
        auto const& cells = published.rows[i].cells;
        EXPECT_EQ(one.zh, cells[1]);
        for (std::size_t c = 4; c < cells.size(); ++c)
            EXPECT_NEAR(one.share_2025.at(published.header[c]) * 100, decimal_number(cells[c]).value(), 1e-9)
                << one.zh << " " << published.header[c];
    }
}

TEST(PlanRule, the_story_finds_its_two_estates)
{
    for (auto const& small : {false, true}) {
        auto const plan = planned({.small = small});
        auto const story = std::ranges::find(plan.sub_districts, kStorySubDistrict, &SubDistrictPlan::zh);
        ASSERT_NE(story, plan.sub_districts.end());
        auto const& gate = story->committees.at(0);
        auto const& growers = story->committees.at(1);
        EXPECT_EQ(gate.zh, kGateCommittee);
        EXPECT_EQ(gate.estates.at(0).zh, kGateEstate);
        EXPECT_EQ(gate.estates.at(0).households, 1180);
        EXPECT_TRUE(gate.estates.at(0).newer_commodity());
        EXPECT_EQ(growers.zh, kGrowersCommittee);
        EXPECT_EQ(growers.estates.at(0).zh, kGrowersEstate);
    }
}

TEST(PlanRule, the_same_seed_gives_the_same_district_and_another_seed_another)
{
    auto const names = [](std::uint64_t seed) {
        std::string out;
        for (auto const& one : planned({.small = true, .seed = seed}).sub_districts)
            for (auto const& committee : one.committees)
                out += committee.code + committee.zh + std::to_string(committee.households()) + " ";
        return out;
    };
    EXPECT_EQ(names(2017), names(2017));
    EXPECT_NE(names(2017), names(2018));
}

} // namespace
} // namespace lilong::demo
