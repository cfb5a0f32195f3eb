#include "demo/oddity_rule.h"

#include <algorithm>

namespace lilong::demo
{

namespace
{

constexpr char kNoNeed = '3', kNotAsked = '.';

// Gives `form` this answer and whoever had it the answer of `form`; those in `kept` are not asked.
void exchange(std::vector<std::string>& coded, std::vector<std::size_t> const& estate, std::vector<std::size_t> const& kept, std::size_t form, std::size_t place, char wanted)
{
    auto& own = coded[form][place];
    if (own == wanted || own == kNotAsked || wanted == kNotAsked) return;
    for (auto const other : estate)
        if (coded[other][place] == wanted && std::ranges::find(kept, other) == kept.end()) return std::swap(own, coded[other][place]);
}

} // namespace

void answer_alike(std::vector<std::string>& coded, std::vector<std::size_t> const& estate, std::vector<std::size_t> const& chosen, std::size_t count)
{
    std::vector<std::size_t> const forms{chosen.begin(), chosen.begin() + static_cast<std::ptrdiff_t>(std::min(count, chosen.size()))};
    for (auto const form : forms)
        for (std::size_t place = 0; place < coded[form].size(); ++place) exchange(coded, estate, forms, form, place, kNoNeed);
}

void answer_as(std::vector<std::string>& coded, std::vector<std::size_t> const& estate, std::size_t first, std::size_t second)
{
    for (std::size_t place = 0; place < coded[second].size(); ++place) exchange(coded, estate, {first, second}, second, place, coded[first][place]);
}

} // namespace lilong::demo
