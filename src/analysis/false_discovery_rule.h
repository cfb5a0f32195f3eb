// Many comparisons at once (ST-50 … ST-52): adjusted p-values in the order given, comparable with the wanted rate.
//
// Sources: Benjamini & Hochberg (1995); Benjamini & Yekutieli (2001) for any dependence; Holm (1979) for the
// family-wise error; false-coverage-rate intervals Benjamini & Yekutieli (2005).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lilong::analysis
{

std::vector<double> benjamini_hochberg(std::span<double const> p_values);
std::vector<double> benjamini_yekutieli(std::span<double const> p_values);
std::vector<double> holm(std::span<double const> p_values);

// What one more cell would have needed to be rejected by Benjamini-Hochberg at `rate`: rate (R+1)/m.
double rejection_threshold(std::span<double const> p_values, double rate);

// Level for the intervals of `selected` out of `all` cells that stood out: 1 - q R/m.
double coverage_level(std::int64_t selected, std::int64_t all, double rate = 0.05);

} // namespace lilong::analysis
