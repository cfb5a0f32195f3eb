// Means, shares, ratios and totals with their variance, from a handful of sums per stratum; rows are never needed.
// The same finishing serves the integer cube, SQL results and files (statistics.md sections 4 and 5).
//
// Source: Taylor linearisation with the stratum's mean removed, Binder (1983); Saerndal, Swensson & Wretman (1992),
// ch. 5.
//   u = sum of w*y, v = sum of w over the valid answers of one unit (PSU); B_u, B_v, A_uu, A_uv, A_vv their sums and
//   sums of products over the units of a stratum; M = sum of B_v; g_h = (1 - f_h) n_h / (n_h - 1).
//   ST-20  R = sum B_u / M,   Var = M^-2 sum g_h {A_uu - 2R A_uv + R^2 A_vv - (B_u - R B_v)^2 / n_h}
//   ST-21  T = sum B_u,       Var = sum g_h {A_uu - B_u^2 / n_h}
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/types.h"
#include "base/error.h"

namespace lilong::analysis
{

struct StratumSums {
    std::int64_t units = 0;            // n_h: responding units, also those without a member in the domain
    double population = kNoPopulation; // N_h; raised to n_h where the register lags (ST-3)
    std::int64_t units_in_domain = 0;  // with at least one valid answer in the domain
    double b_u = 0, b_v = 0;
    double a_uu = 0, a_uv = 0, a_vv = 0;
    std::string name; // for the message of a lonely stratum
};

// Sums over the valid rows of the domain, for the design effect (ST-26). For means and shares x is 1.
struct RowSums {
    std::int64_t n = 0;
    double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0, wyy = 0;
};

struct TaylorOptions {
    FiniteCorrection fpc = FiniteCorrection::on;
    LonelyRule lonely = LonelyRule::adjust; // a command line default of `fail` is its own choice
};

// A point, its linearised variance, and what the intervals need to know about the design.
struct Linearised {
    double value = kUndefined;
    double variance = kUndefined;
    double denominator = 0; // M: sum of B_v
    double df = 0;          // ST-30
    std::int64_t n_psu = 0;
    double f = 0;        // ST-39: sum n_hd / sum(n_hd / f_h); 0 without finite correction
    bool unseen = false; // some stratum in the domain has f_h < 1
    bool lonely = false;
    bool over_coverage = false;
    double se() const;
};

// Refuses analysis.lonely_stratum under LonelyRule::fail.
Result<Linearised> ratio_of_sums(std::span<StratumSums const> strata, TaylorOptions const& options);
Result<Linearised> total_of_sums(std::span<StratumSums const> strata, TaylorOptions const& options);

// ST-26: variance divided by that of a simple random sample of as many rows. NaN when that is 0 or N-hat < n.
double design_effect_of_share(Linearised const& share, RowSums const& rows);
double design_effect_of_ratio(Linearised const& ratio, RowSums const& rows); // means too, with x = 1
double design_effect_of_total(Linearised const& total, RowSums const& rows);

// value ± t * SE (ST-37); a census gives a point, df < 1 gives no interval.
Interval wald_interval(Linearised const& estimate, double level);

// ST-23, covariance of two ratios a and b, from the cross sums of their unit totals in each stratum.
struct CrossSums {
    std::int64_t units = 0;
    double population = kNoPopulation;
    double b_ua = 0, b_va = 0, b_ub = 0, b_vb = 0;
    double uaub = 0, uavb = 0, vaub = 0, vavb = 0;
};
double covariance_of_ratios(std::span<CrossSums const> strata, Linearised const& a, Linearised const& b,
                            FiniteCorrection fpc);

} // namespace lilong::analysis
