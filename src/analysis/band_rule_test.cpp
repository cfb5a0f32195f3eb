#include "analysis/band_rule.h"

#include <cmath>
#include <gtest/gtest.h>

namespace lilong::analysis
{
namespace
{

Estimate typical_committee(double f)
{
    Estimate share;
    share.value = 0.3;
    share.lower = 0.2814;
    share.upper = 0.3186;
    share.f = f;
    return share;
}

TEST(BandRule, those_who_did_not_answer_widen_the_band_by_their_number_times_the_assumed_gap)
{
    auto const bands = bands_of(typical_committee(0.62));
    EXPECT_NEAR(bands.nonresponse.upper - 0.3, 0.0186 + 0.38 * 0.10, 1e-12);
    EXPECT_NEAR(0.3 - bands.nonresponse.lower, 0.0186 + 0.38 * 0.10, 1e-12);
    EXPECT_FALSE(bands.worst_case);
}

TEST(BandRule, the_worst_case_is_shown_once_four_of_five_have_answered)
{
    auto const bands = bands_of(typical_committee(0.9));
    ASSERT_TRUE(bands.worst_case);
    EXPECT_NEAR(bands.worst_case->lower, 0.27, 1e-12);
    EXPECT_NEAR(bands.worst_case->upper, 0.37, 1e-12);
}

TEST(BandRule, late_respondents_set_the_gap_when_there_are_a_hundred_of_them)
{
    EXPECT_DOUBLE_EQ(nonresponse_gap(0.3, 0.5, 99), 0.10);
    EXPECT_NEAR(nonresponse_gap(0.3, 0.5, 100), 0.20, 1e-12);
    EXPECT_DOUBLE_EQ(nonresponse_gap(0.3, 0.31, 400), 0.05);
}

// ST-44 and the by-hand table (Meng 2018)
TEST(BandRule, a_slight_correlation_of_answering_and_needing_makes_a_large_sample_small)
{
    EXPECT_EQ(std::lround(equivalent_sample(0.62, 0.005)), 65263);
    EXPECT_EQ(std::lround(equivalent_sample(0.62, 0.02)), 4079);
    EXPECT_EQ(std::lround(equivalent_sample(0.62, 0.05)), 653);
    EXPECT_EQ(std::lround(equivalent_sample(0.01, 0.005)), 404);
}

} // namespace
} // namespace lilong::analysis
