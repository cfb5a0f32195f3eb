#include "analysis/shared_sums.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace lilong::analysis
{

namespace
{

void add_to(std::int64_t& counter, std::int64_t amount)
{
    if (__builtin_add_overflow(counter, amount, &counter)) throw std::overflow_error("cross sums");
}

bool in_domain(Record const& record, std::int32_t domain)
{
    return domain == 0 || ((record.groups >> (domain - 1)) & 1U) != 0;
}

std::pair<std::int64_t, std::int64_t> unit_sums(HouseholdAnswers const& household, CrossCell const& cell)
{
    std::int64_t a = 0, b = 0;
    for (auto const& record : household.records) {
        auto const value = record.values[static_cast<std::size_t>(cell.item)];
        if (value == kMissing || value == kNotAsked || !in_domain(record, cell.domain)) continue;
        if (cell.weight_class && !in_domain(record, *cell.weight_class)) continue;
        a += 1;
        b += cell.level ? static_cast<std::int64_t>(value == *cell.level) : value;
    }
    return {a, b};
}

} // namespace

SharedSums::SharedSums(CubeShape shape, std::vector<CrossCell> cells)
    : shape_(std::move(shape)), cells_(std::move(cells)), households_(static_cast<std::size_t>(shape_.strata)),
      in_cell_(households_.size() * cells_.size()), sums_(in_cell_.size()),
      products_(households_.size() * cells_.size() * (cells_.size() + 1) / 2)
{
    for (auto const& cell : cells_)
        if (cell.domain < 0 || cell.domain >= shape_.domains || cell.item < 0 ||
            static_cast<std::size_t>(cell.item) >= shape_.items.size() ||
            (cell.weight_class && (*cell.weight_class < 0 || *cell.weight_class >= shape_.domains)))
            throw std::out_of_range("no such cell");
}

std::size_t SharedSums::pair_at(std::int32_t stratum, std::size_t low, std::size_t high) const
{
    auto const n = cells_.size();
    return static_cast<std::size_t>(stratum) * n * (n + 1) / 2 + low * n - low * (low + 1) / 2 + high;
}

void SharedSums::count(HouseholdAnswers const& household, std::int64_t sign)
{
    for (auto const& record : household.records)
        if (record.values.size() != shape_.items.size()) throw std::invalid_argument("one value per item");
    auto const stratum = shape_.stratum_of_cell.at(static_cast<std::size_t>(household.cell));
    auto const n = cells_.size();
    std::vector<std::pair<std::int64_t, std::int64_t>> unit(n);
    for (std::size_t i = 0; i < n; ++i) unit[i] = unit_sums(household, cells_[i]);
    add_to(households_[static_cast<std::size_t>(stratum)], sign);
    for (std::size_t i = 0; i < n; ++i) {
        auto const [a, b] = unit[i];
        if (a == 0) continue; // then b is 0, too
        auto const at = static_cast<std::size_t>(stratum) * n + i;
        add_to(in_cell_[at], sign);
        add_to(sums_[at].first, sign * a);
        add_to(sums_[at].second, sign * b);
        for (auto k = i; k < n; ++k) {
            auto& c = products_[pair_at(stratum, i, k)];
            add_to(c.aa, sign * a * unit[k].first);
            add_to(c.ab, sign * a * unit[k].second);
            add_to(c.ba, sign * b * unit[k].first);
            add_to(c.bb, sign * b * unit[k].second);
        }
    }
}

void SharedSums::merge(SharedSums const& other)
{
    if (!(shape_ == other.shape_) || products_.size() != other.products_.size())
        throw std::invalid_argument("cross sums of different cells");
    for (std::size_t i = 0; i < households_.size(); ++i) add_to(households_[i], other.households_[i]);
    for (std::size_t i = 0; i < in_cell_.size(); ++i) {
        add_to(in_cell_[i], other.in_cell_[i]);
        add_to(sums_[i].first, other.sums_[i].first);
        add_to(sums_[i].second, other.sums_[i].second);
    }
    for (std::size_t i = 0; i < products_.size(); ++i) {
        add_to(products_[i].aa, other.products_[i].aa);
        add_to(products_[i].ab, other.products_[i].ab);
        add_to(products_[i].ba, other.products_[i].ba);
        add_to(products_[i].bb, other.products_[i].bb);
    }
}

Moments SharedSums::moments(std::int32_t stratum, std::size_t cell) const
{
    auto const at = static_cast<std::size_t>(stratum) * cells_.size() + cell;
    auto const& own = products_.at(pair_at(stratum, cell, cell));
    return {in_cell_.at(at), sums_[at].first, sums_[at].second, own.aa, own.ab, own.bb};
}

Products SharedSums::products(std::int32_t stratum, std::size_t first, std::size_t second) const
{
    auto out = products_.at(pair_at(stratum, std::min(first, second), std::max(first, second)));
    if (first > second) std::swap(out.ab, out.ba);
    return out;
}

} // namespace lilong::analysis
