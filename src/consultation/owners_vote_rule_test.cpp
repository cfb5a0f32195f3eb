#include "consultation/owners_vote_rule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lilong::consultation
{
namespace
{

constexpr Ownership kAll{3'000'000, 300};

TEST(OwnersVoteRule, exactly_two_thirds_of_area_and_heads_taking_part_are_a_quorum)
{
    EXPECT_TRUE(owners_vote(Matter::general, kAll, {2'000'000, 200}, {2'000'000, 200}).quorum);
    EXPECT_FALSE(owners_vote(Matter::general, kAll, {1'999'999, 200}, {1'999'999, 200}).quorum);
    EXPECT_FALSE(owners_vote(Matter::general, kAll, {2'000'000, 199}, {2'000'000, 199}).quorum);
}

TEST(OwnersVoteRule, exactly_one_half_is_not_more_than_half_in_a_general_matter)
{
    EXPECT_FALSE(owners_vote(Matter::general, kAll, {2'000'000, 200}, {1'000'000, 101}).passed());
    EXPECT_FALSE(owners_vote(Matter::general, kAll, {2'000'000, 200}, {1'000'001, 100}).passed());
    EXPECT_TRUE(owners_vote(Matter::general, kAll, {2'000'000, 200}, {1'000'001, 101}).passed());
}

TEST(OwnersVoteRule, exactly_three_quarters_are_enough_in_a_major_matter)
{
    EXPECT_TRUE(owners_vote(Matter::major, kAll, {2'000'000, 200}, {1'500'000, 150}).passed());
    EXPECT_FALSE(owners_vote(Matter::major, kAll, {2'000'000, 200}, {1'499'999, 150}).passed());
    EXPECT_FALSE(owners_vote(Matter::major, kAll, {2'000'000, 200}, {1'500'000, 149}).passed());
}

RC_GTEST_PROP(OwnersVoteRule, one_more_owner_in_favour_never_undoes_a_vote_that_passed, (bool major))
{
    auto const matter = major ? Matter::major : Matter::general;
    Ownership const part{*rc::gen::inRange<std::int64_t>(1, 3'000'000), *rc::gen::inRange<std::int64_t>(1, 300)};
    Ownership const favour{*rc::gen::inRange<std::int64_t>(0, part.area + 1),
                           *rc::gen::inRange<std::int64_t>(0, part.heads + 1)};
    Ownership const more{favour.area + *rc::gen::inRange<std::int64_t>(0, part.area - favour.area + 1), favour.heads};
    RC_ASSERT(!owners_vote(matter, kAll, part, favour).passed() || owners_vote(matter, kAll, part, more).passed());
}

} // namespace
} // namespace lilong::consultation
