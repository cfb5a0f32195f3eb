// Answers as bits, for questions that no counter foresees (ST-18): one column of bits per yes, per valid answer, per
// group, per answer option; the rows of a committee lie together. Counting is AND and popcount, with the widest
// instruction this machine has; 241,332 answers to 25 items in 8 groups take a fraction of a millisecond.
//     PackedColumns columns{strata, kColumns};
//     columns.append(stratum, bits_of_row);
//     RowMask asked = columns.where(elderly); asked &= columns.where(lives_alone);
//     PackedCounts counts = columns.count({.groups = {everyone, men, women}, .first = 0, .last = 50, .filter =
//     &asked}); counts.at(stratum, 1, gate_yes)      // men of that committee, elderly and alone, who want the gate
//
// What a column means is the caller's business. A usual layout is two columns per binary item (valid; yes), one per
// option of a choice, one per group, and one that is set for every row. Reading is safe from several threads; a change
// needs the columns for itself.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/popcount_kernel.h"

namespace lilong::analysis
{

class PackedColumns;

// One bit per row of some PackedColumns: what a filter lets through.
class RowMask
{
public:
    RowMask& operator&=(RowMask const& other);
    RowMask& operator|=(RowMask const& other);
    RowMask& remove(RowMask const& other); // rows of the other are no longer in

private:
    friend class PackedColumns;
    std::vector<std::vector<std::uint64_t>> words_; // per stratum
};

// Counts of stratum × group × column.
class PackedCounts
{
public:
    PackedCounts(std::int32_t strata, std::int32_t groups, std::int32_t first, std::int32_t last);
    std::int64_t at(std::int32_t stratum, std::int32_t group, std::int32_t column) const
    {
        return counts_[index(stratum, group) + static_cast<std::size_t>(column - first_)];
    }
    // the counts of one stratum and group, column after column from `first`
    std::int64_t const* row(std::int32_t stratum, std::int32_t group) const
    {
        return counts_.data() + index(stratum, group);
    }
    std::int64_t over_strata(std::int32_t group, std::int32_t column) const;

private:
    friend class PackedColumns;
    std::size_t index(std::int32_t stratum, std::int32_t group) const
    {
        return (static_cast<std::size_t>(stratum) * groups_ + static_cast<std::size_t>(group)) * width_ + skipped_;
    }
    std::int32_t first_;
    std::size_t strata_, groups_, width_, skipped_; // counted in whole lines of eight columns
    std::vector<std::int64_t> counts_;
};

struct CountQuestion {
    std::vector<std::int32_t> groups;    // columns that make the rows of the table
    std::int32_t first = 0, last = 0;    // columns that are counted inside each group: [first, last)
    RowMask const* filter = nullptr;     // null: everybody
    PopcountWay way = widest_popcount(); // tests and benchmarks compare the others
};

class PackedColumns
{
public:
    PackedColumns(std::int32_t strata, std::int32_t columns);

    std::int32_t strata() const { return static_cast<std::int32_t>(parts_.size()); }
    std::int32_t columns() const { return columns_; }
    std::int32_t rows(std::int32_t stratum) const { return part(stratum).rows; }
    std::int64_t rows() const;
    std::size_t bytes() const;
    std::span<std::uint64_t const> words(std::int32_t stratum) const; // as they lie in memory

    // `bits` holds one bit per column, from the lowest bit of the first word on. Gives the number of the row.
    std::int32_t append(std::int32_t stratum, std::span<std::uint64_t const> bits);
    void replace(std::int32_t stratum, std::int32_t row, std::span<std::uint64_t const> bits);
    void remove(std::int32_t stratum, std::int32_t row); // the last row of the stratum takes its number
    void clear(std::int32_t stratum);
    void reserve(std::int32_t stratum, std::int32_t rows);
    bool bit(std::int32_t stratum, std::int32_t row, std::int32_t column) const;
    std::vector<std::uint64_t> row(std::int32_t stratum, std::int32_t row) const;

    RowMask everybody() const;
    RowMask nobody() const;
    RowMask where(std::int32_t column) const;
    RowMask where_not(std::int32_t column) const;
    void let_in(RowMask& mask, std::int32_t stratum, std::int32_t row) const;

    std::int64_t count(RowMask const& mask) const;
    PackedCounts count(CountQuestion const& question) const;

private:
    struct alignas(64) Line {
        std::array<std::uint64_t, kColumnsPerLine> words{};
    };
    // 64 rows make a block, the lines of a block lie together: block 0 line 0, block 0 line 1, …
    struct Part {
        std::int32_t rows = 0;
        std::vector<Line> lines;
    };
    Part const& part(std::int32_t stratum) const { return parts_.at(static_cast<std::size_t>(stratum)); }
    std::size_t blocks(Part const& part) const { return lines_ == 0 ? 0 : part.lines.size() / lines_; }
    void write(Part& part, std::int32_t row, std::span<std::uint64_t const> bits) const;
    void check_column(std::int32_t column) const;

    std::int32_t columns_;
    std::size_t lines_; // per block
    std::vector<Part> parts_;
};

} // namespace lilong::analysis
