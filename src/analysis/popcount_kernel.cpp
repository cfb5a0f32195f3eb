#include "analysis/popcount_kernel.h"

#include <algorithm>
#include <utility>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace lilong::analysis
{

namespace
{

// Blocks are counted in tiles that stay in the first cache while every mask passes over them. Where sums are bytes, a
// byte takes the counts of at most 31 words.
constexpr std::size_t kTile = 31;

struct Tile {
    std::uint64_t const* columns = nullptr; // first line to count
    std::size_t stride = 0, blocks = 0, lines = 0;
    std::uint64_t const* masks = nullptr; // [block][mask]
    std::size_t mask_count = 0;
    std::int64_t* counts = nullptr;
    std::size_t ahead = 0; // words to the tile after this one; 0: this is the last
};

inline __attribute__((always_inline)) void count_words(Tile const& t)
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

void count_portable(Tile const& tile) { count_words(tile); }

#if defined(__x86_64__)

__attribute__((target("popcnt"))) void count_popcnt(Tile const& tile) { count_words(tile); }

// Four bits at a time from a table of sixteen, sums in bytes until the tile ends (Mula, Kurz & Lemire 2018).
template <std::size_t Masks>
__attribute__((target("avx2"))) void count_line_avx2(Tile const& t, std::size_t line, std::size_t first)
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
        _Pragma("GCC unroll 8") for (std::size_t m = 0; m < Masks; ++m)
        {
            auto const mask = _mm256_set1_epi64x(static_cast<long long>(t.masks[block * t.mask_count + first + m]));
            _Pragma("GCC unroll 8") for (std::size_t half = 0; half < 2; ++half)
            {
                auto const bits = _mm256_and_si256(halves[half], mask);
                auto const ones = _mm256_shuffle_epi8(table, _mm256_and_si256(bits, low));
                auto const more = _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(bits, 4), low));
                sums[m][half] = _mm256_add_epi8(sums[m][half], _mm256_add_epi8(ones, more));
            }
        }
    }
    _Pragma("GCC unroll 8") for (std::size_t m = 0; m < Masks; ++m)
    {
        auto* const counts = t.counts + (first + m) * t.lines * kColumnsPerLine + line * kColumnsPerLine;
        _Pragma("GCC unroll 8") for (std::size_t half = 0; half < 2; ++half)
        {
            auto* const to = reinterpret_cast<__m256i*>(counts + half * 4);
            auto const words = _mm256_sad_epu8(sums[m][half], _mm256_setzero_si256());
            _mm256_storeu_si256(to, _mm256_add_epi64(_mm256_loadu_si256(to), words));
        }
    }
}

__attribute__((target("avx2"))) void count_avx2(Tile const& tile)
{
    for (std::size_t line = 0; line < tile.lines; ++line) {
        std::size_t m = 0;
        for (; m + 4 <= tile.mask_count; m += 4) count_line_avx2<4>(tile, line, m);
        for (; m < tile.mask_count; ++m) count_line_avx2<1>(tile, line, m);
    }
}

