#include "analysis/compact_answers.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

namespace lilong::analysis
{

namespace
{

constexpr std::array<std::int8_t, 4> kValues{0, 1, kMissing, kNotAsked};

unsigned code_of(std::int8_t value)
{
    for (unsigned code = 0; code < kValues.size(); ++code)
        if (kValues[code] == value) return code;
    throw std::invalid_argument("only binary answers are kept in two bits");
}

} // namespace

CompactAnswers::CompactAnswers(std::size_t items) : items_(items), record_(sizeof(Head) + (items + 3) / 4) {}

void CompactAnswers::append(HouseholdAnswers const& household)
{
    if (household.records.empty()) throw std::invalid_argument("a household without a record");
    for (auto const& record : household.records) {
        if (record.values.size() != items_) throw std::invalid_argument("one value per item");
        auto const at = memory_.size();
        memory_.resize(at + record_);
        Head const head{household.household, household.cell, record.groups};
        std::memcpy(memory_.data() + at, &head, sizeof head);
        auto* const bits = memory_.data() + at + sizeof head;
        for (std::size_t j = 0; j < items_; ++j)
            bits[j / 4] = static_cast<std::uint8_t>(bits[j / 4] | code_of(record.values[j]) << (j % 4 * 2));
    }
    ++households_;
}

CompactAnswers::Head CompactAnswers::head(std::size_t at) const
{
    Head out;
    std::memcpy(&out, memory_.data() + at, sizeof out);
    return out;
}

std::size_t CompactAnswers::begin_of(std::int64_t household) const
{
    std::size_t at = 0;
    while (at < memory_.size() && head(at).household != household) at += record_;
    return at;
}

std::size_t CompactAnswers::end_of(std::size_t begin) const
{
    auto const household = head(begin).household;
    auto at = begin;
    while (at < memory_.size() && head(at).household == household) at += record_;
    return at;
}

void CompactAnswers::read(std::size_t begin, std::size_t end, HouseholdAnswers& into) const
{
    into.records.resize((end - begin) / record_);
    for (auto& record : into.records) {
        auto const head = this->head(begin);
        into.household = head.household;
        into.cell = head.cell;
        record.groups = head.groups;
        record.values.resize(items_);
        auto const* const bits = memory_.data() + begin + sizeof(Head);
        for (std::size_t j = 0; j < items_; ++j) record.values[j] = kValues[(bits[j / 4] >> (j % 4 * 2)) & 3U];
        begin += record_;
    }
}

std::int8_t CompactAnswers::value(std::size_t record, std::int32_t item) const
{
    auto const j = static_cast<std::size_t>(item);
    return kValues[(memory_[record + sizeof(Head) + j / 4] >> (j % 4 * 2)) & 3U];
}

PairTable CompactAnswers::pair(std::optional<std::int32_t> cell, std::int32_t domain, std::int32_t item,
                               std::int32_t other) const
{
    if (item < 0 || other < 0 || static_cast<std::size_t>(std::max(item, other)) >= items_)
        throw std::out_of_range("no such item");
    PairTable out;
    for (std::size_t at = 0; at < memory_.size(); at += record_) {
        auto const head = this->head(at);
        if (cell && head.cell != *cell) continue;
        if (domain > 0 && ((head.groups >> (domain - 1)) & 1U) == 0) continue;
        auto const one = value(at, item), two = value(at, other);
        if (one < 0 || two < 0) continue;
        ++(one > 0 ? two > 0 ? out.yes_yes : out.yes_no : two > 0 ? out.no_yes : out.no_no);
    }
    return out;
}

std::optional<HouseholdAnswers> CompactAnswers::find(std::int64_t household) const
{
    auto const begin = begin_of(household);
    if (begin == memory_.size()) return std::nullopt;
    HouseholdAnswers out;
    read(begin, end_of(begin), out);
    return out;
}

bool CompactAnswers::remove(std::int64_t household)
{
    auto const begin = begin_of(household);
    if (begin == memory_.size()) return false;
    memory_.erase(memory_.begin() + static_cast<std::ptrdiff_t>(begin),
                  memory_.begin() + static_cast<std::ptrdiff_t>(end_of(begin)));
    --households_;
    return true;
}

void CompactAnswers::clear()
{
    memory_.clear();
    households_ = 0;
}

CompactAnswers::Iterator::Iterator(CompactAnswers const& owner, std::size_t at) : owner_(&owner), at_(at) { read(); }

CompactAnswers::Iterator& CompactAnswers::Iterator::operator++()
{
    at_ = next_;
    read();
    return *this;
}

void CompactAnswers::Iterator::read()
{
    if (at_ == owner_->memory_.size()) return;
    next_ = owner_->end_of(at_);
    owner_->read(at_, next_, current_);
}

} // namespace lilong::analysis
