#include "disclosure/protect.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "disclosure/attack_test.h"

namespace lilong::disclosure
{
namespace
{

Table two_by_two(std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d)
{
    Table table;
    std::int64_t const counts[]{a, b, c, d};
    for (int i = 0; i < 4; ++i)
        table.add_inner({"c" + std::to_string(i / 2) + "/g" + std::to_string(i % 2), counts[i], counts[i] / 2, 1});
    auto const add = [&](std::string key, int level, std::vector<std::int32_t> inner) {
        std::int64_t households = 0;
        for (auto const each : inner) households += counts[each];
        table.add_cell({std::move(key), level, std::move(inner), households});
    };
    add("all", 0, {0, 1, 2, 3});
    add("all/g0", 0, {0, 2});
    add("all/g1", 0, {1, 3});
    add("c0", 2, {0, 1});
    add("c1", 2, {2, 3});
    for (int i = 0; i < 4; ++i) add(table.inner()[static_cast<std::size_t>(i)].key, 2, {i});
    return table;
}

TEST(Protect, a_small_cell_takes_three_others_with_it)
{
    auto const table = two_by_two(8, 100, 90, 120);
    auto const published = protect(table, Audience::everybody, {});
    ASSERT_TRUE(published);
    EXPECT_EQ(published->hidden(), 4); // the cell and the three that would give it away by subtraction
    EXPECT_EQ(published->complementary(), 3);
    ASSERT_TRUE(published->cell("c0"));
    EXPECT_FALSE(published->cell("c0/g0")->figure);
    EXPECT_EQ(published->cell("c0")->figure->base, 110); // 108
    EXPECT_EQ(published->cell("c0")->figure->percent, 50);
    EXPECT_FALSE(published->cell("c0")->figure->yes);
}

TEST(Protect, a_table_without_small_cells_is_shown_whole)
{
    auto const published = protect(two_by_two(80, 100, 90, 120), Audience::everybody, {});
    ASSERT_TRUE(published);
    EXPECT_EQ(published->hidden(), 0);
}

TEST(Protect, staff_see_counts_that_the_public_does_not)
{
    auto const table = two_by_two(8, 100, 90, 120);
    auto const published = protect(table, Audience::staff, {});
    ASSERT_TRUE(published);
    EXPECT_EQ(published->hidden(), 0);
    EXPECT_EQ(published->cell("c0/g0")->figure->yes, 4);
}

TEST(Protect, a_table_that_gives_its_only_secret_away_is_hidden_whole_or_refused)
{
    Table table; // one committee of one district: the same eight households
    table.add_inner({"c0", 8, 4, 1});
    table.add_cell({"district", 0, {0}, 8});
    table.add_cell({"c0", 2, {0}, 8});
    auto const published = protect(table, Audience::everybody, {});
    ASSERT_TRUE(published);
    EXPECT_EQ(published->hidden(), 2);
}

TEST(Protect, the_same_table_gives_the_same_pattern_in_any_order_of_its_cells)
{
    SeededRng rng{20261124};
    for (int round = 0; round < 5; ++round) {
        auto const table = random_table({.sub_districts = 2, .committees = 2, .groups = 3, .most = 60}, rng);
        Table turned;
        for (auto inner = table.inner().rbegin(); inner != table.inner().rend(); ++inner) turned.add_inner(*inner);
        for (auto cell = table.cells().rbegin(); cell != table.cells().rend(); ++cell) {
            auto copy = *cell;
            for (auto& index : copy.inner) index = static_cast<std::int32_t>(table.inner().size()) - 1 - index;
            turned.add_cell(std::move(copy));
        }
        auto const sensitive = sensitive_of(table, Audience::everybody);
        auto const none = std::vector<bool>(sensitive.size(), false);
        auto const pattern = suppress(table, {sensitive, none, {}});
        auto const again = suppress(turned, {sensitive_of(turned, Audience::everybody), none, {}});
        for (std::size_t cell = 0; cell < sensitive.size(); ++cell)
            EXPECT_EQ(pattern.hidden[cell], again.hidden[sensitive.size() - 1 - cell]);
        auto const one = protect(table, Audience::everybody, {}), two = protect(table, Audience::everybody, {});
        ASSERT_TRUE(one && two);
        EXPECT_EQ(hidden_of(*one), hidden_of(*two));
    }
}

// S-21: nothing hidden can be computed or narrowed down, for every audience.
RC_GTEST_PROP(Protect, no_hidden_cell_of_a_random_table_is_recovered, ())
{
    SeededRng rng{*rc::gen::arbitrary<std::uint64_t>()};
    auto const most = *rc::gen::element<std::int64_t>(4, 20, 60, 300);
    TableShape const shape{1, *rc::gen::inRange(1, 4), *rc::gen::inRange(1, 3), most, *rc::gen::arbitrary<bool>()};
    auto const audience = *rc::gen::element(Audience::staff, Audience::analyst, Audience::everybody);
    auto const table = random_table(shape, rng);
    auto const published = protect(table, audience, {});
    RC_ASSERT(published.has_value());
    auto const hidden = hidden_of(*published);
    RC_ASSERT(nothing_follows(table, hidden, sensitive_of(table, audience)));
    for (std::size_t cell = 0; cell < hidden.size(); ++cell)
        if (is_sensitive(table.counts(cell), audience)) RC_ASSERT(hidden[cell]);
    auto const report = audit(table, positions(hidden), read_off(table, published->cells()));
    RC_ASSERT(report.findings.empty() && !report.impossible);
}

// S-21: two editions together are as closed as one. Between them some answers came in or were corrected.
RC_GTEST_PROP(Protect, two_editions_together_betray_nothing_that_was_hidden_in_both, ())
{
    SeededRng rng{*rc::gen::arbitrary<std::uint64_t>()};
    auto const first = random_table(
        {1, *rc::gen::inRange(1, 4), 2, *rc::gen::element<std::int64_t>(30, 80, 300), *rc::gen::arbitrary<bool>()},
        rng);
    auto const before = protect(first, Audience::everybody, {});
    RC_ASSERT(before.has_value());
    auto const second = changed(first, *rc::gen::inRange(0, 4), rng);
    auto const after = protect(second, Audience::everybody, {edition_of(first, *before)});
    if (!after) return; // refused: nothing is published that could betray anything
    RC_ASSERT(nothing_follows_from_both(second, *before, *after, Audience::everybody));
}

TEST(Protect, a_cell_in_which_one_answer_came_later_says_what_it_said_before) // ST-86
{
    auto const first = two_by_two(80, 100, 90, 120);
    auto const before = protect(first, Audience::everybody, {});
    ASSERT_TRUE(before);
    auto const second = two_by_two(84, 100, 90, 120); // 270 -> 274: rounding alone would say 270, then 275
    auto const after = protect(second, Audience::everybody, {edition_of(first, *before)});
    ASSERT_TRUE(after);
    for (std::size_t cell = 0; cell < before->cells().size(); ++cell)
        EXPECT_EQ(after->cells()[cell].figure, before->cells()[cell].figure);
    auto const third = protect(two_by_two(110, 100, 90, 120), Audience::everybody, {edition_of(first, *before)});
    ASSERT_TRUE(third);
    EXPECT_EQ(third->cell("c0/g0")->figure->base, 110);
    EXPECT_EQ(third->cell("c1")->figure->base, before->cell("c1")->figure->base);
}

TEST(Protect, an_edition_by_other_borders_is_attacked_together_with_the_earlier_one)
{
    // Four committees; the border between two sub-districts moves by one small committee.
    std::int64_t const persons[]{300, 20, 280, 310};
    auto const districts = [&](std::vector<std::int32_t> north, std::vector<std::int32_t> south) {
        Table table;
        for (int i = 0; i < 4; ++i) table.add_inner({"c" + std::to_string(i), persons[i], persons[i] / 2, 1});
        auto const add = [&](std::string key, std::vector<std::int32_t> inner) {
            std::int64_t households = 0;
            for (auto const each : inner) households += persons[each];
            table.add_cell({std::move(key), 1, std::move(inner), households});
        };
        add("north", std::move(north));
        add("south", std::move(south));
        for (int i = 0; i < 4; ++i) table.add_cell({"c" + std::to_string(i), 2, {i}, persons[i]});
        return table;
    };
    auto const first = districts({0, 1}, {2, 3});
    auto const before = protect(first, Audience::everybody, {});
    ASSERT_TRUE(before);
    EXPECT_FALSE(before->cell("c1")->figure);
    auto const second = districts({0}, {1, 2, 3});
    auto const after = protect(second, Audience::everybody, {edition_of(first, *before)});
    ASSERT_TRUE(after);
    // c0 alone is now "north": with the earlier north of c0 and c1 it would give c1 away
    EXPECT_FALSE(after->cell("north")->figure);
    EXPECT_FALSE(after->cell("c1")->figure);
}

TEST(OverSuppression, hides_at_most_half_as_much_again_as_the_least_possible) // more tables: protect_slow_test
{
    for (auto const audience : {Audience::everybody, Audience::staff}) {
        EXPECT_LE(over_suppression(audience, 20, false).same_district.worst, 1.5);
        EXPECT_LE(over_suppression(audience, 1, true).same_district.worst, 1.5);
    }
}

} // namespace
} // namespace lilong::disclosure
