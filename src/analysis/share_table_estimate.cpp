#include "analysis/share_table_estimate.h"

#include <algorithm>
#include <cmath>

#include "analysis/distribution_rule.h"
#include "analysis/taylor_estimate.h"

namespace lilong::analysis
{

// One record per household and a binary item: of one household u = w y and v = w, so that A_uu = A_uv = sum of w^2 y.
TableShare share_of_cell(WeightedSums const& sums, CellPlace const& place, TableOptions const& options)
{
    StratumSums const stratum{.units = place.households,
                              .population = place.population,
                              .units_in_domain = sums.n,
                              .b_u = sums.wy,
                              .b_v = sums.w,
                              .a_uu = sums.wwy,
                              .a_uv = sums.wwy,
                              .a_vv = sums.ww,
                              .name = {}};
    auto const share = ratio_of_sums({&stratum, 1}, {.fpc = options.fpc, .lonely = LonelyRule::adjust}).value();
    auto const interval = share_interval({.share = share.value,
                                          .variance = share.variance,
                                          .df = share.df,
                                          .n = sums.n,
                                          .n_psu = share.n_psu,
                                          .f = share.f,
                                          .unseen = share.unseen,
                                          .boundary_deff = 1,
                                          .exact = {}},
                                         options.method, options.level);
    return {.n = sums.n,
            .value = share.value,
            .se = share.se(),
            .lower = interval.interval.lower,
            .upper = interval.interval.upper,
            .df = share.df,
            .boundary = interval.boundary,
            .lonely = share.lonely,
            .over_coverage = share.over_coverage};
}

namespace
{

// What all items of one cell share.
struct CellDesign {
    double f = 0, g = 0, one_over_n = 0;
    bool usual = false; // several households answered, and not all
};

CellDesign design_of(CellPlace const& place, FiniteCorrection fpc)
{
    auto const n = static_cast<double>(place.households);
    auto const f =
        fpc == FiniteCorrection::off || std::isinf(place.population) ? 0.0 : std::min(1.0, n / place.population);
    return {.f = f, .g = (1 - f) * n / (n - 1), .one_over_n = 1 / n, .usual = place.households > 1 && f < 1};
}

// The same formulas with fewer divisions, for the cells that are neither lonely nor counted nor at 0 % or 100 %: with
// v = var / (p (1 - p)) = 1 / n_eff, Wilson is (p + t^2 v / 2 ± t sqrt(var + t^2 v^2 / 4)) / (1 + t^2 v).
bool usual_share(WeightedSums const& sums, CellDesign const& design, double level, TableShare& out)
{
    if (!design.usual || sums.n < 2) return false;
    auto const p = sums.wy / sums.w;
    auto const b_z = sums.wy - p * sums.w;
    auto const spread = sums.wwy - 2 * p * sums.wwy + p * p * sums.ww - b_z * b_z * design.one_over_n;
    if (!(spread > 1e-13 * (sums.wwy + p * p * sums.ww))) return false;
    auto const variance = design.g * spread / (sums.w * sums.w);
    auto const df = static_cast<double>(sums.n - 1);
    auto const t = t_quantile(0.5 + level / 2, df);
    auto const v = variance / (p * (1 - p));
    auto const t2 = t * t * v;
    auto const scale = 1 / (1 + t2);
    auto const centre = (p + t2 / 2) * scale;
    auto const half = t * std::sqrt(variance + t2 * v / 4) * scale;
    out = {.n = sums.n,
           .value = p,
           .se = std::sqrt(variance),
           .lower = std::max(0.0, centre - half),
           .upper = std::min(1.0, centre + half),
           .df = df};
    return true;
}

} // namespace

std::vector<TableShare> share_table(WeightedTable const& sums, std::int32_t items, std::span<CellPlace const> places,
                                    TableOptions const& options)
{
    std::vector<TableShare> out(places.size() * static_cast<std::size_t>(items));
    auto* next = out.data();
    for (std::size_t cell = 0; cell < places.size(); ++cell) {
        auto const design = design_of(places[cell], options.fpc);
        auto const over = static_cast<double>(places[cell].households) > places[cell].population;
        for (std::int32_t item = 0; item < items; ++item, ++next) {
            auto const one = sums.at(static_cast<std::int32_t>(cell), item);
            if (options.method != Method::wilson || over || !usual_share(one, design, options.level, *next))
                *next = share_of_cell(one, places[cell], options);
        }
    }
    return out;
}

} // namespace lilong::analysis
