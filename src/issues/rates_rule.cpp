#include "issues/rates_rule.h"

#include <cmath>

namespace lilong::issues
{

namespace
{

constexpr double kZ = 1.959963984540054; // 97.5 % point of the normal distribution
constexpr std::int64_t kRankedFrom = 30;

} // namespace

Rate wilson(std::int64_t numerator, std::int64_t denominator)
{
    Rate rate{numerator, denominator, {}, {}, {}};
    if (denominator == 0) return rate;
    auto const n = static_cast<double>(denominator);
    auto const p = static_cast<double>(numerator) / n;
    auto const centre = p + kZ * kZ / (2 * n);
    auto const half = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
    auto const scale = 1 + kZ * kZ / n;
    rate.value = p;
    rate.lower = std::max(0.0, (centre - half) / scale);
    rate.upper = std::min(1.0, (centre + half) / scale);
    return rate;
}

ThreeRates three_rates(std::vector<RateFacts> const& issues)
{
    ThreeRates out;
    std::int64_t due = 0, in_time = 0, said = 0, solved = 0, rated = 0, content = 0;
    for (auto const& issue : issues) {
        if (!issue.excluded.empty()) {
            ++out.excluded[issue.excluded];
            continue;
        }
        if (issue.contacted_in_time) ++due, in_time += *issue.contacted_in_time;
        if (issue.solved) ++said, solved += *issue.solved == Solved::yes, out.partly += *issue.solved == Solved::partly;
        if (issue.rating) ++rated, content += *issue.rating >= 4;
    }
    out.timely_contact = wilson(in_time, due);
    out.solve = wilson(solved, said);
    out.satisfaction = wilson(content, rated);
    out.may_be_ranked = said >= kRankedFrom;
    return out;
}

} // namespace lilong::issues
