#include "analysis/presentation_rule.h"

#include <gtest/gtest.h>

namespace lilong::analysis
{
namespace
{

ShareFacts simple_sample(double share, std::int64_t n, double f)
{
    auto const m = static_cast<double>(n - 1);
    return {.share = share,
            .variance = (1 - f) * share * (1 - share) / m,
            .df = m,
            .n = n,
            .n_psu = n,
            .f = f,
            .unseen = f < 1};
}

TEST(PresentationRule, a_typical_committee_is_shown)
{
    auto const shown = presentation_of_share(simple_sample(0.3, 877, 877.0 / 1415));
    EXPECT_FALSE(shown.insufficient);
    EXPECT_FALSE(shown.review);
}

TEST(PresentationRule, fewer_than_thirty_answers_are_too_few)
{
    EXPECT_TRUE(presentation_of_share(simple_sample(0.5, 29, 0.1)).insufficient);
    EXPECT_TRUE(presentation_of_number(29, 0.1, 28).insufficient);
    EXPECT_FALSE(presentation_of_number(30, 0.1, 29).insufficient);
}

TEST(PresentationRule, a_small_committee_counted_completely_is_reliable)
{
    EXPECT_FALSE(presentation_of_share(simple_sample(0.5, 20, 1)).insufficient);
    EXPECT_FALSE(presentation_of_share(simple_sample(0.5, 28, 0.95)).insufficient);
}

TEST(PresentationRule, an_interval_of_thirty_points_or_wider_than_the_share_allows_is_insufficient)
{
    EXPECT_TRUE(presentation_of_share(simple_sample(0.5, 40, 0)).insufficient);     // width .32
    EXPECT_FALSE(presentation_of_share(simple_sample(0.5, 60, 0)).insufficient);    // width .26
    EXPECT_TRUE(presentation_of_share(simple_sample(0.02, 100, 0)).insufficient);   // width over 130 % of 2 %
    EXPECT_FALSE(presentation_of_share(simple_sample(0.01, 2000, 0)).insufficient); // width below 5 points
}

TEST(PresentationRule, few_degrees_of_freedom_ask_for_review)
{
    ShareFacts facts = simple_sample(0.5, 400, 0);
    facts.df = 7;
    EXPECT_TRUE(presentation_of_share(facts).review);
}

TEST(PresentationRule, nobody_answering_is_insufficient) { EXPECT_TRUE(presentation_of_share({}).insufficient); }

} // namespace
} // namespace lilong::analysis
