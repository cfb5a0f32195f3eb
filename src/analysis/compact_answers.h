// The answers of one committee as the cube counted them, two bits an answer: what a correction has to take out again,
// what two rounds have in common, what a paired count of one estate needs. Only binary items.
//     for (auto const& household : answers) …      // HouseholdAnswers, valid until the next one
#pragma once

#include <cstddef>
#include <iterator>
#include <optional>
#include <vector>

#include "analysis/cube.h"

namespace lilong::analysis
{

class CompactAnswers
{
public:
    explicit CompactAnswers(std::size_t items = 0);

    void append(HouseholdAnswers const& household);
    std::optional<HouseholdAnswers> find(std::int64_t household) const;
    bool remove(std::int64_t household); // false: it is not here
    void clear();
    void give_back_spare_memory() { memory_.shrink_to_fit(); }

    // Paired answers of one estate or one group (ST-25), which the cube does not keep; without unpacking the others.
    PairTable pair(std::optional<std::int32_t> cell, std::int32_t domain, std::int32_t item, std::int32_t other) const;

    std::size_t size() const { return households_; } // households
    std::size_t bytes() const { return memory_.capacity(); }

    class Iterator
    {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = HouseholdAnswers;
        using difference_type = std::ptrdiff_t;
        using pointer = HouseholdAnswers const*;
        using reference = HouseholdAnswers const&;

        Iterator() = default;
        Iterator(CompactAnswers const& owner, std::size_t at);
        reference operator*() const { return current_; }
        pointer operator->() const { return &current_; }
        Iterator& operator++();
        Iterator operator++(int)
        {
            auto const before = *this;
            ++*this;
            return before;
        }
        bool operator==(Iterator const& other) const { return at_ == other.at_; }

    private:
        void read();
        CompactAnswers const* owner_ = nullptr;
        std::size_t at_ = 0, next_ = 0; // in bytes
        HouseholdAnswers current_;
    };
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, memory_.size()}; }

private:
    struct Head { // of each record; the records of a household follow each other
        std::int64_t household = 0;
        std::int32_t cell = 0;
        std::uint32_t groups = 0;
    };
    Head head(std::size_t at) const;
    std::int8_t value(std::size_t record, std::int32_t item) const;
    std::size_t begin_of(std::int64_t household) const; // memory_.size(): not here
    std::size_t end_of(std::size_t begin) const;
    void read(std::size_t begin, std::size_t end, HouseholdAnswers& into) const;

    std::size_t items_, record_; // bytes of a record
    std::size_t households_ = 0;
    std::vector<std::uint8_t> memory_;
};

} // namespace lilong::analysis
