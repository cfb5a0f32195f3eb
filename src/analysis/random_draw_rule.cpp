#include "analysis/random_draw_rule.h"

#include <cmath>

namespace lilong::analysis
{

double draw_normal(Rng& rng)
{
    for (;;) {
        auto const u = 2 * rng.unit() - 1, v = 2 * rng.unit() - 1;
        auto const square = u * u + v * v;
        if (square > 0 && square < 1) return u * std::sqrt(-2 * std::log(square) / square);
    }
}

double draw_gamma(Rng& rng, double shape)
{
    if (shape < 1) return draw_gamma(rng, shape + 1) * std::pow(1 - rng.unit(), 1 / shape);
    auto const d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
    for (;;) {
        auto const x = draw_normal(rng);
        auto const root = 1 + c * x;
        if (root <= 0) continue;
        auto const v = root * root * root;
        if (std::log(1 - rng.unit()) < x * x / 2 + d - d * v + d * std::log(v)) return d * v;
    }
}

double draw_beta(Rng& rng, double a, double b)
{
    auto const x = draw_gamma(rng, a), y = draw_gamma(rng, b);
    if (x + y > 0) return x / (x + y);
    return rng.unit() < a / (a + b) ? 1 : 0; // both too small for a double: the mass lies at the ends
}

std::int64_t draw_binomial(Rng& rng, std::int64_t n, double probability)
{
    constexpr std::int64_t kFewTrials = 16;
    std::int64_t yes = 0;
    while (n > kFewTrials) {
        auto const middle = n / 2 + 1; // the middle one of n sorted uniforms is beta(middle, n + 1 - middle)
        auto const at = draw_beta(rng, static_cast<double>(middle), static_cast<double>(n + 1 - middle));
        if (at <= probability) {
            yes += middle;
            n -= middle;
            probability = (probability - at) / (1 - at);
        } else {
            n = middle - 1;
            probability /= at;
        }
    }
    for (; n > 0; --n) yes += rng.unit() < probability ? 1 : 0;
    return yes;
}

} // namespace lilong::analysis
