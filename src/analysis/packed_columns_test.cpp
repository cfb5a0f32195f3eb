#include "analysis/packed_columns.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/chance.h"

namespace lilong::analysis
{
namespace
{

struct Rows {
    std::int32_t strata = 0, columns = 0;
    std::vector<std::vector<std::vector<bool>>> bits; // stratum, row, column
};

std::vector<std::uint64_t> words_of(std::vector<bool> const& row)
{
    std::vector<std::uint64_t> out((row.size() + 63) / 64);
    for (std::size_t c = 0; c < row.size(); ++c)
        if (row[c]) out[c / 64] |= std::uint64_t{1} << (c % 64);
    return out;
}

Rows some_rows(std::uint64_t seed, std::uint64_t most = 200)
{
    SeededRng rng{seed};
    Rows out{.strata = static_cast<std::int32_t>(rng.below(4)) + 1,
             .columns = static_cast<std::int32_t>(rng.below(90)) + 3,
             .bits = {}};
    for (std::int32_t s = 0; s < out.strata; ++s) {
        out.bits.emplace_back(rng.below(5) == 0 ? 0 : rng.below(most));
        for (auto& row : out.bits.back())
            for (std::int32_t c = 0; c < out.columns; ++c) row.push_back(rng.below(10) < 4);
    }
    return out;
}

PackedColumns packed(Rows const& rows)
{
    PackedColumns out{rows.strata, rows.columns};
    for (std::int32_t s = 0; s < rows.strata; ++s)
        for (auto const& row : rows.bits[static_cast<std::size_t>(s)]) out.append(s, words_of(row));
    return out;
}

std::int64_t counted(Rows const& rows, std::int32_t stratum, std::int32_t group, std::int32_t column,
                     std::int32_t filter)
{
    std::int64_t n = 0;
    for (auto const& row : rows.bits[static_cast<std::size_t>(stratum)])
        n += row[static_cast<std::size_t>(group)] && row[static_cast<std::size_t>(column)] &&
             (filter < 0 || row[static_cast<std::size_t>(filter)]);
    return n;
}

TEST(PackedColumns, every_instruction_counts_what_a_loop_over_rows_counts)
{
    for (std::uint64_t seed = 0; seed < 12; ++seed) {
        auto const rows = some_rows(seed, seed % 2 == 0 ? 200 : 2'500);
        auto const columns = packed(rows);
        auto const filter = columns.where(2);
        auto const first = static_cast<std::int32_t>(seed) % rows.columns;
        std::vector<std::int32_t> groups;
        for (std::int32_t g = 0; g <= static_cast<std::int32_t>(seed); ++g) groups.push_back(g % rows.columns);
        for (auto const way : possible_popcounts())
            for (auto const* mask : {static_cast<RowMask const*>(nullptr), &filter}) {
                auto const counts =
                    columns.count({.groups = groups, .first = first, .last = rows.columns, .filter = mask, .way = way});
                for (std::int32_t s = 0; s < rows.strata; ++s)
                    for (std::size_t g = 0; g < groups.size(); ++g)
                        for (auto c = first; c < rows.columns; ++c)
                            ASSERT_EQ(counts.at(s, static_cast<std::int32_t>(g), c),
                                      counted(rows, s, groups[g], c, mask ? 2 : -1))
                                << name(way) << " seed " << seed;
            }
    }
}

RC_GTEST_PROP(PackedColumns, a_filter_is_the_same_as_looking_at_that_group, (std::uint64_t seed))
{
    auto const columns = packed(some_rows(seed));
    auto const filter = columns.where(1);
    auto const filtered = columns.count({.groups = {0}, .first = 2, .last = 3, .filter = &filter});
    auto const both = columns.where(0);
    auto const grouped = columns.count({.groups = {1}, .first = 2, .last = 3, .filter = &both});
    for (std::int32_t s = 0; s < columns.strata(); ++s) RC_ASSERT(filtered.at(s, 0, 2) == grouped.at(s, 0, 2));
}

RC_GTEST_PROP(PackedColumns, those_with_and_those_without_are_everybody, (std::uint64_t seed))
{
    auto const columns = packed(some_rows(seed));
    RC_ASSERT(columns.count(columns.where(0)) + columns.count(columns.where_not(0)) == columns.rows());
    auto all = columns.where(0);
    all |= columns.where_not(0);
    RC_ASSERT(columns.count(all) == columns.count(columns.everybody()));
    all.remove(columns.everybody());
    RC_ASSERT(columns.count(all) == 0);
}

RC_GTEST_PROP(PackedColumns, a_row_that_is_removed_leaves_the_others_as_they_were, (std::uint64_t seed))
{
    auto const rows = some_rows(seed);
    auto columns = packed(rows);
    auto const before = columns.count({.groups = {0, 1}, .first = 0, .last = rows.columns});
    for (std::int32_t s = 0; s < rows.strata; ++s) {
        std::vector<bool> const full(static_cast<std::size_t>(rows.columns), true);
        auto const extra = columns.append(s, words_of(full));
        RC_ASSERT(columns.bit(s, extra, rows.columns - 1));
        if (extra > 0) { // put it in the middle, take it out again: the last row moves into its place
            auto const moved = columns.row(s, 0);
            columns.replace(s, 0, words_of(full));
            columns.replace(s, extra, moved);
            columns.remove(s, 0);
        } else {
            columns.remove(s, extra);
        }
    }
    auto const after = columns.count({.groups = {0, 1}, .first = 0, .last = rows.columns});
    for (std::int32_t s = 0; s < rows.strata; ++s) {
        RC_ASSERT(columns.rows(s) == static_cast<std::int32_t>(rows.bits[static_cast<std::size_t>(s)].size()));
        for (std::int32_t c = 0; c < rows.columns; ++c)
            for (std::int32_t g = 0; g < 2; ++g) RC_ASSERT(before.at(s, g, c) == after.at(s, g, c));
    }
}

TEST(PackedColumns, one_household_can_be_let_through_by_hand)
{
    PackedColumns columns{2, 3};
    std::vector<std::uint64_t> const yes{0b101}, no{0b001};
    columns.append(0, no);
    columns.append(1, no);
    auto const second = columns.append(1, yes);
    auto mask = columns.nobody();
    columns.let_in(mask, 1, second);
    auto const counts = columns.count({.groups = {0}, .first = 2, .last = 3, .filter = &mask});
    EXPECT_EQ(counts.over_strata(0, 2), 1);
    EXPECT_EQ(counts.at(0, 0, 2), 0);
}

TEST(PackedColumns, a_mask_of_other_columns_is_not_taken_for_these)
{
    PackedColumns columns{1, 3}, other{2, 3};
    std::vector<std::uint64_t> const bits{1};
    columns.append(0, bits);
    auto const mask = other.everybody();
    EXPECT_THROW(columns.count({.groups = {0}, .first = 0, .last = 3, .filter = &mask}), std::invalid_argument);
    EXPECT_THROW(columns.count({.groups = {3}, .first = 0, .last = 3}), std::out_of_range);
    EXPECT_THROW(columns.append(0, {}), std::invalid_argument);
}

} // namespace
} // namespace lilong::analysis
