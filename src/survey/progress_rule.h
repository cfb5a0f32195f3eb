// How far a round has come in an area: households on the register as the denominator, what was reached of them, and the
// response rates (CO-101, ST-78). Sums only, so an area's progress is the sum of its parts. Pure.
#pragma once

#include "survey/response_rate_rule.h"

namespace lilong::survey
{

struct Progress {
    std::int64_t households = 0; // on the register when the round opened
    std::int64_t target = 0;     // households to reach; 0: all
    std::int64_t visited = 0;    // households with a visit or an answer
    std::int64_t answered = 0;   // households with an answer
    std::int64_t responses = 0;
    std::int64_t refused = 0;       // of those visited and without an answer
    std::int64_t not_reached = 0;   // visited, and nobody has opened yet
    DispositionCounts dispositions; // of every household on the register, and of those found beyond it

    Progress& operator+=(Progress const& more);
    // Answered households by households on the register; nothing without a register, at most 1 (ST-3).
    std::optional<double> coverage() const;
    bool over_coverage() const { return answered > households; }
    bool operator==(Progress const&) const = default;
};

// One household that was visited or has answered.
void count_household(Progress& progress, Disposition final, std::int64_t responses);
// When all of them are counted: who is left on the register was not attempted.
void close_count(Progress& progress);

} // namespace lilong::survey