// Sums stay in registers only when the loops over them are unrolled, which -O2 does not do by itself. All lines of a
// block at once, so that memory is read from front to back; as many masks as registers are left for.
template <std::size_t Lines, std::size_t Masks>
__attribute__((target("avx512f,avx512vpopcntdq"))) void count_lines_avx512(Tile const& t, std::size_t line,
                                                                           std::size_t first)
{
    __m512i sums[Masks][Lines];
    for (auto& row : sums)
        for (auto& sum : row) sum = _mm512_setzero_si512();
    for (std::size_t block = 0; block < t.blocks; ++block) {
        auto const* const at = t.columns + block * t.stride + line * kColumnsPerLine;
        __m512i columns[Lines];
        _Pragma("GCC unroll 8") for (std::size_t l = 0; l < Lines; ++l) columns[l] =
            _mm512_load_si512(at + l * kColumnsPerLine);
        // a few lines of the next tile with each pass, into the second cache: all at once would wait for memory
        if (t.ahead != 0)
            _Pragma("GCC unroll 8") for (std::size_t m = 0; m < Masks; ++m)
                __builtin_prefetch(at + t.ahead + (first + m) * kColumnsPerLine, 0, 2);
        _Pragma("GCC unroll 8") for (std::size_t m = 0; m < Masks; ++m)
        {
            auto const mask = _mm512_set1_epi64(static_cast<long long>(t.masks[block * t.mask_count + first + m]));
            _Pragma("GCC unroll 8") for (std::size_t l = 0; l < Lines; ++l) sums[m][l] =
                _mm512_add_epi64(sums[m][l], _mm512_popcnt_epi64(_mm512_and_si512(columns[l], mask)));
        }
    }
    _Pragma("GCC unroll 8") for (std::size_t m = 0; m < Masks; ++m)
        _Pragma("GCC unroll 8") for (std::size_t l = 0; l < Lines; ++l)
    {
        auto* const to = t.counts + ((first + m) * t.lines + line + l) * kColumnsPerLine;
        _mm512_storeu_si512(to, _mm512_add_epi64(_mm512_loadu_si512(to), sums[m][l]));
    }
}

template <std::size_t Lines>
__attribute__((target("avx512f,avx512vpopcntdq"))) void count_masks_avx512(Tile const& t, std::size_t line)
{
    constexpr std::size_t together = Lines > 7 ? 2 : Lines > 4 ? 3 : 4;
    std::size_t m = 0;
    for (; m + together <= t.mask_count; m += together) count_lines_avx512<Lines, together>(t, line, m);
    if constexpr (together > 2)
        for (; m + 2 <= t.mask_count; m += 2) count_lines_avx512<Lines, 2>(t, line, m);
    for (; m < t.mask_count; ++m) count_lines_avx512<Lines, 1>(t, line, m);
}

template <std::size_t... Fewer>
__attribute__((target("avx512f,avx512vpopcntdq"))) void count_rest_avx512(Tile const& t, std::size_t line,
                                                                          std::index_sequence<Fewer...>)
{
    auto const left = t.lines - line;
    ((left == Fewer + 1 ? count_masks_avx512<Fewer + 1>(t, line) : void()), ...);
}

__attribute__((target("avx512f,avx512vpopcntdq"))) void count_avx512(Tile const& tile)
{
    std::size_t line = 0;
    for (; line + 8 <= tile.lines; line += 8) count_masks_avx512<8>(tile, line);
    count_rest_avx512(tile, line, std::make_index_sequence<7>{});
}

#endif

void count_tile(Tile const& tile, PopcountWay way)
{
    switch (way) {
#if defined(__x86_64__)
    case PopcountWay::avx512:
        return count_avx512(tile);
    case PopcountWay::avx2:
        return count_avx2(tile);
    case PopcountWay::popcnt:
        return count_popcnt(tile);
#endif
    default:
        return count_portable(tile);
    }
}

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
    auto const groups = task.masks.size();
    std::vector<std::uint64_t> masks(kTile * groups);
    for (std::size_t first = 0; first < task.blocks; first += kTile) {
        auto const blocks = std::min(kTile, task.blocks - first);
        for (std::size_t b = 0; b < blocks; ++b) {
            auto const* const words = task.words + (first + b) * task.stride;
            auto const allowed = task.filter ? task.filter[first + b] : ~std::uint64_t{0};
            for (std::size_t g = 0; g < groups; ++g)
                masks[b * groups + g] = words[static_cast<std::size_t>(task.masks[g])] & allowed;
        }
        count_tile({.columns = task.words + first * task.stride + task.first_line * kColumnsPerLine,
                    .stride = task.stride,
                    .blocks = blocks,
                    .lines = task.lines,
                    .masks = masks.data(),
                    .mask_count = groups,
                    .counts = task.counts,
                    .ahead = first + 2 * kTile <= task.blocks ? kTile * task.stride : 0},
                   way);
    }
}

} // namespace lilong::analysis
