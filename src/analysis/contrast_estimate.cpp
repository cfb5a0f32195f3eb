#include "analysis/contrast_estimate.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace lilong::analysis
{

namespace
{

// ST-12: sums over weight classes c, c' of w_c w_c' times the products of their unit sums.
double weighted(SharedSums const& sums, std::int32_t stratum, WeightedCells const& first, WeightedCells const& second,
                std::int64_t Products::*member)
{
    auto const& w = first.weights.at(static_cast<std::size_t>(stratum));
    auto const& v = second.weights.at(static_cast<std::size_t>(stratum));
    double sum = 0;
    for (std::size_t i = 0; i < first.cells.size(); ++i)
        for (std::size_t k = 0; k < second.cells.size(); ++k)
            sum += w[i] * v[k] * static_cast<double>(sums.products(stratum, first.cells[i], second.cells[k]).*member);
    return sum;
}

StratumSums stratum_sums(SharedSums const& sums, WeightedCells const& one, std::int32_t stratum, double population)
{
    StratumSums out;
    out.units = sums.households(stratum);
    out.population = population;
    out.units_in_domain = sums.moments(stratum, one.whole).households;
    out.name = std::to_string(stratum);
    auto const& weights = one.weights.at(static_cast<std::size_t>(stratum));
    for (std::size_t i = 0; i < one.cells.size(); ++i) {
        auto const moments = sums.moments(stratum, one.cells[i]);
        out.b_u += weights[i] * static_cast<double>(moments.b);
        out.b_v += weights[i] * static_cast<double>(moments.a);
    }
    out.a_uu = weighted(sums, stratum, one, one, &Products::bb);
    out.a_uv = weighted(sums, stratum, one, one, &Products::ba);
    out.a_vv = weighted(sums, stratum, one, one, &Products::aa);
    return out;
}

// Estimates that share a stratum share households: of those the smallest df counts, over the others they add (ST-24).
double joint_df(JointEstimate const& joint, std::vector<std::size_t> const& used)
{
    std::vector<std::size_t> part(used.size());
    for (std::size_t i = 0; i < part.size(); ++i) part[i] = i;
    std::map<std::int32_t, std::size_t> first_in;
    for (std::size_t i = 0; i < used.size(); ++i)
        for (auto const stratum : joint.strata[used[i]]) {
            auto const [at, fresh] = first_in.emplace(stratum, i);
            if (fresh) continue;
            auto const from = part[i], to = part[at->second];
            std::ranges::replace(part, from, to);
        }
    std::map<std::size_t, double> smallest;
    for (std::size_t i = 0; i < used.size(); ++i) {
        auto const [at, fresh] = smallest.emplace(part[i], joint.estimates[used[i]].df);
        if (!fresh) at->second = std::min(at->second, joint.estimates[used[i]].df);
    }
    double sum = 0;
    for (auto const& [component, df] : smallest) sum += df;
    return sum;
}

} // namespace

double Contrast::se() const { return std::sqrt(variance); }

Result<JointEstimate> joint_ratios(SharedSums const& sums, std::span<WeightedCells const> wanted,
                                   std::span<double const> population, TaylorOptions const& options)
{
    JointEstimate out;
    std::vector<std::vector<StratumSums>> of(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        out.strata.emplace_back();
        for (std::int32_t stratum = 0; stratum < sums.strata(); ++stratum) {
            of[i].push_back(stratum_sums(sums, wanted[i], stratum, population[static_cast<std::size_t>(stratum)]));
            if (of[i].back().units_in_domain > 0) out.strata.back().push_back(stratum);
        }
        out.estimates.push_back(TRY(ratio_of_sums(of[i], options)));
    }
    out.covariance.resize(wanted.size() * wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i)
        for (std::size_t k = i; k < wanted.size(); ++k) {
            std::vector<CrossSums> strata;
            for (std::int32_t stratum = 0; stratum < sums.strata(); ++stratum) {
                auto const& a = of[i][static_cast<std::size_t>(stratum)];
                auto const& b = of[k][static_cast<std::size_t>(stratum)];
                strata.push_back({.units = a.units,
                                  .population = a.population,
                                  .b_ua = a.b_u,
                                  .b_va = a.b_v,
                                  .b_ub = b.b_u,
                                  .b_vb = b.b_v,
                                  .uaub = weighted(sums, stratum, wanted[i], wanted[k], &Products::bb),
                                  .uavb = weighted(sums, stratum, wanted[i], wanted[k], &Products::ba),
                                  .vaub = weighted(sums, stratum, wanted[i], wanted[k], &Products::ab),
                                  .vavb = weighted(sums, stratum, wanted[i], wanted[k], &Products::aa)});
            }
            auto const own = i == k; // with its lonely strata
            out.covariance[i * wanted.size() + k] = out.covariance[k * wanted.size() + i] =
                own ? out.estimates[i].variance
                    : covariance_of_ratios(strata, out.estimates[i], out.estimates[k], options.fpc);
        }
    return out;
}

Contrast linear_contrast(JointEstimate const& joint, std::span<double const> coefficients)
{
    double value = 0;
    for (std::size_t i = 0; i < coefficients.size(); ++i) value += coefficients[i] * joint.estimates[i].value;
    return smooth_contrast(joint, value, coefficients);
}

Contrast smooth_contrast(JointEstimate const& joint, double value, std::span<double const> gradient)
{
    Contrast out{.value = value, .variance = 0, .df = 0};
    std::vector<std::size_t> used;
    double size = 0;
    for (std::size_t i = 0; i < gradient.size(); ++i) {
        if (gradient[i] == 0) continue;
        used.push_back(i);
        size += gradient[i] * gradient[i] * joint.at(i, i);
        for (std::size_t k = 0; k < gradient.size(); ++k)
            if (gradient[k] != 0) out.variance += gradient[i] * gradient[k] * joint.at(i, k);
    }
    if (out.variance <= 1e-13 * size) out.variance = 0; // only rounding
    out.df = joint_df(joint, used);
    return out;
}

Contrast ratio_of(JointEstimate const& joint, std::size_t above, std::size_t below)
{
    auto const a = joint.estimates.at(above).value, b = joint.estimates.at(below).value;
    std::vector<double> gradient(joint.estimates.size());
    gradient[above] += 1 / b;
    gradient[below] -= a / (b * b);
    return smooth_contrast(joint, a / b, gradient);
}

Contrast log_difference(JointEstimate const& joint, std::size_t first, std::size_t second)
{
    auto const a = joint.estimates.at(first).value, b = joint.estimates.at(second).value;
    std::vector<double> gradient(joint.estimates.size());
    gradient[first] += 1 / a;
    gradient[second] -= 1 / b;
    return smooth_contrast(joint, std::log(a) - std::log(b), gradient);
}

} // namespace lilong::analysis
