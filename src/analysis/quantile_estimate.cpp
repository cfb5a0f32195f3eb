#include "analysis/quantile_estimate.h"

#include <numeric>

#include "analysis/distribution_rule.h"

namespace lilong::analysis
{

namespace
{

std::size_t category_at(Histogram const& histogram, double q)
{
    auto const all = std::accumulate(histogram.weights.begin(), histogram.weights.end(), 0.0);
    double so_far = 0;
    for (std::size_t c = 0; c < histogram.values.size(); ++c) {
        so_far += histogram.weights[c];
        if (histogram.weights[c] > 0 && so_far >= (q - 1e-12) * all) return c; // a tie survives rounding
    }
    return histogram.values.size() - 1;
}

} // namespace

double quantile_of(Histogram const& histogram, double q)
{
    return histogram.values.empty() ? kUndefined : histogram.values[category_at(histogram, q)];
}

Result<QuantileEstimate> quantile_estimate(Histogram const& histogram, ShareUpTo const& share_up_to, double q,
                                           double level)
{
    QuantileEstimate out;
    if (histogram.values.empty()) return out;
    auto const category = category_at(histogram, q);
    out.share_up_to = TRY(share_up_to(category));
    out.value = histogram.values[category];
    auto const bounds = wald_interval(out.share_up_to, level);
    if (!out.share_up_to.unseen) { // everybody answered: the quantile itself
        out.interval = {out.value, out.value};
        out.se = 0;
        return out;
    }
    auto const t = t_quantile(0.5 + level / 2, out.share_up_to.df);
    if (t != t) return out;
    out.interval = {quantile_of(histogram, bounds.lower), quantile_of(histogram, bounds.upper)};
    out.se = (out.interval.upper - out.interval.lower) / (2 * t);
    return out;
}

} // namespace lilong::analysis
