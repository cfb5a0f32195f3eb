// Faults planted into generated answers, so that the quality page has something to show: answers are exchanged with other
// forms of the same estate, and no count of any item moves. Pure.
#pragma once

#include <string>
#include <vector>

namespace lilong::demo
{

inline constexpr std::size_t kStraightForms = 20;

// The first `count` of `chosen` answer "no need" to whatever they are asked, as far as the others' answers allow.
void answer_alike(std::vector<std::string>& coded, std::vector<std::size_t> const& estate, std::vector<std::size_t> const& chosen, std::size_t count);

// The second form answers like the first, item by item, where both are asked.
void answer_as(std::vector<std::string>& coded, std::vector<std::size_t> const& estate, std::size_t first, std::size_t second);

} // namespace lilong::demo
