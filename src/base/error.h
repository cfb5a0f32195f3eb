// Refusals as values. A function that can be refused gives Result<T>; TRY hands the refusal up, one per statement:
//     auto fund = TRY(ledger.fund_of(tx, area, year));
// The sentence for people comes from the message catalogue (base/messages.h), by code, in Chinese and in English.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace lilong {

enum class ErrorKind {
    bad_input,      // 400, exit 3: what was given cannot be read or is out of its limits
    not_signed_in,  // 401
    not_permitted,  // 403
    not_found,      // 404: also what lies outside the caller's areas
    conflict,       // 409: the state of things forbids it
    stale,          // 412: somebody else changed it first
    version_needed, // 428: If-Match is missing
    limit_reached,  // 422: a rule of the house (money, capacity, quorum)
    too_large,      // 413
    busy,           // 503: try again later
    disk_full,      // 507
    failed          // 500
};

// Facts fill the {placeholders} of the message; they never hold personal data.
using Facts = std::map<std::string, std::string, std::less<>>;

struct FieldError {
    std::string pointer; // JSON pointer (/cost_fen), or file:row:column for files
    std::string code;
    Facts facts;
};

struct Error {
    ErrorKind kind = ErrorKind::failed;
    std::string code; // capability.what_happened
    Facts facts;
    std::vector<FieldError> fields;
};

template <typename T = void>
using Result = tl::expected<T, Error>;
using Refusal = tl::unexpected<Error>;

inline Refusal refuse(ErrorKind kind, std::string code, Facts facts = {}, std::vector<FieldError> fields = {})
{
    return Refusal{Error{kind, std::move(code), std::move(facts), std::move(fields)}};
}

} // namespace lilong

#define LILONG_JOIN_(a, b) a##b
#define LILONG_JOIN(a, b) LILONG_JOIN_(a, b)
#define TRY(expression)                                                                                                \
    ({                                                                                                                 \
        auto&& try_result_ = (expression);                                                                             \
        if (!try_result_) return ::tl::unexpected(std::move(try_result_).error());                                     \
        ::lilong::detail::value_of(std::move(try_result_));                                                            \
    })

namespace lilong::detail {
template <typename T>
T value_of(tl::expected<T, Error>&& result)
{
    return std::move(*result);
}
inline void value_of(tl::expected<void, Error>&&) {}
} // namespace lilong::detail
