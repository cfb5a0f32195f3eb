#include "analysis/taylor_estimate.h"

#include <algorithm>
#include <cmath>

#include "analysis/distribution_rule.h"

namespace lilong::analysis
{

namespace
{

double sampled_fraction(std::int64_t units, double population, FiniteCorrection fpc)
{
    if (fpc == FiniteCorrection::off || std::isinf(population)) return 0;
    return std::min(1.0, static_cast<double>(units) / population);
}

double sampled_fraction(StratumSums const& s, FiniteCorrection fpc)
{
    return sampled_fraction(s.units, s.population, fpc);
}

bool is_lonely(StratumSums const& s) { return s.units == 1 && s.units_in_domain > 0 && s.population > 1; }

// What the strata say about the design, whatever is estimated: df, f, flags (ST-3, ST-30, ST-31, ST-39).
Result<Linearised> describe(std::span<StratumSums const> strata, TaylorOptions const& options)
{
    Linearised out;
    double in_domain_population = 0;
    for (auto const& s : strata) {
        out.denominator += s.b_v;
        if (s.units_in_domain == 0) continue;
        auto const f = sampled_fraction(s, options.fpc);
        auto const in_domain = static_cast<double>(s.units_in_domain);
        out.n_psu += s.units_in_domain;
        out.df += in_domain - 1;
        in_domain_population += f > 0 ? in_domain / f : kNoPopulation;
        out.unseen = out.unseen || f < 1;
        out.over_coverage = out.over_coverage || static_cast<double>(s.units) > s.population;
        out.lonely = out.lonely || is_lonely(s);
        if (is_lonely(s) && options.lonely == LonelyRule::fail)
            return refuse(ErrorKind::bad_input, "analysis.lonely_stratum", {{"stratum", s.name}});
    }
    if (out.n_psu > 0) out.f = static_cast<double>(out.n_psu) / in_domain_population;
    return out;
}

// One stratum's share of the variance of sum z, z = u - R v (R = 0 for a total). Differences that are only rounding
// count as 0 (ST-22), so that 100 % yes is seen as a boundary.
double contribution(StratumSums const& s, double ratio, double mean_z, TaylorOptions const& options)
{
    auto const f = sampled_fraction(s, options.fpc);
    if (f >= 1 || s.units == 0) return 0;
    auto const b_z = s.b_u - ratio * s.b_v;
    if (s.units == 1) {
        if (s.units_in_domain == 0 || options.lonely != LonelyRule::adjust) return 0;
        return (1 - f) * (b_z - mean_z) * (b_z - mean_z);
    }
    auto const n = static_cast<double>(s.units);
    auto const spread = s.a_uu - 2 * ratio * s.a_uv + ratio * ratio * s.a_vv - b_z * b_z / n;
    auto const size = s.a_uu + 2 * std::abs(ratio * s.a_uv) + ratio * ratio * s.a_vv;
    return spread <= 1e-13 * size ? 0 : (1 - f) * n / (n - 1) * spread;
}

double variance_of_sum(std::span<StratumSums const> strata, double ratio, TaylorOptions const& options)
{
    double b_z = 0, units = 0;
    for (auto const& s : strata) {
        if (s.units_in_domain == 0) continue;
        b_z += s.b_u - ratio * s.b_v;
        units += static_cast<double>(s.units);
    }
    auto const mean_z = units > 0 ? b_z / units : 0;
    double sum = 0;
    for (auto const& s : strata) sum += contribution(s, ratio, mean_z, options);
    return sum;
}

double sum_of_u(std::span<StratumSums const> strata)
{
    double sum = 0;
    for (auto const& s : strata) sum += s.b_u;
    return sum;
}

double quotient_or_undefined(double above, double below, RowSums const& rows)
{
    if (!(below > 0) || rows.w < static_cast<double>(rows.n) || !std::isfinite(above)) return kUndefined;
    return above / below;
}

// s^2 of e = y - R x, weighted, over n - 1 rows
double residual_spread(RowSums const& rows, double ratio)
{
    auto const n = static_cast<double>(rows.n);
    auto const mean = (rows.wy - ratio * rows.wx) / rows.w;
    auto const squares = rows.wyy - 2 * ratio * rows.wxy + ratio * ratio * rows.wxx - rows.w * mean * mean;
    auto const size = rows.wyy + 2 * std::abs(ratio * rows.wxy) + ratio * ratio * rows.wxx;
    return squares <= 1e-13 * size ? 0 : n / (n - 1) * squares / rows.w; // only rounding counts as 0
}

double simple_random(RowSums const& rows, double spread)
{
    auto const n = static_cast<double>(rows.n);
    return (1 - n / rows.w) * spread / n;
}

} // namespace

double Linearised::se() const { return std::sqrt(variance); }

Result<Linearised> ratio_of_sums(std::span<StratumSums const> strata, TaylorOptions const& options)
{
    auto out = TRY(describe(strata, options));
    if (out.n_psu == 0 || out.denominator == 0) return out;
    out.value = sum_of_u(strata) / out.denominator;
    out.variance = variance_of_sum(strata, out.value, options) / (out.denominator * out.denominator);
    return out;
}

Result<Linearised> total_of_sums(std::span<StratumSums const> strata, TaylorOptions const& options)
{
    auto out = TRY(describe(strata, options));
    if (out.n_psu == 0) return out;
    out.value = sum_of_u(strata);
    out.variance = variance_of_sum(strata, 0, options);
    return out;
}

double design_effect_of_share(Linearised const& share, RowSums const& rows)
{
    if (rows.n < 2) return kUndefined;
    auto const n = static_cast<double>(rows.n);
    auto const spread = share.value * (1 - share.value) * n / (n - 1);
    return quotient_or_undefined(share.variance, simple_random(rows, spread), rows);
}

double design_effect_of_ratio(Linearised const& ratio, RowSums const& rows)
{
    if (rows.n < 2 || rows.wx == 0) return kUndefined;
    auto const scale = rows.w / rows.wx;
    auto const simple = simple_random(rows, residual_spread(rows, ratio.value)) * scale * scale;
    return quotient_or_undefined(ratio.variance, simple, rows);
}

double design_effect_of_total(Linearised const& total, RowSums const& rows)
{
    if (rows.n < 2) return kUndefined;
    auto const simple = simple_random(rows, residual_spread(rows, 0)) * rows.w * rows.w;
    return quotient_or_undefined(total.variance, simple, rows);
}

Interval wald_interval(Linearised const& estimate, double level)
{
    if (estimate.n_psu > 0 && !estimate.unseen) return {estimate.value, estimate.value};
    auto const half = t_quantile(0.5 + level / 2, estimate.df) * estimate.se();
    return {estimate.value - half, estimate.value + half};
}

double covariance_of_ratios(std::span<CrossSums const> strata, Linearised const& a, Linearised const& b,
                            FiniteCorrection fpc)
{
    double sum = 0;
    for (auto const& s : strata) {
        if (s.units < 2) continue;
        auto const n = static_cast<double>(s.units);
        auto const g = (1 - sampled_fraction(s.units, s.population, fpc)) * n / (n - 1);
        auto const products = s.uaub - b.value * s.uavb - a.value * s.vaub + a.value * b.value * s.vavb;
        sum += g * (products - (s.b_ua - a.value * s.b_va) * (s.b_ub - b.value * s.b_vb) / n);
    }
    return sum / (a.denominator * b.denominator);
}

} // namespace lilong::analysis
