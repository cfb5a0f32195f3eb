#include "survey/response_rate_rule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lilong::survey
{
namespace
{

TEST(ResponseRateRule, the_case_worked_by_hand) // ST-94
{
    DispositionCounts const counts{600, 20, 80, 150, 10, 100, 40, 0};
    auto const rates = response_rates(counts, 0.5);
    EXPECT_NEAR(rates.rr1.value(), 0.6, 1e-12);
    EXPECT_NEAR(rates.rr2.value(), 0.62, 1e-12);
    EXPECT_NEAR(rates.rr3.value(), 0.645161, 1e-6);
    EXPECT_NEAR(rates.rr5.value(), 0.697674, 1e-6);
    EXPECT_NEAR(rates.coop1.value(), 0.845070, 1e-6);
    EXPECT_NEAR(rates.ref1.value(), 0.08, 1e-12);
    EXPECT_NEAR(rates.con1.value(), 0.71, 1e-12);
}

TEST(ResponseRateRule, without_households_there_is_no_rate_instead_of_a_zero)
{
    auto const rates = response_rates({}, 1);
    EXPECT_FALSE(rates.rr1);
    EXPECT_FALSE(rates.coop1);
    EXPECT_EQ(eligible_share({}), 1);
}

TEST(ResponseRateRule, vacant_dwellings_lower_the_share_thought_eligible)
{
    EXPECT_DOUBLE_EQ(eligible_share({60, 0, 20, 0, 0, 5, 0, 20}), 0.8);
}

RC_GTEST_PROP(ResponseRateRule, the_rates_stand_in_their_order, ())
{
    auto const some = [] { return static_cast<std::int64_t>(*rc::gen::inRange(0, 1000)); };
    DispositionCounts const counts{some() + 1, some(), some(), some(), some(), some(), some(), some()};
    auto const rates = response_rates(counts, eligible_share(counts));
    RC_ASSERT(*rates.rr1 <= *rates.rr3);
    RC_ASSERT(*rates.rr3 <= *rates.rr5);
    RC_ASSERT(*rates.rr5 <= *rates.rr6);
    RC_ASSERT(*rates.rr6 <= 1.0);
    RC_ASSERT(*rates.rr1 <= *rates.rr2);
}

TEST(DispositionRule, a_completed_interview_outlives_a_later_refusal) // CO-96
{
    using enum Disposition;
    std::vector<Disposition> const visits{nobody_home, complete, refused_person};
    EXPECT_EQ(final_disposition(visits), complete);
}

TEST(DispositionRule, within_a_class_the_latest_visit_counts)
{
    using enum Disposition;
    EXPECT_EQ(final_disposition(std::vector{building_no_entry, nobody_home}), nobody_home);
    EXPECT_EQ(final_disposition(std::vector{unsafe, eligibility_unknown}), eligibility_unknown);
    EXPECT_EQ(final_disposition(std::vector{refused_household, nobody_home}), refused_household);
    EXPECT_EQ(final_disposition(std::vector{refused_household, vacant}), vacant);
}

TEST(DispositionRule, a_door_without_a_visit_was_not_attempted)
{
    EXPECT_EQ(final_disposition({}), Disposition::not_attempted);
}

TEST(DispositionRule, every_disposition_has_its_own_place_word_and_code)
{
    std::set<std::string_view> codes;
    for (auto const& entry : dispositions()) {
        EXPECT_EQ(disposition_of(entry.name), entry.disposition);
        EXPECT_EQ(name(entry.disposition), entry.name);
        EXPECT_TRUE(codes.insert(entry.aapor).second);
    }
    EXPECT_EQ(dispositions().size(), 21u);
}

} // namespace
} // namespace lilong::survey
