// Straight-lining (ST-80): a whole grid answered alike, or one answer that runs over most of the page. Alone it proves
// nothing, a household may need nothing; so it counts only where the committee's other answers make it unlikely. Pure.
#pragma once

#include "quality/question_rule.h"
#include "quality/types.h"

namespace lilong::quality
{

struct Straight {
    bool grid = false;       // a whole grid; else the longest run
    std::size_t items = 0;   // answered alike
    std::size_t answers = 0; // on the page
    double chance = 1;       // that these answers meet, by the committee's shares
};

// The least likely of what is straight in this form; nothing when it is as varied as others.
std::optional<Straight> straight_line(Questions const& questions, std::string_view coded, OptionCounts const& shares,
                                      Limits const& limits);

} // namespace lilong::quality
