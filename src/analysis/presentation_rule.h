// Whether a number is precise enough to be shown (ST-45). Insufficient cells show "too few answers" on pages; the
// command line prints them with the flag.
//
// Source: Parker et al. (2017), NCHS data presentation standards for proportions, on the Korn-Graubard interval with
// n_eff capped at n/(1-f).
#pragma once

#include "analysis/share_interval_estimate.h"

namespace lilong::analysis
{

struct Presentation {
    bool insufficient = false;
    bool review = false; // df < 8
};

Presentation presentation_of_share(ShareFacts const& facts);
Presentation presentation_of_number(std::int64_t n, double f, double df); // means, totals, ratios, quantiles

} // namespace lilong::analysis
