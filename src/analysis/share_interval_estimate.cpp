#include "analysis/share_interval_estimate.h"

#include <algorithm>
#include <cmath>

#include "analysis/distribution_rule.h"

namespace lilong::analysis
{

namespace
{

// Probability of the values from `from` on in direction `step` (+1 or -1). Terms follow from the most likely value by
// the ratio P(k+1)/P(k) = (K-k)(n-k) / ((k+1)(N-K-n+k+1)) and are scaled by their sum: no logarithm of a factorial,
// hence no cancellation. Terms below 1e-25 of the largest cannot matter.
double hypergeometric_tail(std::int64_t from, int step, std::int64_t yes, ExactCount const& draw)
{
    auto const n = draw.answers;
    auto const lowest = std::max<std::int64_t>(0, n - (draw.population - yes));
    auto const highest = std::min(yes, n);
    if (step > 0 ? from <= lowest : from >= highest) return 1;
    if (step > 0 ? from > highest : from < lowest) return 0;
    auto const mode =
        std::clamp(static_cast<std::int64_t>((static_cast<double>(n) + 1) * (static_cast<double>(yes) + 1) /
                                             (static_cast<double>(draw.population) + 2)),
                   lowest, highest);
    auto const up = [&](std::int64_t k) { // P(k+1)/P(k)
        return static_cast<double>(yes - k) * static_cast<double>(n - k) /
               (static_cast<double>(k + 1) * static_cast<double>(draw.population - yes - n + k + 1));
    };
    auto const counts = [&](std::int64_t k) { return step > 0 ? k >= from : k <= from; };
    double inside = counts(mode) ? 1 : 0, outside = 1 - inside;
    double term = 1;
    for (auto k = mode; k < highest && term > 1e-25; ++k) {
        term *= up(k);
        (counts(k + 1) ? inside : outside) += term;
    }
    term = 1;
    for (auto k = mode; k > lowest && term > 1e-25; --k) {
        term /= up(k - 1);
        (counts(k - 1) ? inside : outside) += term;
    }
    return inside / (inside + outside);
}

// Rational probabilities that equal alpha/2 must not be lifted over it by rounding.
bool clearly_above(double probability, double limit) { return probability > limit * (1 + 1e-12); }

} // namespace

double hypergeometric_at_least(std::int64_t x, std::int64_t yes, ExactCount const& draw)
{
    return hypergeometric_tail(x, +1, yes, draw);
}

double hypergeometric_at_most(std::int64_t x, std::int64_t yes, ExactCount const& draw)
{
    return hypergeometric_tail(x, -1, yes, draw);
}

Interval hypergeometric_interval(ExactCount const& count, double level)
{
    auto const tail = (1 - level) / 2;
    auto const fewest = count.yes;
    auto const most = count.population - (count.answers - count.yes);
    auto low = fewest, high = most; // smallest K with P(X >= x) > alpha/2
    while (low < high) {
        auto const middle = low + (high - low) / 2;
        if (clearly_above(hypergeometric_at_least(count.yes, middle, count), tail))
            high = middle;
        else
            low = middle + 1;
    }
    auto const lower = low;
    low = fewest, high = most; // largest K with P(X <= x) > alpha/2
    while (low < high) {
        auto const middle = low + (high - low + 1) / 2;
        if (clearly_above(hypergeometric_at_most(count.yes, middle, count), tail))
            low = middle;
        else
            high = middle - 1;
    }
    auto const population = static_cast<double>(count.population);
    return {static_cast<double>(lower) / population, static_cast<double>(low) / population};
}

Interval wilson_interval(double share, double n_eff, double t)
{
    auto const t2 = t * t / n_eff;
    auto const centre = (share + t2 / 2) / (1 + t2);
    auto const half = t * std::sqrt(share * (1 - share) / n_eff + t2 / (4 * n_eff)) / (1 + t2);
    return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

Interval korn_graubard_interval(double share, double n_star, double level)
{
    auto const tail = (1 - level) / 2;
    return {beta_quantile(tail, n_star * share, n_star * (1 - share) + 1),
            beta_quantile(1 - tail, n_star * share + 1, n_star * (1 - share))};
}

bool at_boundary(ShareFacts const& facts) { return facts.variance == 0 && facts.unseen; }

double boundary_n_eff(ShareFacts const& facts)
{
    return static_cast<double>(facts.n_psu) / (1 - facts.f) / std::max(1.0, facts.boundary_deff);
}

namespace
{

Interval korn_graubard(ShareFacts const& facts, double n_eff, double level)
{
    auto const tail = (1 - level) / 2;
    auto const ratio = t_quantile(tail, static_cast<double>(facts.n) - 1) / t_quantile(tail, facts.df);
    if (std::isnan(ratio)) return {};
    return korn_graubard_interval(facts.share, n_eff * ratio * ratio, level);
}

Interval xlogit(ShareFacts const& facts, double t)
{
    auto const odds = facts.share * (1 - facts.share);
    auto const centre = std::log(facts.share / (1 - facts.share));
    auto const half = t * std::sqrt(facts.variance) / odds;
    auto const back = [](double x) { return 1 / (1 + std::exp(-x)); };
    return {back(centre - half), back(centre + half)};
}

Interval interval_by(Method method, ShareFacts const& facts, double level)
{
    auto const t = t_quantile(0.5 + level / 2, facts.df);
    if (std::isnan(t)) return {};
    if (at_boundary(facts)) {
        auto const n_eff = boundary_n_eff(facts);
        return method == Method::wilson ? wilson_interval(facts.share, n_eff, t) : korn_graubard(facts, n_eff, level);
    }
    auto const n_eff = facts.share * (1 - facts.share) / facts.variance;
    if (method == Method::wilson) return wilson_interval(facts.share, n_eff, t);
    if (method == Method::korn_graubard) return korn_graubard(facts, n_eff, level);
    if (method == Method::xlogit) return xlogit(facts, t);
    auto const half = t * std::sqrt(facts.variance);
    return {facts.share - half, facts.share + half};
}

} // namespace

ShareInterval share_interval(ShareFacts const& facts, Method asked, double level)
{
    auto method = asked;
    if (asked == Method::automatic) method = facts.exact ? Method::hypergeometric : Method::wilson;
    if (method == Method::hypergeometric) {
        auto const one_sided = facts.exact->yes == 0 || facts.exact->yes == facts.exact->answers;
        return {hypergeometric_interval(*facts.exact, level), method, one_sided && facts.unseen};
    }
    if (std::isnan(facts.share)) return {{}, method, false};
    if (!facts.unseen) return {{facts.share, facts.share}, method, false}; // a census has no sampling error
    auto const boundary = at_boundary(facts);
    if (boundary && method != Method::wilson) method = Method::korn_graubard;
    return {interval_by(method, facts, level), method, boundary};
}

} // namespace lilong::analysis
