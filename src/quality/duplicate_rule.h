// Near duplicates (ST-80; Kuriakose & Robbins 2016): two forms of one interviewer that agree on at least 85 % of at
// least 20 items that vary, more than any two forms of different interviewers of the committee do, and more than the
// committee's own shares make likely among households of that tone. Answers are packed into five bit planes, so that
// one pair of forms costs a few machine words. Pure.
#pragma once

#include "quality/question_rule.h"
#include "quality/types.h"

namespace lilong::quality
{

struct AlikePair {
    std::size_t first = 0, second = 0; // forms
    int same = 0, compared = 0;
    double chance = 1; // that some pair of this interviewer would be as alike
    double share() const { return compared == 0 ? 0 : static_cast<double>(same) / compared; }
};

struct Duplicates {
    std::vector<AlikePair> pairs;
    double most_alike_of_others = kNone; // among forms of different interviewers; NaN where there is one interviewer
};

// Forms without a known collector take no part; nor do those in `left_out` (straight-lined ones are told elsewhere).
Duplicates near_duplicates(Questions const& questions, CommitteeForms const& committee, OptionCounts const& shares,
                           std::vector<bool> const& left_out, Limits const& limits);

} // namespace lilong::quality
