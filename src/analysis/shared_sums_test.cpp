#include "analysis/shared_sums.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lilong::analysis
{
namespace
{

// two committees, everybody, men, women; gate (binary) and a score from 1 to 3
CubeShape shape()
{
    return {.unit = Unit::person,
            .strata = 2,
            .stratum_of_cell = {0, 0, 1},
            .domains = 3,
            .items = {ItemKind::binary, ItemKind::scored},
            .paired_items = {}};
}

std::vector<CrossCell> const& cells()
{
    static std::vector<CrossCell> const all{
        {.domain = 1, .item = 0},
        {.domain = 2, .item = 0},
        {.domain = 0, .item = 1},
        {.domain = 0, .item = 1, .level = std::int8_t{1}},
        {.domain = 0, .item = 1, .level = std::int8_t{2}},
        {.domain = 0, .item = 1, .level = std::int8_t{3}},
        {.domain = 0, .item = 0, .level = {}, .weight_class = 1},
        {.domain = 0, .item = 0, .level = {}, .weight_class = 2},
        {.domain = 0, .item = 0},
    };
    return all;
}

// everybody belongs to one of the two classes
std::vector<HouseholdAnswers> some_households()
{
    std::vector<HouseholdAnswers> out;
    auto const count = *rc::gen::inRange(0, 25);
    for (std::int64_t i = 0; i < count; ++i) {
        HouseholdAnswers household{.household = i, .cell = *rc::gen::inRange(0, 3), .records = {}};
        for (int m = *rc::gen::inRange(0, 4); m > 0; --m)
            household.records.push_back(
                {*rc::gen::element<std::uint32_t>(1, 2),
                 {*rc::gen::element<std::int8_t>(0, 1, kMissing), *rc::gen::element<std::int8_t>(1, 2, 3, kNotAsked)}});
        out.push_back(std::move(household));
    }
    return out;
}

SharedSums sums_of(std::vector<HouseholdAnswers> const& households)
{
    SharedSums out{shape(), cells()};
    for (auto const& household : households) out.add(household);
    return out;
}

TEST(SharedSums, men_and_women_of_one_household_are_multiplied)
{
    SharedSums sums{shape(), cells()};
    sums.add({.household = 1, .cell = 0, .records = {{1, {1, 3}}, {1, {0, 1}}, {2, {1, 3}}}});
    EXPECT_EQ(sums.products(0, 0, 1), (Products{.aa = 2, .ab = 2, .ba = 1, .bb = 1}));
    EXPECT_EQ(sums.products(0, 1, 0), (Products{.aa = 2, .ab = 1, .ba = 2, .bb = 1}));
    EXPECT_EQ(sums.moments(0, 5), (Moments{.households = 1, .a = 3, .b = 2, .aa = 9, .ab = 6, .bb = 4})); // level 3
    EXPECT_EQ(sums.products(0, 3, 5), (Products{.aa = 9, .ab = 6, .ba = 3, .bb = 2}));
    EXPECT_EQ(sums.households(0), 1);
    EXPECT_EQ(sums.households(1), 0);
}

RC_GTEST_PROP(SharedSums, they_agree_with_the_cube_on_every_single_cell, ())
{
    auto const households = some_households();
    auto const sums = sums_of(households);
    Cube cube{shape()};
    for (auto const& household : households) cube.add(household);
    for (std::int32_t stratum = 0; stratum < 2; ++stratum)
        for (std::size_t i = 0; i < 3; ++i) {
            Moments expected;
            for (auto const cell : cube.cells_of(stratum))
                expected += cube.moments(cell, cells()[i].domain, cells()[i].item);
            RC_ASSERT(sums.moments(stratum, i) == expected);
        }
}

RC_GTEST_PROP(SharedSums, the_levels_add_up_to_the_answers_and_the_classes_to_everybody, ()) // ST-11, ST-12
{
    auto const sums = sums_of(some_households());
    for (std::int32_t stratum = 0; stratum < 2; ++stratum) {
        auto const one = sums.moments(stratum, 3), two = sums.moments(stratum, 4), three = sums.moments(stratum, 5);
        RC_ASSERT(one.b + two.b + three.b == one.a);
        RC_ASSERT(one.b + 2 * two.b + 3 * three.b == sums.moments(stratum, 2).b);
        auto const all = sums.moments(stratum, 8);
        RC_ASSERT(sums.moments(stratum, 6).b + sums.moments(stratum, 7).b == all.b);
        auto const cross = sums.products(stratum, 6, 7);
        RC_ASSERT(sums.moments(stratum, 6).bb + sums.moments(stratum, 7).bb + 2 * cross.bb == all.bb);
        RC_ASSERT(sums.moments(stratum, 6).aa + sums.moments(stratum, 7).aa + 2 * cross.aa == all.aa);
    }
}

RC_GTEST_PROP(SharedSums, order_parts_and_withdrawals_leave_the_same_integers, ()) // ST-14, ST-15
{
    auto const households = some_households();
    auto const whole = sums_of(households);
    std::vector<SharedSums> parts(2, SharedSums{shape(), cells()});
    for (auto it = households.rbegin(); it != households.rend(); ++it)
        parts[static_cast<std::size_t>(*rc::gen::inRange(0, 2))].add(*it);
    parts[1].merge(parts[0]);
    RC_ASSERT(parts[1].same_counters(whole));
    for (auto const& household : households) parts[1].add(household);
    for (auto const& household : households) parts[1].withdraw(household);
    RC_ASSERT(parts[1].same_counters(whole));
}

} // namespace
} // namespace lilong::analysis
