// Draws from the distributions that simulations and the parametric bootstrap (ST-65) need, from the Rng that is passed in:
// the same seed gives the same draws on every machine, which the standard library's distributions do not promise.
//
// Sources: normal by Marsaglia's polar method; gamma Marsaglia & Tsang (2000); binomial by splitting at an order statistic
// (Relles 1972), exact and in the order of ln n steps.
#pragma once

#include <cstdint>

#include "base/chance.h"

namespace lilong::analysis
{

double draw_normal(Rng& rng);
double draw_gamma(Rng& rng, double shape); // scale 1
double draw_beta(Rng& rng, double a, double b);
std::int64_t draw_binomial(Rng& rng, std::int64_t n, double probability);

} // namespace lilong::analysis
