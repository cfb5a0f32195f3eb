// The interval of a share: exact hypergeometric for a counted committee, Wilson otherwise, others on request, and the
// boundary rule for 0 % and 100 %, so that "0 ± 0" from two of 640 households never appears (ST-33 … ST-39).
//
// Sources: hypergeometric, equal tails: inversion of the exact distribution. Wilson (1927) with n_eff = p(1-p)/v.
// Korn & Graubard (1998a). xlogit: logit(p) ± t SE/(p(1-p)), back-transformed.
#pragma once

#include <cstdint>
#include <optional>

#include "analysis/types.h"

namespace lilong::analysis
{

// x yes among n answers out of N: the numbers of yes in the population that x does not contradict, over N (ST-33).
struct ExactCount {
    std::int64_t yes = 0, answers = 0, population = 0;
};
Interval hypergeometric_interval(ExactCount const& count, double level);
// P(X >= x) and P(X <= x) when `yes_in_population` of `population` would say yes and `answers` are drawn.
double hypergeometric_at_least(std::int64_t x, std::int64_t yes_in_population, ExactCount const& draw);
double hypergeometric_at_most(std::int64_t x, std::int64_t yes_in_population, ExactCount const& draw);

Interval wilson_interval(double share, double n_eff, double t);
Interval korn_graubard_interval(double share, double n_star, double level);

struct ShareFacts {
    double share = kUndefined;
    double variance = kUndefined;
    double df = 0;
    std::int64_t n = 0; // rows with a valid answer
    std::int64_t n_psu = 0;
    double f = 0;                    // 0 without finite correction
    bool unseen = true;              // some of the population did not answer
    double boundary_deff = 1;        // max(1, median deff of the item over the cells shown)
    std::optional<ExactCount> exact; // where the hypergeometric may be used (ST-38, first row)
};

struct ShareInterval {
    Interval interval;
    Method method = Method::wilson;
    bool boundary = false;
};

// `asked` may be automatic (ST-38). Hypergeometric needs facts.exact; the caller refuses beforehand where it is absent.
ShareInterval share_interval(ShareFacts const& facts, Method asked, double level);

// ST-39: n_psu / (1 - f) / deff
double boundary_n_eff(ShareFacts const& facts);
// variance 0 although somebody was not asked
bool at_boundary(ShareFacts const& facts);

} // namespace lilong::analysis
