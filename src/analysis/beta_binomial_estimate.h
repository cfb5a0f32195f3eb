// What areas with the same characteristics say, and how much such areas differ among themselves: the model behind
// surprises (ST-68) and behind smoothing of small cells (ST-62, ST-63).
//
// x_i | theta_i ~ Bin(n_i, theta_i), theta_i ~ Beta(mu_i phi, (1-mu_i) phi), logit mu_i = beta'z_i; log-likelihood
//   sum lnB(x_i + mu_i phi, n_i - x_i + (1-mu_i) phi) - lnB(mu_i phi, (1-mu_i) phi),
// Newton with step halving on (beta, ln phi), phi <= 10^4, beyond it binomial. Overdispersion in the null:
// Spiegelhalter (2005a,b); empirical Bayes: Rao & Molina (2015).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/types.h"
#include "base/error.h"

namespace lilong::analysis
{

inline constexpr double kLargestPrecision = 1e4;

struct AreaCount {
    double yes = 0, answers = 0;         // divided by the design effect where answers are clustered or weighted
    std::vector<double> characteristics; // the same number for every area; standardised here; 0/1 for classes
};

struct BetaBinomialModel {
    std::vector<double> means; // mu_i in the order given
    double precision = 0;      // phi; infinite where areas differ no more than chance (binomial)
    double log_likelihood = 0;
    bool intercept_only = false; // fewer than 20 areas, or no characteristic that varies
};

enum class Robust { no, winsorised_once }; // ST-68: p winsorised at mu ± 2.5 sd, refitted once, never iterated

// Areas without answers take no part in the fit and get their mean. Refuses analysis.model_needs_more_areas (fewer
// than 8 areas with answers) and analysis.model_did_not_converge.
Result<BetaBinomialModel> fit_beta_binomial(std::span<AreaCount const> areas, Robust robust);

// Standard deviation of an observed share of n answers under the model.
double share_deviation(double answers, double mean, double precision);

// Twice the smaller of P(X<x)+P(x)/2 and P(X>x)+P(x)/2, at most 1.
double two_sided_mid_p(std::int64_t yes, std::int64_t answers, double mean, double precision);

// ST-63: f p + (1-f) theta, theta = gamma p + (1-gamma) mu, gamma = n/(n+phi); equals the direct share at f = 1.
struct PredictedShare {
    double theta = kUndefined;
    double share = kUndefined;
    double variance = kUndefined; // of the unseen part
    Interval interval;            // from the quantiles of the unseen yes-count
};
// Share and variance only; predict_share adds the interval, which costs the whole distribution of the unseen count.
PredictedShare predict_point(std::int64_t yes, std::int64_t answers, std::int64_t population, double mean,
                             double precision);
PredictedShare predict_share(std::int64_t yes, std::int64_t answers, std::int64_t population, double mean,
                             double precision, double level = 0.95);

} // namespace lilong::analysis
