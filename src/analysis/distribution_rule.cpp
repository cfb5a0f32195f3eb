#include "analysis/distribution_rule.h"

#include <utility>

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "analysis/types.h"

namespace lilong::analysis
{

namespace
{

// Plain double arithmetic: Boost's detour through long double costs five times the time and changes the 15th digit.
using Plain = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

} // namespace

double normal_quantile(double probability) { return boost::math::quantile(boost::math::normal{}, probability); }

namespace
{

double computed_t_quantile(double probability, double df)
{
    return boost::math::quantile(boost::math::students_t_distribution<double, Plain>{df}, probability);
}

// A table of shares asks for the same level and a few hundred whole numbers of households again and again. Each thread
// remembers the two levels that it asked for last; what is remembered is the computed value itself.
struct RememberedQuantiles {
    static constexpr std::size_t kMost = 4096;
    double probability = kUndefined;
    std::vector<double> by_df;
    double at(std::size_t df)
    {
        if (by_df.empty()) by_df.assign(kMost, kUndefined);
        auto& value = by_df[df];
        if (std::isnan(value)) value = computed_t_quantile(probability, static_cast<double>(df));
        return value;
    }
};

} // namespace

double t_quantile(double probability, double df)
{
    if (!(df >= 1)) return kUndefined;
    if (std::isinf(df)) return normal_quantile(probability);
    if (df >= static_cast<double>(RememberedQuantiles::kMost) || df != std::floor(df))
        return computed_t_quantile(probability, df);
    thread_local RememberedQuantiles last, before;
    if (last.probability != probability) std::swap(last, before);
    if (last.probability != probability) last = {.probability = probability, .by_df = {}};
    return last.at(static_cast<std::size_t>(df));
}

double t_two_sided_p(double t, double df)
{
    if (!(df >= 1) || std::isnan(t)) return kUndefined;
    if (std::isinf(t)) return 0;
    return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t{df}, std::abs(t)));
}

double beta_quantile(double probability, double a, double b)
{
    if (std::isnan(a) || std::isnan(b)) return kUndefined;
    if (a <= 0) return 0;
    if (b <= 0) return 1;
    return boost::math::quantile(boost::math::beta_distribution<double, Plain>{a, b}, probability);
}

double f_upper_p(double f, double df1, double df2)
{
    if (!(f >= 0) || !(df1 > 0) || !(df2 > 0)) return kUndefined;
    return boost::math::cdf(boost::math::complement(boost::math::fisher_f{df1, df2}, f));
}

// P(k+1)/P(k) = (n-k)(k+a) / ((k+1)(n-k-1+b)), a = mean * precision, b = (1-mean) * precision;
// kept as logarithms, so that neither end underflows before scaling.
std::vector<double> beta_binomial_probabilities(std::int64_t n, double mean, double precision)
{
    auto const size = static_cast<std::size_t>(n) + 1;
    std::vector<double> p(size, 0.0);
    if (mean <= 0 || mean >= 1) {
        p[mean <= 0 ? 0 : size - 1] = 1;
        return p;
    }
    auto const m = static_cast<double>(n);
    for (std::size_t k = 0; k + 1 < size; ++k) {
        auto const i = static_cast<double>(k);
        auto const odds =
            std::isinf(precision) ? mean / (1 - mean) : (i + mean * precision) / (m - i - 1 + (1 - mean) * precision);
        p[k + 1] = p[k] + std::log((m - i) / (i + 1) * odds);
    }
    auto const highest = *std::max_element(p.begin(), p.end());
    double sum = 0;
    for (auto& value : p) sum += value = std::exp(value - highest);
    for (auto& value : p) value /= sum;
    return p;
}

} // namespace lilong::analysis
