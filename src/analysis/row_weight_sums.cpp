#include "analysis/row_weight_sums.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <stdexcept>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace lilong::analysis
{

namespace
{

constexpr std::size_t kRun = 240;  // rows added plainly; their number fits a byte
constexpr std::size_t kWidth = 32; // items at once

struct RunSums {
    std::array<std::int64_t, kWidth> n{};
    std::array<double, kWidth> w{}, ww{}, wy{}, wwy{};
};

struct Run { // rows of one cell; values of the items from the first on, at most kWidth of them
    std::span<std::uint32_t const> rows;
    double const* weight = nullptr;
    std::int8_t const* values = nullptr;
    std::size_t stride = 0, items = 0;
};

void sum_plain(Run const& run, RunSums& out)
{
    for (auto const row : run.rows) {
        auto const w = run.weight[row], ww = w * w;
        auto const* const values = run.values + row * run.stride;
        for (std::size_t j = 0; j < run.items; ++j) {
            auto const valid = values[j] >= 0, yes = values[j] > 0;
            out.n[j] += valid;
            out.w[j] += valid ? w : 0;
            out.ww[j] += valid ? ww : 0;
            out.wy[j] += yes ? w : 0;
            out.wwy[j] += yes ? ww : 0;
        }
    }
}

#if defined(__x86_64__)

// Eight items to a register, additions masked by the answers; the registers hold their sums for the whole run. The
// result is that of sum_plain to the last bit.
__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq"))) void sum_avx512(Run const& run, RunSums& out)
{
    auto const inside = run.items == kWidth ? ~__mmask32{0} : (__mmask32{1} << run.items) - 1;
    __m512d w[4], ww[4], wy[4], wwy[4];
    for (auto* sums : {w, ww, wy, wwy})
        _Pragma("GCC unroll 4") for (int i = 0; i < 4; ++i) sums[i] = _mm512_setzero_pd();
    auto n = _mm256_setzero_si256(); // at most kRun in a byte
    for (auto const row : run.rows) {
        auto const values = _mm256_mask_loadu_epi8(_mm256_set1_epi8(kMissing), inside, run.values + row * run.stride);
        auto const valid = _mm256_cmpge_epi8_mask(values, _mm256_setzero_si256());
        auto const yes = _mm256_cmpgt_epi8_mask(values, _mm256_setzero_si256());
        n = _mm256_mask_add_epi8(n, valid, n, _mm256_set1_epi8(1));
        auto const weight = _mm512_set1_pd(run.weight[row]), square = _mm512_mul_pd(weight, weight);
        _Pragma("GCC unroll 4") for (int i = 0; i < 4; ++i)
        {
            auto const v = static_cast<__mmask8>(valid >> (8 * i)), y = static_cast<__mmask8>(yes >> (8 * i));
            w[i] = _mm512_mask_add_pd(w[i], v, w[i], weight);
            ww[i] = _mm512_mask_add_pd(ww[i], v, ww[i], square);
            wy[i] = _mm512_mask_add_pd(wy[i], y, wy[i], weight);
            wwy[i] = _mm512_mask_add_pd(wwy[i], y, wwy[i], square);
        }
    }
    alignas(32) std::array<std::uint8_t, kWidth> counts;
    _mm256_store_si256(reinterpret_cast<__m256i*>(counts.data()), n);
    std::ranges::copy(counts, out.n.begin());
    _Pragma("GCC unroll 4") for (std::size_t i = 0; i < 4; ++i)
    {
        _mm512_storeu_pd(out.w.data() + 8 * i, w[i]);
        _mm512_storeu_pd(out.ww.data() + 8 * i, ww[i]);
        _mm512_storeu_pd(out.wy.data() + 8 * i, wy[i]);
        _mm512_storeu_pd(out.wwy.data() + 8 * i, wwy[i]);
    }
}

#endif

using Summing = void (*)(Run const&, RunSums&);
Summing fastest()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq"))
        return sum_avx512;
#endif
    return sum_plain;
}

void add(double& sum, double& carried, double x)
{
    auto const next = sum + x;
    carried += std::abs(sum) >= std::abs(x) ? (sum - next) + x : (x - next) + sum;
    sum = next;
}

void add(WeightedTable::Part& part, RunSums const& run, std::size_t j)
{
    if (part.n == 0) {
        part = {.n = run.n[j], .w = run.w[j], .ww = run.ww[j], .wy = run.wy[j], .wwy = run.wwy[j]};
        return;
    }
    part.n += run.n[j];
    add(part.w, part.w_carried, run.w[j]);
    add(part.ww, part.ww_carried, run.ww[j]);
    add(part.wy, part.wy_carried, run.wy[j]);
    add(part.wwy, part.wwy_carried, run.wwy[j]);
}

void check(WeightedRows const& rows)
{
    if (rows.weight.size() != rows.cell.size() ||
        rows.values.size() != rows.cell.size() * static_cast<std::size_t>(rows.items))
        throw std::invalid_argument("one cell, one weight and all values for each row");
}

std::vector<std::int64_t> rows_in_cells(WeightedRows const& rows)
{
    std::vector<std::int64_t> out(static_cast<std::size_t>(rows.cells));
    for (auto const cell : rows.cell) {
        if (cell < 0 || cell >= rows.cells) throw std::out_of_range("no such cell in the table");
        ++out[static_cast<std::size_t>(cell)];
    }
    return out;
}

// The rows cell by cell, in each cell as they came.
std::vector<std::uint32_t> by_cell(WeightedRows const& rows, std::vector<std::int64_t> const& in_cell)
{
    std::vector<std::size_t> next(in_cell.size());
    std::exclusive_scan(in_cell.begin(), in_cell.end(), next.begin(), std::size_t{0});
    std::vector<std::uint32_t> order(rows.cell.size());
    for (std::size_t row = 0; row < rows.cell.size(); ++row)
        order[next[static_cast<std::size_t>(rows.cell[row])]++] = static_cast<std::uint32_t>(row);
    return order;
}

} // namespace

WeightedTable::WeightedTable(std::int32_t cells, std::int32_t items)
    : items_(static_cast<std::size_t>(items)), parts_(static_cast<std::size_t>(cells) * items_),
      rows_(static_cast<std::size_t>(cells))
{
}

WeightedTable weighted_table(WeightedRows const& rows)
{
    static auto const sum = fastest();
    check(rows);
    WeightedTable out{rows.cells, rows.items};
    out.rows_ = rows_in_cells(rows);
    auto const order = by_cell(rows, out.rows_);
    std::size_t first = 0;
    for (std::size_t cell = 0; cell < out.rows_.size(); ++cell)
        for (auto left = static_cast<std::size_t>(out.rows_[cell]); left > 0;) {
            auto const here = std::min(left, kRun);
            for (std::size_t item = 0; item < out.items_; item += kWidth) {
                RunSums sums;
                auto const items = std::min(kWidth, out.items_ - item);
                sum({.rows = std::span{order}.subspan(first, here),
                     .weight = rows.weight.data(),
                     .values = rows.values.data() + item,
                     .stride = out.items_,
                     .items = items},
                    sums);
                for (std::size_t j = 0; j < items; ++j) add(out.parts_[cell * out.items_ + item + j], sums, j);
            }
            first += here;
            left -= here;
        }
    return out;
}

} // namespace lilong::analysis
