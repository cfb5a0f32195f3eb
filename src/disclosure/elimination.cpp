#include "disclosure/elimination.h"

#include <algorithm>
#include <set>

namespace lilong::disclosure
{

namespace
{

constexpr std::uint64_t kPrime = (std::uint64_t{1} << 61) - 1;

std::uint64_t times(std::uint64_t a, std::uint64_t b)
{
    auto const product = static_cast<unsigned __int128>(a) * b;
    auto const folded = static_cast<std::uint64_t>(product & kPrime) + static_cast<std::uint64_t>(product >> 61);
    return folded >= kPrime ? folded - kPrime : folded;
}

std::uint64_t minus(std::uint64_t a, std::uint64_t b) { return a >= b ? a - b : a + kPrime - b; }

std::uint64_t inverse(std::uint64_t a) // a^(p-2)
{
    std::uint64_t result = 1;
    for (auto exponent = kPrime - 2; exponent > 0; exponent >>= 1) {
        if (exponent & 1U) result = times(result, a);
        a = times(a, a);
    }
    return result;
}

} // namespace

// Columns are visited in ascending order and a basis row holds nothing left of its pivot, so one pass clears all
// pivots, also those that come in on the way.
Elimination::Row Elimination::reduced(std::span<std::int32_t const> ones) const
{
    std::set<std::int32_t> open(ones.begin(), ones.end());
    for (auto const column : ones) dense_[static_cast<std::size_t>(column)] = 1;
    Row out;
    while (!open.empty()) {
        auto const column = *open.begin();
        open.erase(open.begin());
        auto const value = std::exchange(dense_[static_cast<std::size_t>(column)], 0);
        if (value == 0) continue;
        auto const pivot = pivot_row_[static_cast<std::size_t>(column)];
        if (pivot < 0) {
            out.emplace_back(column, value);
            continue;
        }
        for (auto const& [other, coefficient] : basis_[static_cast<std::size_t>(pivot)]) {
            if (other == column) continue;
            auto& cell = dense_[static_cast<std::size_t>(other)];
            cell = minus(cell, times(value, coefficient));
            open.insert(other);
        }
    }
    return out;
}

void Elimination::add(Row const& reduced)
{
    pivot_row_[static_cast<std::size_t>(reduced.front().first)] = static_cast<std::int32_t>(basis_.size());
    basis_.push_back(normalised(reduced));
}

Elimination::Row Elimination::without(Row const& target, Row const& row)
{
    auto const pivot = row.front().first;
    auto const found = std::ranges::lower_bound(target, pivot, {}, &Row::value_type::first);
    if (found == target.end() || found->first != pivot) return target;
    auto const factor = times(found->second, inverse(row.front().second));
    Row out;
    out.reserve(target.size() + row.size());
    auto a = target.begin();
    auto b = row.begin();
    while (a != target.end() || b != row.end()) {
        if (b == row.end() || (a != target.end() && a->first < b->first)) {
            out.push_back(*a++);
        } else if (a == target.end() || b->first < a->first) {
            out.emplace_back(b->first, minus(0, times(factor, b->second)));
            ++b;
        } else {
            if (auto const value = minus(a->second, times(factor, b->second)); value != 0)
                out.emplace_back(a->first, value);
            ++a;
            ++b;
        }
    }
    return out;
}

Elimination::Row Elimination::normalised(Row row)
{
    if (row.empty() || row.front().second == 1) return row;
    auto const factor = inverse(row.front().second);
    for (auto& [column, value] : row) value = times(value, factor);
    return row;
}

} // namespace lilong::disclosure
