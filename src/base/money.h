// Money is whole fen (0.01 yuan) in 64 bits, with checked arithmetic and no way in from double
// (tests/must_not_compile/money_from_double.cpp). The wire name says the unit: cost_fen.
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace lilong {

class Money {
public:
    constexpr Money() = default;
    static constexpr Money fen(std::integral auto amount) { return Money{static_cast<std::int64_t>(amount)}; }
    static constexpr Money yuan(std::integral auto amount) { return Money{checked_mul(static_cast<std::int64_t>(amount), 100)}; }
    constexpr std::int64_t in_fen() const { return fen_; }
    std::string yuan_text() const // 136000.00
    {
        auto const absolute = fen_ < 0 ? 0 - static_cast<std::uint64_t>(fen_) : static_cast<std::uint64_t>(fen_);
        auto const cents = absolute % 100;
        return (fen_ < 0 ? "-" : "") + std::to_string(absolute / 100) + (cents < 10 ? ".0" : ".") + std::to_string(cents);
    }
    constexpr auto operator<=>(Money const&) const = default;
    constexpr Money& operator+=(Money other)
    {
        if (__builtin_add_overflow(fen_, other.fen_, &fen_)) throw std::overflow_error("money");
        return *this;
    }
    constexpr Money& operator-=(Money other)
    {
        if (__builtin_sub_overflow(fen_, other.fen_, &fen_)) throw std::overflow_error("money");
        return *this;
    }
    friend constexpr Money operator+(Money a, Money b) { return a += b; }
    friend constexpr Money operator-(Money a, Money b) { return a -= b; }

private:
    explicit constexpr Money(std::int64_t fen) : fen_(fen) {}
    static constexpr std::int64_t checked_mul(std::int64_t a, std::int64_t b)
    {
        std::int64_t out = 0;
        if (__builtin_mul_overflow(a, b, &out)) throw std::overflow_error("money");
        return out;
    }
    std::int64_t fen_ = 0;
};

} // namespace lilong
