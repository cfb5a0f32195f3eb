// Three bands, never one (statistics.md section 7): sampling is the smallest of the errors here, so a share is shown
// with what those who did not answer could do to it.
//
// Sources: band 2 with the level-of-effort gap of Lin & Schaeffer (1995); band 3 Manski (2003); data defect Meng
// (2018).
#pragma once

#include <optional>

#include "analysis/types.h"

namespace lilong::analysis
{

inline constexpr double kAssumedGap = 0.10;   // delta without late respondents
inline constexpr double kSmallestGap = 0.05;  // delta is at least this
inline constexpr double kWorstCaseFrom = 0.8; // band 3 is shown from this f on

// delta from first-visit and third-or-later-visit respondents of the sub-district; the default below 100 late ones.
double nonresponse_gap(double first_visit_share, double late_share, std::int64_t late_respondents);

struct Bands {
    Interval sampling;                  // band 1
    Interval nonresponse;               // band 2: share ± (half-width of band 1 + m delta), within [0,1]
    std::optional<Interval> worst_case; // band 3: [f p, f p + 1 - f], from f >= .8
};

// m = share that did not answer among those attempted: 1 - f for census attempts and convenience samples, 1 - RR1 for
// srs and systematic samples.
Bands bands_of(Estimate const& share, double not_answered, double gap = kAssumedGap);
Bands bands_of(Estimate const& share); // m = 1 - f
Interval worst_case_band(double share, double f);

// ST-44: the simple random sample that would be as good if answering and needing correlate by `correlation`.
double equivalent_sample(double f, double correlation);

} // namespace lilong::analysis
