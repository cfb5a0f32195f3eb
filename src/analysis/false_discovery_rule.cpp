#include "analysis/false_discovery_rule.h"

#include <algorithm>
#include <numeric>

namespace lilong::analysis
{

namespace
{

std::vector<std::size_t> ascending(std::span<double const> p)
{
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return p[i]; });
    return order;
}

// Step up: the smallest of p_(j) * factor * m/j over all j at or above the rank.
std::vector<double> step_up(std::span<double const> p, double factor)
{
    std::vector<double> out(p.size());
    auto const order = ascending(p);
    auto const m = static_cast<double>(p.size());
    double smallest = 1;
    for (auto rank = p.size(); rank > 0; --rank) {
        auto const i = order[rank - 1];
        smallest = std::min(smallest, p[i] * (factor * m / static_cast<double>(rank)));
        out[i] = smallest;
    }
    return out;
}

double harmonic_number(std::size_t n)
{
    double sum = 0;
    for (std::size_t i = 1; i <= n; ++i) sum += 1 / static_cast<double>(i);
    return sum;
}

} // namespace

std::vector<double> benjamini_hochberg(std::span<double const> p_values) { return step_up(p_values, 1); }

std::vector<double> benjamini_yekutieli(std::span<double const> p_values)
{
    return step_up(p_values, harmonic_number(p_values.size()));
}

std::vector<double> holm(std::span<double const> p_values)
{
    std::vector<double> out(p_values.size());
    double largest = 0;
    auto left = static_cast<double>(p_values.size());
    for (auto i : ascending(p_values)) {
        largest = std::max(largest, std::min(1.0, p_values[i] * left));
        out[i] = largest;
        left -= 1;
    }
    return out;
}

std::vector<double> adjusted_p_values(std::span<double const> p_values, Control control)
{
    return control == Control::benjamini_hochberg ? benjamini_hochberg(p_values) : benjamini_yekutieli(p_values);
}

double rejection_threshold(std::span<double const> p_values, double rate, Control control)
{
    if (p_values.empty()) return 0;
    auto const all = static_cast<double>(p_values.size());
    auto const rejected = static_cast<double>(std::ranges::count_if(
        adjusted_p_values(p_values, control), [&](double adjusted) { return adjusted <= rate; }));
    auto const strictness = control == Control::benjamini_hochberg ? 1 : harmonic_number(p_values.size());
    return rate * std::min(rejected + 1, all) / all / strictness;
}

double coverage_level(std::int64_t selected, std::int64_t all, double rate)
{
    return 1 - rate * static_cast<double>(selected) / static_cast<double>(all);
}

} // namespace lilong::analysis
