// Quantiles and tail probabilities of the distributions the estimators need; the only file that meets Boost.Math.
#pragma once

#include <cstdint>
#include <vector>

namespace lilong::analysis
{

double normal_quantile(double probability);
double t_quantile(double probability, double df);             // NaN for df < 1 (ST-30)
double t_two_sided_p(double t, double df);                    // P(|T| >= |t|); NaN for df < 1
double beta_quantile(double probability, double a, double b); // 0 for a = 0, 1 for b = 0
double f_upper_p(double f, double df1, double df2);

// Whole distributions as probabilities of 0 … n, from recurrences, scaled so that they sum to 1.
std::vector<double> beta_binomial_probabilities(std::int64_t n, double mean,
                                                double precision); // precision may be infinite

} // namespace lilong::analysis
