// Are they satisfied, and did enough of them answer? Shares with Wilson's interval (LO-74, LO-84; Wilson 1927):
//     centre and half width of (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n), z = 1.959964 for 95 %.
#pragma once

#include <cstdint>

namespace lilong::loop
{

struct ShareInterval {
    double share = 0, lower = 0, upper = 1; // nobody asked: 0 … 1 says nothing
};
ShareInterval wilson_interval(std::int64_t count, std::int64_t n);

struct SatisfactionSummary {
    std::int64_t origins = 0; // households that were to be asked
    std::int64_t answered = 0;
    std::int64_t satisfied = 0; // rated 4 or 5
    std::int64_t solved_yes = 0, solved_partly = 0, solved_no = 0;
    ShareInterval satisfied_share, not_solved_share;
};

// 10 answers or 5 % of the origins; of a handful of origins, all.
bool enough_answered(SatisfactionSummary const& summary);
bool satisfied_enough(SatisfactionSummary const& summary); // ≥ 80 % satisfied and ≤ 20 % "not solved"

} // namespace lilong::loop
