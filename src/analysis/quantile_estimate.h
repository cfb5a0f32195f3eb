// A quantile of an ordinal or integer item from its histogram, with Woodruff's interval (ST-27).
//
// Source: Woodruff (1952): the smallest category c with F(c) >= q; bounds are the quantiles at F(c) ± t SE(F(c)),
// SE of the share of values <= c from ST-20; standard error (upper - lower)/(2t).
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "analysis/taylor_estimate.h"

namespace lilong::analysis
{

struct Histogram {
    std::vector<double> values;  // ascending categories
    std::vector<double> weights; // of the answers in each
};

// The share of values <= values[category] with its variance; asked for one category only.
using ShareUpTo = std::function<Result<Linearised>(std::size_t category)>;

struct QuantileEstimate {
    double value = kUndefined, se = kUndefined;
    Interval interval;
    Linearised share_up_to; // of the chosen category: df, n_psu, flags
};

double quantile_of(Histogram const& histogram, double q); // q outside [0,1] gives the extreme category
Result<QuantileEstimate> quantile_estimate(Histogram const& histogram, ShareUpTo const& share_up_to, double q,
                                           double level);

} // namespace lilong::analysis
