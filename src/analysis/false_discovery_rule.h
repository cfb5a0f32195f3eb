// Many comparisons at once (ST-50 … ST-52): adjusted p-values in the order given, comparable with the wanted rate.
//
// Sources: Benjamini & Hochberg (1995); Benjamini & Yekutieli (2001) for any dependence; Holm (1979) for the
// family-wise error; false-coverage-rate intervals Benjamini & Yekutieli (2005).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace lilong::analysis
{

std::vector<double> benjamini_hochberg(std::span<double const> p_values);
std::vector<double> benjamini_yekutieli(std::span<double const> p_values);
std::vector<double> holm(std::span<double const> p_values);

// ST-50: Benjamini-Hochberg where tests hang together positively, as needs of one place do; Benjamini-Yekutieli as the
// strict switch for any dependence.
enum class Control { benjamini_hochberg, benjamini_yekutieli };
constexpr std::string_view name(Control control)
{
    return control == Control::benjamini_hochberg ? "benjamini-hochberg" : "benjamini-yekutieli";
}
std::vector<double> adjusted_p_values(std::span<double const> p_values, Control control);

// What one more cell would have needed to be rejected at `rate`: rate (R+1)/m, under Benjamini-Yekutieli divided by
// 1 + 1/2 + … + 1/m.
double rejection_threshold(std::span<double const> p_values, double rate,
                           Control control = Control::benjamini_hochberg);

// Level for the intervals of `selected` out of `all` cells that stood out: 1 - q R/m.
double coverage_level(std::int64_t selected, std::int64_t all, double rate = 0.05);

} // namespace lilong::analysis
