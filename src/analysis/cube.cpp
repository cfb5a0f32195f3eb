#include "analysis/cube.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_map>

namespace lilong::analysis
{

namespace
{

// Overflow means that the counters can no longer be believed: we cannot go on.
void add_to(std::int64_t& counter, std::int64_t amount)
{
    if (__builtin_add_overflow(counter, amount, &counter)) throw std::overflow_error("analysis cube");
}

constexpr std::size_t kPlain = 2;   // n and x
constexpr std::size_t kMoments = 6; // p, A, B, AA, AB, BB

bool valid(std::int8_t value) { return value != kMissing && value != kNotAsked; }

// Position of the pair (low, high) in a triangle of `items` columns.
std::size_t pair_position(std::size_t low, std::size_t high, std::size_t items)
{
    return low * items - low * (low + 1) / 2 + (high - low - 1);
}

bool in_domain(Record const& record, std::int32_t domain)
{
    return domain == 0 || ((record.groups >> (domain - 1)) & 1U) != 0;
}

// a and b of one household for one domain and item
std::pair<std::int64_t, std::int64_t> unit_sums(HouseholdAnswers const& household, std::int32_t domain,
                                                std::size_t item)
{
    std::int64_t a = 0, b = 0;
    for (auto const& record : household.records) {
        if (!in_domain(record, domain) || !valid(record.values[item])) continue;
        a += 1;
        b += record.values[item];
    }
    return {a, b};
}

} // namespace

Moments& Moments::operator+=(Moments const& other)
{
    add_to(households, other.households);
    add_to(a, other.a);
    add_to(b, other.b);
    add_to(aa, other.aa);
    add_to(ab, other.ab);
    add_to(bb, other.bb);
    return *this;
}

Cube::Cube(CubeShape shape) : shape_(std::move(shape)), paired_position_(shape_.items.size(), -1)
{
    if (shape_.domains < 1 || shape_.domains > 33) throw std::invalid_argument("a cube has 1 to 33 domains");
    for (auto kind : shape_.items) {
        offset_.push_back(block_);
        block_ += shape_.unit == Unit::household && kind == ItemKind::binary ? kPlain : kMoments;
    }
    cells_of_stratum_.resize(static_cast<std::size_t>(shape_.strata));
    for (std::size_t cell = 0; cell < shape_.stratum_of_cell.size(); ++cell)
        cells_of_stratum_.at(static_cast<std::size_t>(shape_.stratum_of_cell[cell]))
            .push_back(static_cast<std::int32_t>(cell));
    auto const blocks = shape_.stratum_of_cell.size() * static_cast<std::size_t>(shape_.domains);
    counters_.resize(blocks * block_);
    households_.resize(blocks);
    for (std::size_t i = 0; i < shape_.paired_items.size(); ++i)
        paired_position_.at(static_cast<std::size_t>(shape_.paired_items[i])) = static_cast<std::int32_t>(i);
    auto const paired = shape_.paired_items.size();
    if (paired > 1) pairs_.resize(static_cast<std::size_t>(shape_.strata) * paired * (paired - 1) / 2 * 4);
}

// Everything that could go wrong is looked at before the first counter moves.
void Cube::check(HouseholdAnswers const& household) const
{
    auto const cells = static_cast<std::int32_t>(shape_.stratum_of_cell.size());
    if (household.cell < 0 || household.cell >= cells) throw std::out_of_range("no such cell in the cube");
    if (shape_.unit == Unit::household && household.records.size() != 1)
        throw std::invalid_argument("one record answers for the household");
    for (auto const& record : household.records) {
        if (record.values.size() != shape_.items.size()) throw std::invalid_argument("one value per item");
        for (std::size_t j = 0; j < record.values.size(); ++j)
            if (shape_.items[j] == ItemKind::binary && valid(record.values[j]) &&
                (record.values[j] < 0 || record.values[j] > 1))
                throw std::invalid_argument("a binary item is 0 or 1");
    }
}

void Cube::add(HouseholdAnswers const& household)
{
    check(household);
    count(household, +1);
}

void Cube::withdraw(HouseholdAnswers const& household)
{
    check(household);
    count(household, -1);
}

bool Cube::apply(CubeChange const& change)
{
    if (change.number <= version_) return false;
    if (change.withdrawn) check(*change.withdrawn);
    if (change.added) check(*change.added);
    if (change.withdrawn) count(*change.withdrawn, -1);
    if (change.added) count(*change.added, +1);
    version_ = change.number;
    return true;
}

void Cube::merge(Cube const& other)
{
    if (!(shape_ == other.shape_)) throw std::invalid_argument("cubes of different shape");
    auto const add_all = [](std::vector<std::int64_t>& to, std::vector<std::int64_t> const& from) {
        for (std::size_t i = 0; i < to.size(); ++i) add_to(to[i], from[i]);
    };
    add_all(counters_, other.counters_);
    add_all(households_, other.households_);
    add_all(pairs_, other.pairs_);
    version_ = std::max(version_, other.version_);
}

void Cube::count(HouseholdAnswers const& household, std::int64_t sign)
{
    if (shape_.unit == Unit::household)
        count_record(household, sign);
    else
        count_members(household, sign);
    if (shape_.unit == Unit::household && !pairs_.empty()) count_pairs(household, sign);
}

void Cube::count_record(HouseholdAnswers const& household, std::int64_t sign)
{
    auto const& record = household.records.front();
    for (std::int32_t domain = 0; domain < shape_.domains; ++domain) {
        if (!in_domain(record, domain)) continue;
        auto const block = index(household.cell, domain);
        add_to(households_[block], sign);
        auto* const counters = counters_.data() + block * block_;
        for (std::size_t j = 0; j < record.values.size(); ++j) {
            auto const value = record.values[j];
            if (!valid(value)) continue;
            auto* const c = counters + offset_[j];
            add_to(c[0], sign);
            if (shape_.items[j] == ItemKind::binary) {
                add_to(c[1], sign * value);
                continue;
            }
            add_to(c[1], sign);
            add_to(c[2], sign * value);
            add_to(c[3], sign);
            add_to(c[4], sign * value);
            add_to(c[5], sign * value * value);
        }
    }
}

void Cube::count_members(HouseholdAnswers const& household, std::int64_t sign)
{
    for (std::int32_t domain = 0; domain < shape_.domains; ++domain) {
        auto const present =
            std::ranges::any_of(household.records, [&](Record const& r) { return in_domain(r, domain); });
        if (!present && domain > 0) continue;
        auto const block = index(household.cell, domain);
        add_to(households_[block], sign);
        for (std::size_t j = 0; j < shape_.items.size(); ++j) {
            auto const [a, b] = unit_sums(household, domain, j);
            if (a == 0) continue;
            auto* const c = counters_.data() + block * block_ + offset_[j];
            add_to(c[0], sign);
            add_to(c[1], sign * a);
            add_to(c[2], sign * b);
            add_to(c[3], sign * a * a);
            add_to(c[4], sign * a * b);
            add_to(c[5], sign * b * b);
        }
    }
}

void Cube::count_pairs(HouseholdAnswers const& household, std::int64_t sign)
{
    auto const& values = household.records.front().values;
    auto const items = shape_.paired_items.size();
    auto const stratum = static_cast<std::size_t>(shape_.stratum_of_cell[static_cast<std::size_t>(household.cell)]);
    auto* row = pairs_.data() + stratum * items * (items - 1) / 2 * 4;
    for (std::size_t j = 0; j + 1 < items; ++j) {
        auto const one = values[static_cast<std::size_t>(shape_.paired_items[j])];
        if (valid(one))
            for (std::size_t k = j + 1; k < items; ++k) {
                auto const other = values[static_cast<std::size_t>(shape_.paired_items[k])];
                if (valid(other))
                    add_to(row[(k - j - 1) * 4 + static_cast<std::size_t>(one == 1 ? 0 : 2) + (other == 1 ? 0 : 1)],
                           sign);
            }
        row += (items - j - 1) * 4;
    }
}

Moments Cube::moments(std::int32_t cell, std::int32_t domain, std::int32_t item) const
{
    auto const j = static_cast<std::size_t>(item);
    auto const* const c = counters_.data() + index(cell, domain) * block_ + offset_.at(j);
    if (shape_.unit == Unit::household && shape_.items[j] == ItemKind::binary)
        return {c[0], c[0], c[1], c[0], c[1], c[1]};
    return {c[0], c[1], c[2], c[3], c[4], c[5]};
}

void Cube::add_counts(std::int32_t cell, std::int32_t domain, std::int32_t item, Moments const& counts)
{
    auto const j = static_cast<std::size_t>(item);
    auto* const c = counters_.data() + index(cell, domain) * block_ + offset_.at(j);
    if (shape_.unit == Unit::household && shape_.items[j] == ItemKind::binary) {
        if (!(counts == Moments{counts.a, counts.a, counts.b, counts.a, counts.b, counts.b}))
            throw std::invalid_argument("more than one record of a household");
        add_to(c[0], counts.a);
        add_to(c[1], counts.b);
        return;
    }
    std::array const six{counts.households, counts.a, counts.b, counts.aa, counts.ab, counts.bb};
    for (std::size_t i = 0; i < kMoments; ++i) add_to(c[i], six[i]);
}

void Cube::add_households(std::int32_t cell, std::int32_t domain, std::int64_t households)
{
    add_to(households_[index(cell, domain)], households);
}

PairTable Cube::pair(std::int32_t stratum, std::int32_t item, std::int32_t other) const
{
    auto const j = paired_position_.at(static_cast<std::size_t>(item)),
               k = paired_position_.at(static_cast<std::size_t>(other));
    if (j < 0 || k < 0 || j == k) throw std::out_of_range("these items are not paired");
    auto const items = shape_.paired_items.size();
    auto const at =
        pair_position(static_cast<std::size_t>(std::min(j, k)), static_cast<std::size_t>(std::max(j, k)), items);
    auto const* const c = pairs_.data() + (static_cast<std::size_t>(stratum) * items * (items - 1) / 2 + at) * 4;
    return j < k ? PairTable{c[0], c[1], c[2], c[3]} : PairTable{c[0], c[2], c[1], c[3]};
}

std::size_t Cube::bytes() const
{
    return (counters_.size() + households_.size() + pairs_.size()) * sizeof(std::int64_t);
}

bool Cube::same_counters(Cube const& other) const
{
    return shape_ == other.shape_ && counters_ == other.counters_ && households_ == other.households_ &&
           pairs_ == other.pairs_;
}

// visit(vector, position): the households and counters of each cell, then the pairs of the stratum
template <typename Visit>
void Cube::for_each_counter(std::int32_t stratum, Visit visit) const
{
    for (auto const cell : cells_of(stratum))
        for (std::int32_t domain = 0; domain < shape_.domains; ++domain) {
            auto const block = index(cell, domain);
            visit(&Cube::households_, block);
            for (std::size_t i = 0; i < block_; ++i) visit(&Cube::counters_, block * block_ + i);
        }
    auto const width = shape_.strata == 0 ? 0 : pairs_.size() / static_cast<std::size_t>(shape_.strata);
    for (std::size_t i = 0; i < width; ++i) visit(&Cube::pairs_, static_cast<std::size_t>(stratum) * width + i);
}

bool Cube::same_counters(Cube const& other, std::int32_t stratum) const
{
    return shape_ == other.shape_ && counters_of(stratum) == other.counters_of(stratum);
}

std::vector<std::int64_t> Cube::counters_of(std::int32_t stratum) const
{
    std::vector<std::int64_t> out;
    for_each_counter(stratum, [&](auto counters, std::size_t at) { out.push_back((this->*counters)[at]); });
    return out;
}

void Cube::set_counters(std::int32_t stratum, std::span<std::int64_t const> counters)
{
    if (counters.size() != counters_of(stratum).size()) throw std::invalid_argument("counters of another shape");
    std::size_t next = 0;
    for_each_counter(stratum, [&](auto into, std::size_t at) { (this->*into)[at] = counters[next++]; });
}

Overlap::Overlap(CubeShape shape, std::span<HouseholdAnswers const> first, std::span<HouseholdAnswers const> second)
    : shape_(std::move(shape)), households_(static_cast<std::size_t>(shape_.strata)),
      counters_(static_cast<std::size_t>(shape_.strata) * static_cast<std::size_t>(shape_.domains) *
                shape_.items.size())
{
    std::unordered_map<std::int64_t, HouseholdAnswers const*> before;
    for (auto const& household : first) before.emplace(household.household, &household);
    for (auto const& household : second)
        if (auto const found = before.find(household.household); found != before.end())
            count(*found->second, household);
}

void Overlap::count(HouseholdAnswers const& first, HouseholdAnswers const& second)
{
    auto const stratum = shape_.stratum_of_cell.at(static_cast<std::size_t>(first.cell));
    if (stratum != shape_.stratum_of_cell.at(static_cast<std::size_t>(second.cell))) return;
    add_to(households_[static_cast<std::size_t>(stratum)], 1);
    for (std::int32_t domain = 0; domain < shape_.domains; ++domain)
        for (std::size_t j = 0; j < shape_.items.size(); ++j) {
            auto const [v1, u1] = unit_sums(first, domain, j);
            auto const [v2, u2] = unit_sums(second, domain, j);
            auto const at = (static_cast<std::size_t>(stratum) * static_cast<std::size_t>(shape_.domains) +
                             static_cast<std::size_t>(domain)) *
                                shape_.items.size() +
                            j;
            auto& c = counters_[at];
            add_to(c.u1, u1);
            add_to(c.v1, v1);
            add_to(c.u2, u2);
            add_to(c.v2, v2);
            add_to(c.u1u2, u1 * u2);
            add_to(c.u1v2, u1 * v2);
            add_to(c.v1u2, v1 * u2);
            add_to(c.v1v2, v1 * v2);
        }
}

OverlapCounts Overlap::counts(std::int32_t stratum, std::int32_t domain, std::int32_t item) const
{
    auto const at = (static_cast<std::size_t>(stratum) * static_cast<std::size_t>(shape_.domains) +
                     static_cast<std::size_t>(domain)) *
                        shape_.items.size() +
                    static_cast<std::size_t>(item);
    auto counts = counters_.at(at);
    counts.households = households_.at(static_cast<std::size_t>(stratum));
    return counts;
}

} // namespace lilong::analysis
