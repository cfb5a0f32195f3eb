// Small words about text that every part uses. UTF-8 throughout.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lilong {

bool valid_utf8(std::string_view text);
std::size_t code_points(std::string_view text);
std::string_view trimmed(std::string_view text); // ASCII space, tab, CR, LF, no-break space
std::vector<std::string_view> split(std::string_view text, char separator);
std::string lower_ascii(std::string_view text);
std::optional<std::int64_t> whole_number(std::string_view text);
std::optional<double> decimal_number(std::string_view text); // decimal point, no locale
std::string hex(std::span<std::uint8_t const> bytes);
std::string sha256_hex(std::string_view bytes);
// The known word nearest to a misspelt one (Levenshtein ≤ 2), or nothing.
std::optional<std::string> nearest_word(std::string_view word, std::span<std::string const> known);

enum class Language { zh_cn, en };
Language language_of(std::string_view accept_language); // Chinese unless English is asked for first

} // namespace lilong
