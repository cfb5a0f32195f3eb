#include "analysis/analyse_sums.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace lilong::analysis
{

void CompensatedSum::add(double x)
{
    auto const next = sum_ + x;
    carried_ += std::abs(sum_) >= std::abs(x) ? (sum_ - next) + x : (x - next) + sum_;
    sum_ = next;
}

namespace
{

struct Collecting {
    struct Unit {
        CompensatedSum u, v;
    };
    std::map<int, Unit> units;
    CompensatedSum w, wx, wy, wxx, wxy, wyy;
    std::int64_t n = 0;
};

DomainSums finished(DesignFrame const& frame, Collecting const& collected)
{
    struct Stratum {
        std::int64_t units = 0;
        CompensatedSum u, v, uu, uv, vv;
    };
    std::map<int, Stratum> strata;
    DomainSums out;
    for (auto const& [unit, sums] : collected.units) {
        auto const u = sums.u.value(), v = sums.v.value();
        out.units.push_back({unit, u, v});
        auto& s = strata[frame.stratum_of_unit[static_cast<std::size_t>(unit)]];
        s.units += 1;
        s.u.add(u);
        s.v.add(v);
        s.uu.add(u * u);
        s.uv.add(u * v);
        s.vv.add(v * v);
    }
    for (auto const& [index, s] : strata) {
        auto const& about = frame.strata[static_cast<std::size_t>(index)];
        out.strata.push_back({.units = about.units,
                              .population = about.population,
                              .units_in_domain = s.units,
                              .b_u = s.u.value(),
                              .b_v = s.v.value(),
                              .a_uu = s.uu.value(),
                              .a_uv = s.uv.value(),
                              .a_vv = s.vv.value(),
                              .name = about.name});
        out.stratum_index.push_back(index);
    }
    out.rows = {.n = collected.n,
                .w = collected.w.value(),
                .wx = collected.wx.value(),
                .wy = collected.wy.value(),
                .wxx = collected.wxx.value(),
                .wxy = collected.wxy.value(),
                .wyy = collected.wyy.value()};
    return out;
}

} // namespace

std::vector<DomainSums> sums_of(DesignFrame const& frame, Target const& target, Domains const& domains)
{
    std::vector<Collecting> collecting(domains.names.size());
    for (std::size_t row = 0; row < target.y.size(); ++row) {
        auto const domain = domains.of_row[row];
        auto const y = target.y[row], w = frame.weight[row];
        if (domain < 0 || frame.stratum[row] < 0 || std::isnan(y) || w == 0) continue; // weight 0 counts for n_h only
        auto const x = target.x.empty() ? 1 : target.x[row];
        auto& c = collecting[static_cast<std::size_t>(domain)];
        auto& unit = c.units[frame.unit[row]];
        unit.u.add(w * y);
        unit.v.add(w * x);
        c.n += 1;
        c.w.add(w);
        c.wx.add(w * x);
        c.wy.add(w * y);
        c.wxx.add(w * x * x);
        c.wxy.add(w * x * y);
        c.wyy.add(w * y * y);
    }
    std::vector<DomainSums> out;
    for (auto const& c : collecting) out.push_back(finished(frame, c));
    return out;
}

Result<double> calibrated_variance(DesignFrame const& frame, Target const& target, Domains const& domains, int domain,
                                   Linearised const& estimate, Statistic statistic, TaylorOptions const& options)
{
    std::vector<double> linearised(target.y.size(), 0);
    double largest = 0;
    for (std::size_t row = 0; row < target.y.size(); ++row) {
        if (domains.of_row[row] != domain || std::isnan(target.y[row]) || frame.weight[row] == 0) continue;
        auto const x = target.x.empty() ? 1 : target.x[row];
        auto const total = statistic == Statistic::total;
        linearised[row] = total ? target.y[row] : (target.y[row] - estimate.value * x) / estimate.denominator;
        largest = std::max(largest, std::abs(linearised[row]));
    }
    Target residual{.name = {}, .y = calibration_residuals(linearised, frame.base_weight, frame.margins), .x = {}};
    for (auto& e : residual.y)
        if (std::abs(e) < 1e-12 * largest) e = 0; // what the margins explain wholly
    Domains const whole{{""}, std::vector<int>(target.y.size(), 0)};
    auto const sums = sums_of(frame, residual, whole);
    auto const total = TRY(total_of_sums(sums.front().strata, options));
    return total.variance;
}

namespace
{

// Units that responded in both waves, whatever they answered.
std::vector<int> common_units(DesignFrame const& first, DesignFrame const& second)
{
    std::set<int> before(first.unit.begin(), first.unit.end());
    std::set<int> both;
    for (auto unit : second.unit)
        if (unit >= 0 && before.contains(unit)) both.insert(unit);
    return {both.begin(), both.end()};
}

StratumSums stratum_without_domain(DesignFrame::Stratum const& about)
{
    return {.units = about.units, .population = about.population, .name = about.name};
}

} // namespace

std::vector<WaveStratum> wave_strata(DesignFrame const& first, DomainSums const& before, DesignFrame const& second,
                                     DomainSums const& after)
{
    std::map<int, WaveStratum> strata;
    for (std::size_t h = 0; h < first.strata.size(); ++h)
        strata[static_cast<int>(h)] = {
            stratum_without_domain(first.strata[h]), stratum_without_domain(second.strata[h]), {}, {}};
    for (std::size_t i = 0; i < before.strata.size(); ++i) strata[before.stratum_index[i]].first = before.strata[i];
    for (std::size_t i = 0; i < after.strata.size(); ++i) strata[after.stratum_index[i]].second = after.strata[i];
    // A household outside the domain in one wave counts there with 0.
    std::map<int, UnitSums> earlier, later;
    for (auto const& unit : before.units) earlier[unit.unit] = unit;
    for (auto const& unit : after.units) later[unit.unit] = unit;
    for (auto unit : common_units(first, second)) {
        auto& o = strata[first.stratum_of_unit[static_cast<std::size_t>(unit)]].overlap;
        o.households += 1;
        auto const one = earlier.contains(unit) ? earlier[unit] : UnitSums{},
                   two = later.contains(unit) ? later[unit] : UnitSums{};
        o.u1 += one.u, o.v1 += one.v, o.u2 += two.u, o.v2 += two.v;
        o.u1u2 += one.u * two.u, o.u1v2 += one.u * two.v, o.v1u2 += one.v * two.u, o.v1v2 += one.v * two.v;
    }
    std::vector<WaveStratum> out;
    for (auto& [_, stratum] : strata) out.push_back(std::move(stratum));
    return out;
}

} // namespace lilong::analysis
