#include "analysis/cube.h"

#include <gtest/gtest.h>
#include <limits>
#include <rapidcheck/gtest.h>

namespace lilong::analysis
{
namespace
{

// two committees; the first has two estates, the second one; everybody and the elderly; gate, lamps (paired), a score
CubeShape shape(Unit unit = Unit::household)
{
    return {.unit = unit,
            .strata = 2,
            .stratum_of_cell = {0, 0, 1},
            .domains = 2,
            .items = {ItemKind::binary, ItemKind::binary, ItemKind::scored},
            .paired_items = {0, 1}};
}

constexpr std::uint32_t kElderly = 1;

HouseholdAnswers household(std::int64_t id, std::int32_t cell, std::vector<std::int8_t> values,
                           std::uint32_t groups = 0)
{
    return {.household = id, .cell = cell, .records = {{.groups = groups, .values = std::move(values)}}};
}

std::vector<HouseholdAnswers> some_households(Unit unit)
{
    auto const count = *rc::gen::inRange(0, 30);
    std::vector<HouseholdAnswers> out;
    for (std::int64_t i = 0; i < count; ++i) {
        HouseholdAnswers h{.household = i, .cell = *rc::gen::inRange(0, 3), .records = {}};
        auto const members = unit == Unit::household ? 1 : *rc::gen::inRange(0, 4);
        for (int m = 0; m < members; ++m) {
            auto const binary = rc::gen::element<std::int8_t>(0, 1, kMissing, kNotAsked);
            auto const score = rc::gen::element<std::int8_t>(1, 2, 3, 4, 5, kMissing);
            h.records.push_back({*rc::gen::inRange<std::uint32_t>(0, 2), {*binary, *binary, *score}});
        }
        out.push_back(std::move(h));
    }
    return out;
}

Cube cube_of(CubeShape const& shape, std::vector<HouseholdAnswers> const& households)
{
    Cube cube{shape};
    for (auto const& h : households) cube.add(h);
    return cube;
}

TEST(Cube, answers_are_counted_per_estate_group_and_need_and_blanks_are_not)
{
    auto const cube = cube_of(shape(), {household(1, 0, {1, 0, 4}, kElderly), household(2, 0, {1, kMissing, 2}),
                                        household(3, 1, {0, 1, kNotAsked})});
    EXPECT_EQ(cube.households(0), 2);
    EXPECT_EQ(cube.households_in_domain(0, 1), 1);
    auto const gate = cube.moments(0, 0, 0);
    EXPECT_EQ(gate.a, 2);
    EXPECT_EQ(gate.b, 2);
    EXPECT_EQ(cube.moments(0, 0, 1).a, 1); // the blank is not a no
    EXPECT_EQ(cube.moments(0, 1, 0).a, 1);
    EXPECT_EQ(cube.moments(0, 0, 2).bb, 20);
    EXPECT_EQ(cube.moments(1, 0, 2).households, 0);
}

TEST(Cube, pairs_are_counted_where_both_needs_were_answered)
{
    auto const cube = cube_of(shape(), {household(1, 0, {1, 0, 4}), household(2, 1, {1, 1, 2}),
                                        household(3, 1, {0, 1, 2}), household(4, 1, {1, kMissing, 2})});
    EXPECT_EQ(cube.pair(0, 0, 1), (PairTable{.yes_yes = 1, .yes_no = 1, .no_yes = 1, .no_no = 0}));
    EXPECT_EQ(cube.pair(0, 1, 0), (PairTable{.yes_yes = 1, .yes_no = 1, .no_yes = 1, .no_no = 0}));
    EXPECT_EQ(cube.pair(1, 0, 1), PairTable{});
}

TEST(Cube, several_residents_of_one_household_are_summed_before_they_are_squared)
{
    HouseholdAnswers const family{
        .household = 9, .cell = 2, .records = {{kElderly, {1, 0, 5}}, {0, {1, 1, 3}}, {0, {0, 1, kMissing}}}};
    auto const cube = cube_of(shape(Unit::person), {family});
    EXPECT_EQ(cube.moments(2, 0, 0), (Moments{.households = 1, .a = 3, .b = 2, .aa = 9, .ab = 6, .bb = 4}));
    EXPECT_EQ(cube.moments(2, 0, 2), (Moments{.households = 1, .a = 2, .b = 8, .aa = 4, .ab = 16, .bb = 64}));
    EXPECT_EQ(cube.moments(2, 1, 0), (Moments{.households = 1, .a = 1, .b = 1, .aa = 1, .ab = 1, .bb = 1}));
}

TEST(Cube, a_correction_takes_the_old_answer_out_and_puts_the_new_one_in_once)
{
    auto const wrong = household(1, 0, {1, 0, 4}), right = household(1, 1, {0, 0, 5});
    auto cube = cube_of(shape(), {wrong, household(2, 0, {1, 1, 1})});
    CubeChange const correction{.number = 12, .withdrawn = wrong, .added = right};
    EXPECT_TRUE(cube.apply(correction));
    EXPECT_FALSE(cube.apply(correction)); // the same change again has no effect
    EXPECT_EQ(cube.version(), 12);
    EXPECT_TRUE(cube.same_counters(cube_of(shape(), {right, household(2, 0, {1, 1, 1})})));
}

TEST(Cube, a_household_that_does_not_fit_changes_nothing)
{
    auto cube = cube_of(shape(), {household(1, 0, {1, 0, 4})});
    auto const before = cube;
    EXPECT_THROW(cube.add(household(2, 7, {1, 0, 4})), std::out_of_range);
    EXPECT_THROW(cube.add(household(2, 0, {1, 0})), std::invalid_argument);
    EXPECT_THROW(cube.add(household(2, 0, {2, 0, 4})), std::invalid_argument);
    CubeChange const half_wrong{
        .number = 1, .withdrawn = household(1, 0, {1, 0, 4}), .added = household(1, 7, {1, 0, 4})};
    EXPECT_THROW(cube.apply(half_wrong), std::out_of_range);
    EXPECT_TRUE(cube.same_counters(before));
    EXPECT_EQ(cube.version(), 0);
}

TEST(Cube, a_counter_that_would_leave_64_bits_stops_the_count) // ST-11
{
    auto const most = std::numeric_limits<std::int64_t>::max();
    auto cube = cube_of(shape(Unit::person), {{.household = 1, .cell = 0, .records = {{0, {1, 1, 5}}}}});
    EXPECT_THROW(cube.add_counts(0, 0, 2, {.households = 0, .a = 0, .b = most}), std::overflow_error);
    EXPECT_THROW(cube.add_households(0, 0, most), std::overflow_error);
    auto one = cube_of(shape(), {household(1, 0, {1, 0, 4})});
    EXPECT_THROW(one.add_counts(0, 0, 0, {.households = 1, .a = 2, .b = 1, .aa = 4, .ab = 2, .bb = 1}),
                 std::invalid_argument); // two residents in a round where one record answers
}

RC_GTEST_PROP(Cube, adding_and_withdrawing_a_household_restores_every_counter, ())
{
    auto const unit = *rc::gen::element(Unit::household, Unit::person);
    auto const households = some_households(unit);
    auto cube = cube_of(shape(unit), households);
    auto const before = cube;
    for (auto const& h : households) cube.add(h);
    for (auto it = households.rbegin(); it != households.rend(); ++it) cube.withdraw(*it);
    RC_ASSERT(cube.same_counters(before));
}

RC_GTEST_PROP(Cube, merging_in_any_order_gives_the_same_integers_as_one_cube, ())
{
    auto const unit = *rc::gen::element(Unit::household, Unit::person);
    auto const households = some_households(unit);
    std::vector<Cube> parts(3, Cube{shape(unit)});
    for (auto const& h : households) parts[static_cast<std::size_t>(*rc::gen::inRange(0, 3))].add(h);
    auto forwards = parts[0], backwards = parts[2];
    forwards.merge(parts[1]);
    forwards.merge(parts[2]);
    backwards.merge(parts[1]);
    backwards.merge(parts[0]);
    auto const whole = cube_of(shape(unit), households);
    RC_ASSERT(forwards.same_counters(whole));
    RC_ASSERT(backwards.same_counters(whole));
}

RC_GTEST_PROP(Cube, the_counters_of_its_committees_are_the_whole_cube, ()) // ST-17
{
    auto const unit = *rc::gen::element(Unit::household, Unit::person);
    auto const cube = cube_of(shape(unit), some_households(unit));
    Cube copy{shape(unit)};
    for (std::int32_t stratum = 0; stratum < 2; ++stratum) {
        copy.set_counters(stratum, cube.counters_of(stratum));
        RC_ASSERT(copy.same_counters(cube, stratum));
    }
    RC_ASSERT(copy.same_counters(cube));
    auto too_many = cube.counters_of(0);
    too_many.push_back(0);
    RC_ASSERT_THROWS_AS(copy.set_counters(0, too_many), std::invalid_argument);
}

RC_GTEST_PROP(Cube, a_group_of_everybody_counts_like_everybody, ())
{
    auto households = some_households(Unit::person);
    for (auto& h : households)
        for (auto& record : h.records) record.groups = kElderly;
    auto const cube = cube_of(shape(Unit::person), households);
    for (std::int32_t cell = 0; cell < 3; ++cell)
        for (std::int32_t item = 0; item < 3; ++item)
            RC_ASSERT(cube.moments(cell, 0, item) == cube.moments(cell, 1, item));
}

TEST(Cube, households_of_two_rounds_are_joined_inside_their_committee)
{
    std::vector const first{household(1, 0, {1, 0, 4}), household(2, 0, {0, 0, 1}), household(3, 2, {1, 1, 1})};
    std::vector const second{household(1, 1, {1, 1, 5}), household(3, 0, {1, 1, 1}), household(4, 0, {1, 1, 1})};
    Overlap const overlap{shape(), first, second};
    // household 1 moved between estates of one committee, 3 left for another committee
    EXPECT_EQ(overlap.counts(0, 0, 1),
              (OverlapCounts{
                  .households = 1, .u1 = 0, .v1 = 1, .u2 = 1, .v2 = 1, .u1u2 = 0, .u1v2 = 0, .v1u2 = 1, .v1v2 = 1}));
    EXPECT_EQ(overlap.counts(1, 0, 1).households, 0);
}

} // namespace
} // namespace lilong::analysis
