// Tables as large as a district's, and every pattern of several hundred small ones. Prints what it finds.
#include <chrono>

#include "disclosure/attack_test.h"

namespace lilong::disclosure
{
namespace
{

using Seconds = std::chrono::duration<double>;

void protect_a_district(Audience audience, std::int64_t most, double allowed_seconds)
{
    SeededRng rng{275};
    auto const table =
        random_table({.sub_districts = 11, .committees = 25, .groups = 8, .most = most, .weighted = true}, rng);
    auto const began = std::chrono::steady_clock::now();
    auto const published = protect(table, audience, {});
    auto const seconds = Seconds{std::chrono::steady_clock::now() - began}.count();
    ASSERT_TRUE(published);
    auto const sensitive = sensitive_of(table, audience);
    std::cout << "275 committees x 8 groups, up to " << most << " in a cell, " << name(audience) << ": "
              << table.cells().size() << " cells, " << positions(sensitive).size() << " sensitive, "
              << published->complementary() << " hidden with them, " << published->programmes() << " programmes, "
              << seconds << " s\n";
    auto const report = audit(table, positions(hidden_of(*published)), read_off(table, published->cells()));
    EXPECT_TRUE(report.findings.empty());
    EXPECT_TRUE(nothing_follows(table, hidden_of(*published), sensitive));
    EXPECT_LT(seconds, allowed_seconds);
}

TEST(ProtectSlow, a_district_of_275_committees_and_8_groups_for_the_public)
{
    protect_a_district(Audience::everybody, 600, 60);
}
TEST(ProtectSlow, a_district_of_275_committees_and_8_groups_for_analysts)
{
    protect_a_district(Audience::analyst, 200, 60);
}

TEST(ProtectSlow, three_hundred_random_tables_and_their_second_editions_give_nothing_away)
{
    int refused = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        SeededRng rng{seed};
        std::int64_t const sizes[]{4, 20, 60, 300};
        Audience const audiences[]{Audience::everybody, Audience::everybody, Audience::staff, Audience::analyst};
        auto const audience = audiences[rng.below(4)];
        auto const first = random_table({static_cast<int>(1 + rng.below(3)), static_cast<int>(1 + rng.below(4)),
                                         static_cast<int>(1 + rng.below(4)), sizes[rng.below(4)], rng.below(2) == 0},
                                        rng);
        auto const second = changed(first, static_cast<int>(rng.below(4)), rng);
        auto const before = protect(first, audience, {});
        ASSERT_TRUE(before) << seed;
        auto const after = protect(second, audience, {edition_of(first, *before)});
        if (!after) { // the attacker knows too much by now: nothing is published
            EXPECT_EQ(after.error().code, "disclosure.cannot_be_protected");
            ++refused;
            continue;
        }
        EXPECT_TRUE(nothing_follows(first, hidden_of(*before), sensitive_of(first, audience))) << seed;
        EXPECT_TRUE(audit(first, positions(hidden_of(*before)), read_off(first, before->cells())).findings.empty())
            << seed;
        EXPECT_TRUE(nothing_follows_from_both(second, *before, *after, audience)) << seed;
    }
    std::cout << refused << " of 300 second editions were refused\n";
    EXPECT_LE(refused, 15);
}

TEST(ProtectSlow, many_small_tables_are_hidden_with_at_most_half_as_much_again_as_the_least_possible)
{
    for (auto const audience : {Audience::everybody, Audience::staff}) {
        auto const rows = over_suppression(audience, 400, false), numbers = over_suppression(audience, 60, true);
        print("elimination, same district figures", audience, rows.same_district);
        print("elimination, any pattern", audience, rows.any);
        print("with audit, same district figures", audience, numbers.same_district);
        print("with audit, any pattern", audience, numbers.any);
        EXPECT_LE(rows.same_district.worst, 1.5);
        EXPECT_LE(numbers.same_district.worst, 1.5);
    }
}

TEST(ProtectSlow, no_whole_number_solution_of_a_tiny_table_fixes_a_hidden_cell)
{
    // every assignment of 0 … 20 persons to four inner cells that the print allows
    SeededRng rng{13};
    std::int64_t tables = 0, narrowest = 1000;
    while (tables < 40) {
        auto const table = random_table({1, 2, 2, 9, false}, rng);
        auto const published = protect(table, Audience::staff, {});
        ASSERT_TRUE(published);
        auto const hidden = positions(hidden_of(*published));
        if (hidden.empty()) continue;
        ++tables;
        auto const known = read_off(table, published->cells());
        std::vector<std::int64_t> lower(hidden.size(), 1000), upper(hidden.size(), -1);
        std::int64_t persons[4];
        auto const sum = [&](std::vector<std::int32_t> const& inner) {
            std::int64_t out = 0;
            for (auto const index : inner) out += persons[index];
            return out;
        };
        constexpr std::int64_t kEnd = 21;
        for (std::int64_t code = 0; code < kEnd * kEnd * kEnd * kEnd; ++code) {
            auto rest = code;
            for (auto& each : persons) each = rest % kEnd, rest /= kEnd;
            auto const possible = std::ranges::all_of(known, [&](Known const& row) {
                auto const value = static_cast<double>(sum(row.inner));
                return row.base.lower <= value && value <= row.base.upper;
            });
            if (!possible) continue;
            for (std::size_t i = 0; i < hidden.size(); ++i) {
                auto const value = sum(table.cells()[hidden[i]].inner);
                lower[i] = std::min(lower[i], value);
                upper[i] = std::max(upper[i], value);
            }
        }
        for (std::size_t i = 0; i < hidden.size(); ++i) {
            narrowest = std::min(narrowest, upper[i] - lower[i]);
            EXPECT_GE(upper[i] - lower[i], 5) << table.cells()[hidden[i]].key;
        }
    }
    std::cout << "enumerated " << tables << " tiny tables: the narrowest hidden cell can still be " << narrowest + 1
              << " different numbers\n";
}

} // namespace
} // namespace lilong::disclosure
