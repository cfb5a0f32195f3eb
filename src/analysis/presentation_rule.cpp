#include "analysis/presentation_rule.h"

#include <algorithm>
#include <cmath>

#include "analysis/distribution_rule.h"

namespace lilong::analysis
{

namespace
{

constexpr std::int64_t kFewestAnswers = 30;
constexpr double kNearlyEverybody = 0.9; // a small committee counted completely is reliable
constexpr double kFewestDegrees = 8;
constexpr double kWidest = 0.30, kNarrowEnough = 0.05, kWidestOfShare = 1.30;

} // namespace

Presentation presentation_of_share(ShareFacts const& facts)
{
    auto const counted = facts.f >= kNearlyEverybody;
    Presentation out{.insufficient = false, .review = facts.unseen && facts.df < kFewestDegrees};
    if (std::isnan(facts.share)) return {.insufficient = true, .review = out.review};
    if (facts.n < kFewestAnswers && !counted) out.insufficient = true;
    if (!facts.unseen || out.insufficient) return out;
    auto const cap = static_cast<double>(facts.n) / (1 - facts.f);
    auto const boundary = at_boundary(facts);
    auto const n_eff = boundary ? boundary_n_eff(facts) : facts.share * (1 - facts.share) / facts.variance;
    auto const rows_df = static_cast<double>(facts.n) - 1;
    auto const simple = facts.df == rows_df && facts.df >= 1; // one record per household in one committee: no quantiles
    auto const ratio = simple ? 1 : t_quantile(0.975, rows_df) / t_quantile(0.975, facts.df);
    if (std::isnan(ratio)) return {.insufficient = true, .review = true};
    auto const interval = korn_graubard_interval(facts.share, std::min(n_eff * ratio * ratio, cap), 0.95);
    auto const width = interval.upper - interval.lower;
    if (!counted && std::min(n_eff, cap) < kFewestAnswers) out.insufficient = true;
    if (width >= kWidest) out.insufficient = true;
    if (width > kNarrowEnough && width > kWidestOfShare * facts.share) out.insufficient = true;
    return out;
}

Presentation presentation_of_number(std::int64_t n, double f, double df)
{
    return {.insufficient = n < kFewestAnswers && f < kNearlyEverybody, .review = f < 1 && df < kFewestDegrees};
}

} // namespace lilong::analysis
