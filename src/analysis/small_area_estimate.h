// Shares of areas with too few answers, borrowed from areas like them (ST-62 … ST-65): predicted for the households
// that did not answer, shifted so that each sub-district keeps its direct share, with the uncertainty of the model by
// bootstrap.
//
// P~_i = f p + (1-f) theta (ST-63); benchmark: P~_i + c_g with sum_g W_i P~_i = P^_g, cut to what the answers allow,
//   [x/N, 1 - (n-x)/N], the remainder spread over the uncut areas: Rao & Molina (2015, 6.4.6), Datta et al. (2011).
// Mean squared error: parametric bootstrap, each draw makes shares, answers and the unseen households from the fitted
//   model, fits again and compares with the drawn truth (Hall & Maiti 2006; Rao & Molina 2015).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analysis/beta_binomial_estimate.h"
#include "base/chance.h"

namespace lilong::analysis
{

struct SmallArea {
    std::int64_t yes = 0, answers = 0, population = 0; // households; a register below the answers is raised to them
    double weight = 1;                                 // N_h/n_h of its stratum, for the direct share of its group
    std::int32_t group = 0;                            // its sub-district: 0, 1, …
    std::vector<double> characteristics;
};

struct SmallAreaShares {
    BetaBinomialModel model;
    std::vector<PredictedShare> areas; // in the order given, benchmarked; undefined where nobody lives
};
// Refuses what fit_beta_binomial refuses.
Result<SmallAreaShares> predict_areas(std::span<SmallArea const> areas, double level = 0.95);

// ST-64 for one group: shares within `limits`, moved by one amount until their weighted sum is `target`; where a limit
// stops one, the others move further. A target out of reach leaves all at their limits.
std::vector<double> benchmarked(std::span<double const> shares, std::span<double const> weights,
                                std::span<Interval const> limits, double target);

inline constexpr int kBootstrapDraws = 200;
struct ModelUncertainty {
    std::vector<double> mean_squared_error; // of the benchmarked share of each area, over the draws
    // Mean squared error over the variance that the model alone claims, at least 1: how much the errors of
    // predict_areas grow when the model itself had to be estimated.
    std::vector<double> inflation;
    int draws = 0, used = 0; // draws whose model could not be fitted are left out
};
ModelUncertainty bootstrap_areas(std::span<SmallArea const> areas, SmallAreaShares const& fitted, int draws, Rng& rng);
// The prediction with its error and its interval stretched by the inflation, still within what the answers allow.
PredictedShare with_model_uncertainty(PredictedShare predicted, double inflation, SmallArea const& area);

} // namespace lilong::analysis
