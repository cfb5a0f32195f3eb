#include "quality/peer_model_rule.h"

#include <algorithm>
#include <cmath>

namespace lilong::quality
{

Spread& Spread::operator+=(Spread const& more)
{
    between += more.between;
    within += more.within;
    between_df += more.between_df;
    within_df += more.within_df;
    size += more.size;
    return *this;
}

Spread& Spread::operator-=(Spread const& less)
{
    between -= less.between;
    within -= less.within;
    between_df -= less.between_df;
    within_df -= less.within_df;
    size -= less.size;
    return *this;
}

Spread spread_of(std::span<Count const> clusters)
{
    double n = 0, y = 0, squares = 0, sizes = 0, k = 0;
    for (auto const& cluster : clusters) {
        if (cluster.answers == 0) continue;
        auto const a = static_cast<double>(cluster.answers), b = static_cast<double>(cluster.yes);
        n += a;
        y += b;
        squares += b * b / a;
        sizes += a * a;
        k += 1;
    }
    if (k < 1) return {};
    return {.between = squares - y * y / n,
            .within = y - squares,
            .between_df = k - 1,
            .within_df = n - k,
            .size = n - sizes / n};
}

double correlation(Spread const& spread)
{
    if (spread.between_df < 0.5 || spread.within_df < 0.5) return kNone;
    auto const between = spread.between / spread.between_df, within = spread.within / spread.within_df;
    auto const size = spread.size / spread.between_df;
    auto const below = between + (size - 1) * within;
    if (below <= 0) return 0; // nobody differs from anybody
    return (between - within) / below;
}

PeerModel peer_model(std::span<Count const> peers, Spread const& spread, Limits const& limits)
{
    double n = 0, y = 0, squares = 0;
    for (auto const& peer : peers) {
        auto const answers = static_cast<double>(peer.answers);
        n += answers;
        y += static_cast<double>(peer.yes);
        squares += answers * answers;
    }
    if (n < 1) return {0.5, 1, 0};
    auto const found = correlation(spread);
    auto const df = std::isfinite(found) ? spread.between_df : 0;
    auto const pooled = (df * (df > 0 ? found : 0) + limits.expectation_worth * limits.expected_correlation) /
                        (df + limits.expectation_worth);
    auto const rho = std::clamp(pooled, limits.least_correlation, 0.5);
    auto const total = std::min(0.9, rho + rho * squares / (n * n) + (1 - rho) / n);
    return {.share = (y + 0.5) / (n + 1), .precision = 1 / total - 1, .answers = static_cast<std::int64_t>(n)};
}

double chance_that_all(std::int64_t answers, PeerModel const& peers)
{
    auto const n = static_cast<double>(answers);
    if (std::isinf(peers.precision)) return std::exp(n * std::log(peers.share));
    auto const a = peers.share * peers.precision;
    return std::exp(std::lgamma(a + n) - std::lgamma(a) + std::lgamma(peers.precision) -
                    std::lgamma(peers.precision + n));
}

} // namespace lilong::quality
