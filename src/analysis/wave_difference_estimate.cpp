#include "analysis/wave_difference_estimate.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/distribution_rule.h"

namespace lilong::analysis
{

namespace
{

struct Scale {
    double ratio = 0;       // R, 0 for a total
    double denominator = 1; // M, 1 for a total
};

// s^2 of z over the responding households of the stratum
double spread_of(StratumSums const& s, Scale const& scale)
{
    if (s.units < 2) return 0;
    auto const n = static_cast<double>(s.units);
    auto const b = s.b_u - scale.ratio * s.b_v;
    auto const squares = s.a_uu - 2 * scale.ratio * s.a_uv + scale.ratio * scale.ratio * s.a_vv - b * b / n;
    return std::max(0.0, squares) / (n - 1) / (scale.denominator * scale.denominator);
}

double overlap_covariance(OverlapSums const& o, Scale const& one, Scale const& two)
{
    auto const m = static_cast<double>(o.households);
    auto const products = o.u1u2 - two.ratio * o.u1v2 - one.ratio * o.v1u2 + one.ratio * two.ratio * o.v1v2;
    auto const sums = (o.u1 - one.ratio * o.v1) * (o.u2 - two.ratio * o.v2);
    return (products - sums / m) / (m - 1) / (one.denominator * two.denominator);
}

double population_of(StratumSums const& s) { return std::max(s.population, static_cast<double>(s.units)); }

// m - N_12 n1 n2/(N1 N2); m alone without finite correction
double factor_of(WaveStratum const& s, FiniteCorrection fpc)
{
    auto const m = static_cast<double>(s.overlap.households);
    auto const n1 = population_of(s.first), n2 = population_of(s.second);
    if (fpc == FiniteCorrection::off || std::isinf(n1) || std::isinf(n2)) return m;
    auto const common = s.common_population.value_or(std::min(n1, n2));
    return m - common * (static_cast<double>(s.first.units) / n1) * (static_cast<double>(s.second.units) / n2);
}

double covariance_of(WaveStratum const& s, Scale const& one, Scale const& two, FiniteCorrection fpc)
{
    auto const factor = factor_of(s, fpc);
    if (s.overlap.households >= 2) return factor * overlap_covariance(s.overlap, one, two);
    if (factor >= 0) return 0;
    return factor * std::sqrt(spread_of(s.first, one) * spread_of(s.second, two));
}

Result<Linearised> finish(std::span<StratumSums const> strata, Statistic statistic, TaylorOptions const& options)
{
    return statistic == Statistic::total ? total_of_sums(strata, options) : ratio_of_sums(strata, options);
}

Scale scale_of(Linearised const& estimate, Statistic statistic)
{
    return statistic == Statistic::total ? Scale{} : Scale{estimate.value, estimate.denominator};
}

} // namespace

double WaveDifference::se() const { return std::sqrt(variance); }

Result<WaveDifference> wave_difference(std::span<WaveStratum const> strata, Statistic statistic,
                                       TaylorOptions const& options)
{
    std::vector<StratumSums> first, second;
    for (auto const& s : strata) {
        if (s.first.units > 0) first.push_back(s.first);
        if (s.second.units > 0) second.push_back(s.second);
    }
    WaveDifference out;
    out.first = TRY(finish(first, statistic, options));
    out.second = TRY(finish(second, statistic, options));
    out.df = std::min(out.first.df, out.second.df);
    for (auto const& s : strata) out.households_in_both += s.overlap.households;
    if (std::isnan(out.first.value) || std::isnan(out.second.value)) return out;
    out.difference = out.second.value - out.first.value;
    auto const one = scale_of(out.first, statistic), two = scale_of(out.second, statistic);
    out.covariance = 0;
    for (auto const& s : strata)
        if (s.first.units > 0 && s.second.units > 0) out.covariance += covariance_of(s, one, two, options.fpc);
    auto const parts = out.first.variance + out.second.variance;
    auto const variance = parts - 2 * out.covariance;
    out.variance = variance <= 1e-13 * parts ? 0 : variance; // what is left is rounding
    return out;
}

Interval wave_difference_interval(WaveDifference const& change, double level)
{
    auto const known = change.first.n_psu > 0 && change.second.n_psu > 0;
    if (known && !change.first.unseen && !change.second.unseen) return {change.difference, change.difference};
    auto const half = t_quantile(0.5 + level / 2, change.df) * change.se();
    return {change.difference - half, change.difference + half};
}

} // namespace lilong::analysis
