#include "analysis/band_rule.h"

#include <algorithm>
#include <cmath>

namespace lilong::analysis
{

double nonresponse_gap(double first_visit_share, double late_share, std::int64_t late_respondents)
{
    if (late_respondents < 100) return kAssumedGap;
    return std::max(kSmallestGap, std::abs(late_share - first_visit_share));
}

Interval worst_case_band(double share, double f) { return {f * share, f * share + 1 - f}; }

Bands bands_of(Estimate const& share, double not_answered, double gap)
{
    auto const reach = (share.upper - share.lower) / 2 + not_answered * gap;
    Bands out{.sampling = {share.lower, share.upper},
              .nonresponse = {std::max(0.0, share.value - reach), std::min(1.0, share.value + reach)},
              .worst_case = {}};
    if (share.f >= kWorstCaseFrom) out.worst_case = worst_case_band(share.value, share.f);
    return out;
}

Bands bands_of(Estimate const& share) { return bands_of(share, 1 - share.f); }

double equivalent_sample(double f, double correlation) { return f / ((1 - f) * correlation * correlation); }

} // namespace lilong::analysis
