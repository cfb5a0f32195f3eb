#include "analysis/packed_columns.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace lilong::analysis
{

namespace
{

constexpr std::size_t kRowsPerBlock = 64;

std::size_t lines_for(std::size_t columns) { return (columns + kColumnsPerLine - 1) / kColumnsPerLine; }

template <typename Combine>
void combine_words(std::vector<std::vector<std::uint64_t>>& to, std::vector<std::vector<std::uint64_t>> const& from,
                   Combine combine)
{
    for (std::size_t s = 0; s < to.size(); ++s) {
        if (to[s].size() != from.at(s).size()) throw std::invalid_argument("masks of different columns");
        for (std::size_t i = 0; i < to[s].size(); ++i) to[s][i] = combine(to[s][i], from[s][i]);
    }
}

std::uint64_t bit_of(std::int32_t row) { return std::uint64_t{1} << (static_cast<std::size_t>(row) % kRowsPerBlock); }

} // namespace

RowMask& RowMask::operator&=(RowMask const& other)
{
    combine_words(words_, other.words_, [](std::uint64_t a, std::uint64_t b) { return a & b; });
    return *this;
}

RowMask& RowMask::operator|=(RowMask const& other)
{
    combine_words(words_, other.words_, [](std::uint64_t a, std::uint64_t b) { return a | b; });
    return *this;
}

RowMask& RowMask::remove(RowMask const& other)
{
    combine_words(words_, other.words_, [](std::uint64_t a, std::uint64_t b) { return a & ~b; });
    return *this;
}

PackedCounts::PackedCounts(std::int32_t strata, std::int32_t groups, std::int32_t first, std::int32_t last)
    : first_(first), strata_(static_cast<std::size_t>(strata)), groups_(static_cast<std::size_t>(groups)),
      width_((lines_for(static_cast<std::size_t>(last)) - static_cast<std::size_t>(first) / kColumnsPerLine) *
             kColumnsPerLine),
      skipped_(static_cast<std::size_t>(first) % kColumnsPerLine), counts_(strata_ * groups_ * width_)
{
}

std::int64_t PackedCounts::over_strata(std::int32_t group, std::int32_t column) const
{
    std::int64_t sum = 0;
    for (std::size_t s = 0; s < strata_; ++s) sum += at(static_cast<std::int32_t>(s), group, column);
    return sum;
}

PackedColumns::PackedColumns(std::int32_t strata, std::int32_t columns)
    : columns_(columns), lines_(lines_for(static_cast<std::size_t>(columns))), parts_(static_cast<std::size_t>(strata))
{
    if (columns < 1) throw std::invalid_argument("packed columns without a column");
}

std::int64_t PackedColumns::rows() const
{
    std::int64_t sum = 0;
    for (auto const& part : parts_) sum += part.rows;
    return sum;
}

std::size_t PackedColumns::bytes() const
{
    std::size_t lines = 0;
    for (auto const& part : parts_) lines += part.lines.capacity();
    return lines * sizeof(Line);
}

std::span<std::uint64_t const> PackedColumns::words(std::int32_t stratum) const
{
    auto const& lines = part(stratum).lines;
    if (lines.empty()) return {};
    return {lines.front().words.data(), lines.size() * kColumnsPerLine};
}

void PackedColumns::check_column(std::int32_t column) const
{
    if (column < 0 || column >= columns_) throw std::out_of_range("no such packed column");
}

void PackedColumns::write(Part& part, std::int32_t row, std::span<std::uint64_t const> bits) const
{
    if (bits.size() * 64 < static_cast<std::size_t>(columns_)) throw std::invalid_argument("one bit per column");
    auto* const block = part.lines.data() + static_cast<std::size_t>(row) / kRowsPerBlock * lines_;
    auto const own = bit_of(row);
    for (std::size_t c = 0; c < static_cast<std::size_t>(columns_); ++c) {
        auto& word = block[c / kColumnsPerLine].words[c % kColumnsPerLine];
        word = ((bits[c / 64] >> (c % 64)) & 1U) != 0 ? word | own : word & ~own;
    }
}

std::int32_t PackedColumns::append(std::int32_t stratum, std::span<std::uint64_t const> bits)
{
    auto& part = parts_.at(static_cast<std::size_t>(stratum));
    auto const row = part.rows;
    if (static_cast<std::size_t>(row) == blocks(part) * kRowsPerBlock) part.lines.resize(part.lines.size() + lines_);
    write(part, row, bits);
    ++part.rows;
    return row;
}

void PackedColumns::replace(std::int32_t stratum, std::int32_t row, std::span<std::uint64_t const> bits)
{
    auto& part = parts_.at(static_cast<std::size_t>(stratum));
    if (row < 0 || row >= part.rows) throw std::out_of_range("no such row in the packed columns");
    write(part, row, bits);
}

void PackedColumns::remove(std::int32_t stratum, std::int32_t row)
{
    auto& part = parts_.at(static_cast<std::size_t>(stratum));
    auto const last = part.rows - 1;
    if (row != last) replace(stratum, row, this->row(stratum, last));
    write(part, last, std::vector<std::uint64_t>(static_cast<std::size_t>(columns_) / 64 + 1)); // no bit beyond the end
    part.rows = last;
    if (static_cast<std::size_t>(last) % kRowsPerBlock == 0) part.lines.resize(part.lines.size() - lines_);
}

void PackedColumns::clear(std::int32_t stratum) { parts_.at(static_cast<std::size_t>(stratum)) = {}; }

void PackedColumns::reserve(std::int32_t stratum, std::int32_t rows)
{
    auto const needed = (static_cast<std::size_t>(rows) + kRowsPerBlock - 1) / kRowsPerBlock;
    parts_.at(static_cast<std::size_t>(stratum)).lines.reserve(needed * lines_);
}

bool PackedColumns::bit(std::int32_t stratum, std::int32_t row, std::int32_t column) const
{
    check_column(column);
    auto const& part = this->part(stratum);
    if (row < 0 || row >= part.rows) throw std::out_of_range("no such row in the packed columns");
    auto const c = static_cast<std::size_t>(column);
    auto const& line = part.lines[static_cast<std::size_t>(row) / kRowsPerBlock * lines_ + c / kColumnsPerLine];
    return (line.words[c % kColumnsPerLine] & bit_of(row)) != 0;
}

std::vector<std::uint64_t> PackedColumns::row(std::int32_t stratum, std::int32_t row) const
{
    std::vector<std::uint64_t> bits((static_cast<std::size_t>(columns_) + 63) / 64);
    for (std::int32_t c = 0; c < columns_; ++c)
        if (bit(stratum, row, c)) bits[static_cast<std::size_t>(c) / 64] |= std::uint64_t{1} << (c % 64);
    return bits;
}

RowMask PackedColumns::everybody() const
{
    auto mask = nobody();
    for (std::size_t s = 0; s < parts_.size(); ++s) {
        auto const rows = static_cast<std::size_t>(parts_[s].rows);
        for (std::size_t block = 0; block < mask.words_[s].size(); ++block) {
            auto const here = std::min(kRowsPerBlock, rows - block * kRowsPerBlock);
            mask.words_[s][block] = here == kRowsPerBlock ? ~std::uint64_t{0} : (std::uint64_t{1} << here) - 1;
        }
    }
    return mask;
}

RowMask PackedColumns::nobody() const
{
    RowMask mask;
    for (auto const& part : parts_) mask.words_.emplace_back(blocks(part));
    return mask;
}

RowMask PackedColumns::where(std::int32_t column) const
{
    check_column(column);
    auto mask = nobody();
    auto const c = static_cast<std::size_t>(column);
    for (std::size_t s = 0; s < parts_.size(); ++s)
        for (std::size_t block = 0; block < mask.words_[s].size(); ++block)
            mask.words_[s][block] = parts_[s].lines[block * lines_ + c / kColumnsPerLine].words[c % kColumnsPerLine];
    return mask;
}

RowMask PackedColumns::where_not(std::int32_t column) const
{
    auto mask = everybody();
    mask.remove(where(column));
    return mask;
}

void PackedColumns::let_in(RowMask& mask, std::int32_t stratum, std::int32_t row) const
{
    if (row < 0 || row >= rows(stratum)) throw std::out_of_range("no such row in the packed columns");
    mask.words_.at(static_cast<std::size_t>(stratum)).at(static_cast<std::size_t>(row) / kRowsPerBlock) |= bit_of(row);
}

std::int64_t PackedColumns::count(RowMask const& mask) const
{
    std::int64_t sum = 0;
    for (auto const& words : mask.words_)
        for (auto const word : words) sum += std::popcount(word);
    return sum;
}

PackedCounts PackedColumns::count(CountQuestion const& question) const
{
    if (question.first < 0 || question.last > columns_ || question.first > question.last)
        throw std::out_of_range("no such packed columns");
    for (auto const group : question.groups) check_column(group);
    if (question.filter && question.filter->words_.size() != parts_.size())
        throw std::invalid_argument("a mask of other columns");
    auto const groups = question.groups.size();
    PackedCounts out{strata(), static_cast<std::int32_t>(groups), question.first, question.last};
    for (std::size_t s = 0; s < parts_.size(); ++s) {
        auto const& part = parts_[s];
        auto const here = blocks(part);
        if (question.filter && question.filter->words_[s].size() != here)
            throw std::invalid_argument("a mask of other columns");
        if (here == 0 || out.width_ == 0) continue;
        count_bits({.words = part.lines.front().words.data(),
                    .stride = lines_ * kColumnsPerLine,
                    .blocks = here,
                    .first_line = static_cast<std::size_t>(question.first) / kColumnsPerLine,
                    .lines = out.width_ / kColumnsPerLine,
                    .masks = question.groups,
                    .filter = question.filter ? question.filter->words_[s].data() : nullptr,
                    .counts = out.counts_.data() + s * groups * out.width_},
                   question.way);
    }
    return out;
}

} // namespace lilong::analysis
