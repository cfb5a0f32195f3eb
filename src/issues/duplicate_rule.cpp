#include "issues/duplicate_rule.h"

#include <cmath>
#include <numbers>
#include <set>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace lilong::issues
{

namespace
{

// NFKC with case folding; letters and digits stay, everything else goes.
std::u32string plain(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    auto const* nfkc = icu::Normalizer2::getNFKCCasefoldInstance(status);
    auto const raw = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
    auto const folded = U_SUCCESS(status) ? nfkc->normalize(raw, status) : raw;
    std::u32string out;
    for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1))
        if (auto const c = folded.char32At(i); u_isalnum(c)) out.push_back(static_cast<char32_t>(c));
    return out;
}

std::set<std::u32string> bigrams(std::u32string const& text)
{
    std::set<std::u32string> out;
    if (text.size() == 1) out.insert(text);
    for (std::size_t i = 0; i + 1 < text.size(); ++i) out.insert(text.substr(i, 2));
    return out;
}

} // namespace

double jaccard_of_bigrams(std::string_view a, std::string_view b)
{
    auto const left = bigrams(plain(a));
    auto const right = bigrams(plain(b));
    if (left.empty() && right.empty()) return 0;
    std::size_t common = 0;
    for (auto const& bigram : left) common += right.contains(bigram);
    return static_cast<double>(common) / static_cast<double>(left.size() + right.size() - common);
}

std::optional<double> duplicate_score(std::string_view a, std::string_view b, Likeness const& likeness)
{
    if (likeness.distance_m > likeness.limit_m || likeness.days > kDuplicateDays || likeness.days < 0)
        return std::nullopt;
    return .5 * jaccard_of_bigrams(a, b) + .3 * (1 - likeness.distance_m / likeness.limit_m) +
           .2 * (1 - likeness.days / double{kDuplicateDays});
}

double distance_m(double lon_a, double lat_a, double lon_b, double lat_b)
{
    constexpr double earth = 6'371'008.8, degree = std::numbers::pi / 180;
    auto const half = [](double angle) { return std::pow(std::sin(angle / 2), 2); };
    auto const h = half((lat_b - lat_a) * degree) +
                   std::cos(lat_a * degree) * std::cos(lat_b * degree) * half((lon_b - lon_a) * degree);
    return 2 * earth * std::asin(std::sqrt(std::min(1.0, h)));
}

} // namespace lilong::issues
