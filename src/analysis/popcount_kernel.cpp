#include "analysis/popcount_kernel.h"

#include <algorithm>
#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace lilong::analysis
{

namespace
{

// Blocks are counted in tiles that stay in the first cache while every mask passes over them. A byte takes the counts
// of at most 31 words.
constexpr std::size_t kTile = 31;

PopcountTask tile_of(PopcountTask const& task, std::size_t first)
{
    auto tile = task;
    tile.columns += first * task.stride;
    tile.masks += first * task.mask_count;
    tile.blocks = std::min(kTile, task.blocks - first);
    return tile;
}

inline __attribute__((always_inline)) void count_words(PopcountTask const& t)
{
    auto const width = t.lines * kColumnsPerLine;
    for (std::size_t block = 0; block < t.blocks; ++block) {
        auto const* const columns = t.columns + block * t.stride;
        for (std::size_t m = 0; m < t.mask_count; ++m) {
            auto const mask = t.masks[block * t.mask_count + m];
            if (mask == 0) continue;
            auto* const counts = t.counts + m * width;
            for (std::size_t c = 0; c < width; ++c) counts[c] += __builtin_popcountll(columns[c] & mask);
        }
    }
}

void count_portable(PopcountTask const& tile) { count_words(tile); }

#if defined(__x86_64__)

__attribute__((target("popcnt"))) void count_popcnt(PopcountTask const& tile) { count_words(tile); }

// Four bits at a time from a table of sixteen, sums in bytes until the tile ends (Mula, Kurz & Lemire 2018).
template <std::size_t Masks>
__attribute__((target("avx2"))) void count_line_avx2(PopcountTask const& t, std::size_t line, std::size_t first)
{
    auto const table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2,
                                        3, 2, 3, 3, 4);
    auto const low = _mm256_set1_epi8(0x0F);
    __m256i sums[Masks][2];
    for (auto& sum : sums) sum[0] = sum[1] = _mm256_setzero_si256();
    for (std::size_t block = 0; block < t.blocks; ++block) {
        auto const* const at = t.columns + block * t.stride + line * kColumnsPerLine;
        __m256i const halves[2] = {_mm256_load_si256(reinterpret_cast<__m256i const*>(at)),
                                   _mm256_load_si256(reinterpret_cast<__m256i const*>(at + 4))};
        for (std::size_t m = 0; m < Masks; ++m) {
            auto const mask = _mm256_set1_epi64x(static_cast<long long>(t.masks[block * t.mask_count + first + m]));
            for (std::size_t half = 0; half < 2; ++half) {
                auto const bits = _mm256_and_si256(halves[half], mask);
                auto const ones = _mm256_shuffle_epi8(table, _mm256_and_si256(bits, low));
                auto const more = _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(bits, 4), low));
                sums[m][half] = _mm256_add_epi8(sums[m][half], _mm256_add_epi8(ones, more));
            }
        }
    }
    for (std::size_t m = 0; m < Masks; ++m) {
        auto* const counts = t.counts + (first + m) * t.lines * kColumnsPerLine + line * kColumnsPerLine;
        for (std::size_t half = 0; half < 2; ++half) {
            auto* const to = reinterpret_cast<__m256i*>(counts + half * 4);
            auto const words = _mm256_sad_epu8(sums[m][half], _mm256_setzero_si256());
            _mm256_storeu_si256(to, _mm256_add_epi64(_mm256_loadu_si256(to), words));
        }
    }
}

__attribute__((target("avx2"))) void count_avx2(PopcountTask const& tile)
{
    for (std::size_t line = 0; line < tile.lines; ++line) {
        std::size_t m = 0;
        for (; m + 4 <= tile.mask_count; m += 4) count_line_avx2<4>(tile, line, m);
        for (; m < tile.mask_count; ++m) count_line_avx2<1>(tile, line, m);
    }
}

template <std::size_t Lines, std::size_t Masks>
__attribute__((target("avx512f,avx512vpopcntdq"))) void count_lines_avx512(PopcountTask const& t, std::size_t line,
                                                                           std::size_t first)
{
    __m512i sums[Masks][Lines];
    for (auto& row : sums)
        for (auto& sum : row) sum = _mm512_setzero_si512();
    for (std::size_t block = 0; block < t.blocks; ++block) {
        auto const* const at = t.columns + block * t.stride + line * kColumnsPerLine;
        __m512i columns[Lines];
        for (std::size_t l = 0; l < Lines; ++l) columns[l] = _mm512_load_si512(at + l * kColumnsPerLine);
        for (std::size_t m = 0; m < Masks; ++m) {
            auto const mask = _mm512_set1_epi64(static_cast<long long>(t.masks[block * t.mask_count + first + m]));
            for (std::size_t l = 0; l < Lines; ++l)
                sums[m][l] = _mm512_add_epi64(sums[m][l], _mm512_popcnt_epi64(_mm512_and_si512(columns[l], mask)));
        }
    }
    for (std::size_t m = 0; m < Masks; ++m)
        for (std::size_t l = 0; l < Lines; ++l) {
            auto* const to = t.counts + ((first + m) * t.lines + line + l) * kColumnsPerLine;
            _mm512_storeu_si512(to, _mm512_add_epi64(_mm512_loadu_si512(to), sums[m][l]));
        }
}

template <std::size_t Lines>
__attribute__((target("avx512f,avx512vpopcntdq"))) void count_masks_avx512(PopcountTask const& t, std::size_t line)
{
    std::size_t m = 0;
    for (; m + 4 <= t.mask_count; m += 4) count_lines_avx512<Lines, 4>(t, line, m);
    for (; m < t.mask_count; ++m) count_lines_avx512<Lines, 1>(t, line, m);
}

__attribute__((target("avx512f,avx512vpopcntdq"))) void count_avx512(PopcountTask const& tile)
{
    std::size_t line = 0;
    for (; line + 4 <= tile.lines; line += 4) count_masks_avx512<4>(tile, line);
    for (; line + 2 <= tile.lines; line += 2) count_masks_avx512<2>(tile, line);
    for (; line < tile.lines; ++line) count_masks_avx512<1>(tile, line);
}

#endif

} // namespace

std::string_view name(PopcountWay way)
{
    constexpr std::string_view names[]{"portable", "popcnt", "avx2", "avx512"};
    return names[static_cast<int>(way)];
}

std::vector<PopcountWay> possible_popcounts()
{
    std::vector<PopcountWay> out{PopcountWay::portable};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("popcnt")) out.push_back(PopcountWay::popcnt);
    if (__builtin_cpu_supports("avx2")) out.push_back(PopcountWay::avx2);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vpopcntdq"))
        out.push_back(PopcountWay::avx512);
#endif
    return out;
}

PopcountWay widest_popcount()
{
    static auto const widest = possible_popcounts().back();
    return widest;
}

void count_bits(PopcountTask const& task, PopcountWay way)
{
    for (std::size_t block = 0; block < task.blocks; block += kTile) {
        auto const tile = tile_of(task, block);
        switch (way) {
#if defined(__x86_64__)
        case PopcountWay::avx512:
            count_avx512(tile);
            break;
        case PopcountWay::avx2:
            count_avx2(tile);
            break;
        case PopcountWay::popcnt:
            count_popcnt(tile);
            break;
#endif
        default:
            count_portable(tile);
        }
    }
}

} // namespace lilong::analysis
