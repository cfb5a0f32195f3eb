// What goes into and comes out of the database: BIGINT, DOUBLE PRECISION, TEXT, or nothing. Ids are TEXT (36 characters),
// Money is BIGINT fen, Instant and Date are ISO-8601 TEXT, bool is 0 or 1.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/actor.h"
#include "base/id.h"
#include "base/money.h"
#include "base/time.h"

namespace lilong::storage {

using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

inline Value to_value(std::monostate) { return {}; }
inline Value to_value(std::integral auto number) { return static_cast<std::int64_t>(number); }
inline Value to_value(double number) { return number; }
inline Value to_value(std::string text) { return text; }
inline Value to_value(std::string_view text) { return std::string{text}; }
inline Value to_value(char const* text) { return std::string{text}; }
inline Value to_value(Money money) { return money.in_fen(); }
inline Value to_value(Date date) { return date.text(); }
inline Value to_value(Instant at) { return at.text(); }
inline Value to_value(Role role) { return std::string{name(role)}; }
template <typename Tag>
Value to_value(Id<Tag> const& id)
{
    return id.text();
}
template <typename T>
Value to_value(std::optional<T> const& maybe)
{
    return maybe ? to_value(*maybe) : Value{};
}

// from_value<T>: throws storage::BadColumn when the column does not hold a T; that is a fault, not a refusal.
class BadColumn : public std::exception {
public:
    char const* what() const noexcept override { return "a column does not hold what the store expects"; }
};

template <typename T>
struct FromValue;
template <std::integral T>
struct FromValue<T> {
    static T of(Value const& v)
    {
        if (auto const* n = std::get_if<std::int64_t>(&v)) return static_cast<T>(*n);
        throw BadColumn{};
    }
};
template <>
struct FromValue<double> {
    static double of(Value const& v)
    {
        if (auto const* d = std::get_if<double>(&v)) return *d;
        if (auto const* n = std::get_if<std::int64_t>(&v)) return static_cast<double>(*n);
        throw BadColumn{};
    }
};
template <>
struct FromValue<std::string> {
    static std::string of(Value const& v)
    {
        if (auto const* s = std::get_if<std::string>(&v)) return *s;
        throw BadColumn{};
    }
};
template <>
struct FromValue<Money> {
    static Money of(Value const& v) { return Money::fen(FromValue<std::int64_t>::of(v)); }
};
template <>
struct FromValue<Date> {
    static Date of(Value const& v)
    {
        if (auto date = Date::parse(FromValue<std::string>::of(v))) return *date;
        throw BadColumn{};
    }
};
template <>
struct FromValue<Instant> {
    static Instant of(Value const& v)
    {
        if (auto at = Instant::parse(FromValue<std::string>::of(v))) return *at;
        throw BadColumn{};
    }
};
template <>
struct FromValue<Role> {
    static Role of(Value const& v)
    {
        if (auto role = role_of(FromValue<std::string>::of(v))) return *role;
        throw BadColumn{};
    }
};
template <typename Tag>
struct FromValue<Id<Tag>> {
    static Id<Tag> of(Value const& v)
    {
        if (auto uuid = Uuid::parse(FromValue<std::string>::of(v))) return Id<Tag>{*uuid};
        throw BadColumn{};
    }
};
template <typename T>
struct FromValue<std::optional<T>> {
    static std::optional<T> of(Value const& v)
    {
        if (std::holds_alternative<std::monostate>(v)) return std::nullopt;
        return FromValue<T>::of(v);
    }
};

} // namespace lilong::storage
