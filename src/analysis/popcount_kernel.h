// The inner loop of counting bits: for each mask and each column, how many rows have both. One portable way and three
// for instructions that a processor may have; which one is asked at run time (ST-18), so one program runs everywhere.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace lilong::analysis
{

inline constexpr std::size_t kColumnsPerLine = 8; // 64 bytes

enum class PopcountWay { portable, popcnt, avx2, avx512 };
std::string_view name(PopcountWay way);
PopcountWay widest_popcount();
std::vector<PopcountWay> possible_popcounts(); // on this machine, widest last

struct PopcountTask {
    std::uint64_t const* columns = nullptr; // first line to count of block 0, aligned to 64 bytes
    std::size_t stride = 0;                 // words from a block to the next
    std::size_t lines = 0;                  // lines counted in each block
    std::uint64_t const* masks = nullptr;   // [block][mask]
    std::size_t mask_count = 0;
    std::size_t blocks = 0;
    std::int64_t* counts = nullptr; // [mask][lines * 8], added to
};

void count_bits(PopcountTask const& task, PopcountWay way);

} // namespace lilong::analysis
