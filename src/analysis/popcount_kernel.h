// The inner loop of counting bits: for each mask and each column, how many rows have both. One portable way and three
// for instructions that a processor may have; which one is asked at run time (ST-18), so one program runs everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace lilong::analysis
{

inline constexpr std::size_t kColumnsPerLine = 8; // 64 bytes

enum class PopcountWay { portable, popcnt, avx2, avx512 };
std::string_view name(PopcountWay way);
PopcountWay widest_popcount();
std::vector<PopcountWay> possible_popcounts(); // on this machine, widest last

// Rows stand in blocks of 64, the words of a block's columns together.
struct PopcountTask {
    std::uint64_t const* words = nullptr; // of block 0, aligned to 64 bytes
    std::size_t stride = 0;               // words from a block to the next: whole lines
    std::size_t blocks = 0;
    std::size_t first_line = 0, lines = 0; // counted in each block
    std::span<std::int32_t const> masks;   // columns
    std::uint64_t const* filter = nullptr; // a word per block that narrows every mask; null: none
    std::int64_t* counts = nullptr;        // [mask][lines * 8], added to
};

void count_bits(PopcountTask const& task, PopcountWay way);

} // namespace lilong::analysis
