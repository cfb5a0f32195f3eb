#include "issues/reference.h"

#include <array>

#include "base/text.h"

namespace lilong::issues
{

namespace
{

constexpr std::string_view kLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"; // without 0 O 1 I L

std::string letters(Rng& rng, std::size_t count)
{
    std::string out;
    while (out.size() < count) out.push_back(kLetters[rng.below(kLetters.size())]);
    return out;
}

} // namespace

std::string new_reference(Rng& rng) { return letters(rng, 8); }
std::string new_code(Rng& rng) { return letters(rng, 12); }

std::string as_written(std::string_view typed)
{
    std::string out;
    for (auto c : typed.substr(0, 40)) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (kLetters.find(c) != std::string_view::npos) out.push_back(c);
    }
    return out;
}

std::string code_hash(std::string_view reference, std::string_view code)
{
    return sha256_hex(std::string{reference} + ":" + as_written(code));
}

} // namespace lilong::issues
