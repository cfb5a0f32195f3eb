#include "analysis/analyse_rows.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "analysis/analyse_sums.h"
#include "analysis/cube_estimate.h"
#include "analysis/presentation_rule.h"
#include "analysis/quantile_estimate.h"
#include "analysis/rao_scott_estimate.h"
#include "analysis/share_interval_estimate.h"

namespace lilong::analysis
{

namespace
{

// Everything one run looks at.
struct Run {
    AnalyseData const& data;
    DesignFrame const& frame;
    Domains const& domains;
    AnalyseOptions const& options() const { return data.options(); }
    TaylorOptions taylor() const { return {.fpc = FiniteCorrection::on, .lonely = options().lonely}; }
};

Estimate described(Linearised const& result, RowSums const& rows, AnalyseOptions const& options)
{
    Estimate out;
    out.value = result.value;
    out.se = result.se();
    out.level = options.level;
    out.df = result.n_psu > 0 ? result.df : kUndefined;
    out.n = rows.n;
    out.n_psu = result.n_psu;
    out.population = rows.w;
    out.f = result.f;
    out.lonely = options.lonely;
    out.flags.lonely_psu = result.lonely;
    out.flags.over_coverage = result.over_coverage;
    return out;
}

void show_number(Estimate& estimate, Linearised const& result)
{
    auto const shown = presentation_of_number(estimate.n, result.f, result.df);
    estimate.flags.insufficient = shown.insufficient;
    estimate.flags.review = shown.review;
}

// ST-38, first row: is the whole, or each group of --by, exactly one stratum that can be counted exactly?
bool countable(Run const& run)
{
    auto const& o = run.options();
    if (!run.frame.population_known || !run.frame.margins.empty()) return false;
    if (!o.by.empty() && !(o.by.size() == 1 && o.by.front() == o.stratum)) return false;
    if (o.by.empty() && run.frame.strata.size() != 1) return false;
    return std::ranges::all_of(run.frame.strata, [](DesignFrame::Stratum const& s) {
        return s.one_row_per_unit && s.equal_weights && s.weight != 0 && s.population == std::floor(s.population);
    });
}

// Where every unit is one row and all weights are equal, units with a value are the answers and their sums the yes.
std::optional<ExactCount> exact_count(DomainSums const& sums)
{
    if (sums.strata.size() != 1) return {};
    auto const& s = sums.strata.front();
    return ExactCount{.yes = std::ranges::count_if(sums.units, [](UnitSums const& unit) { return unit.u > 0; }),
                      .answers = sums.rows.n,
                      .population = std::max(static_cast<std::int64_t>(s.population), s.units)};
}

// Value and variance of one domain, through the calibration where there is one.
Result<Linearised> finished(Run const& run, Target const& target, DomainSums const& sums, std::size_t domain,
                            Statistic statistic)
{
    auto result = statistic == Statistic::total ? total_of_sums(sums.strata, run.taylor())
                                                : ratio_of_sums(sums.strata, run.taylor());
    if (!result || run.frame.margins.empty() || result->n_psu == 0) return result;
    result->variance = TRY(calibrated_variance(run.frame, target, run.domains, static_cast<int>(domain), *result,
                                               statistic, run.taylor()));
    return result;
}

Result<std::vector<Estimate>> shares(Run const& run, Target const& target, std::vector<DomainSums> const& sums)
{
    auto const& o = run.options();
    auto const exact = countable(run);
    if (o.interval == Method::hypergeometric && !exact)
        return run.data.refuse_column("analysis.hypergeometric_not_possible", o.variables.front());
    std::vector<Linearised> results;
    std::vector<Estimate> out;
    for (std::size_t d = 0; d < sums.size(); ++d) {
        auto const share = TRY(finished(run, target, sums[d], d, Statistic::ratio));
        results.push_back(share);
        out.push_back(described(share, sums[d].rows, o));
        out.back().deff = design_effect_of_share(share, sums[d].rows);
    }
    auto const deff = boundary_deff(out);
    for (std::size_t d = 0; d < out.size(); ++d) {
        auto const& r = results[d];
        if (r.n_psu == 0) {
            out[d].flags.insufficient = true;
            out[d].method =
                o.interval == Method::automatic ? exact ? Method::hypergeometric : Method::wilson : o.interval;
            continue;
        }
        ShareFacts facts{.share = r.value,
                         .variance = r.variance,
                         .df = r.df,
                         .n = out[d].n,
                         .n_psu = r.n_psu,
                         .f = r.f,
                         .unseen = r.unseen,
                         .boundary_deff = deff,
                         .exact = {}};
        auto const shown = presentation_of_share(facts);
        out[d].flags.insufficient = shown.insufficient;
        out[d].flags.review = shown.review;
        if (exact) facts.exact = exact_count(sums[d]);
        auto const interval = share_interval(facts, o.interval, o.level);
        out[d].lower = interval.interval.lower;
        out[d].upper = interval.interval.upper;
        out[d].method = interval.method;
        out[d].flags.boundary = interval.boundary;
    }
    return out;
}

// Means, ratios and totals: Wald, with the design effect that fits.
Result<std::vector<Estimate>> numbers(Run const& run, Target const& target, std::vector<DomainSums> const& sums)
{
    auto const total = run.options().estimator == Estimator::total;
    std::vector<Estimate> out;
    for (std::size_t d = 0; d < sums.size(); ++d) {
        auto const& rows = sums[d].rows;
        auto const result = TRY(finished(run, target, sums[d], d, total ? Statistic::total : Statistic::ratio));
        auto estimate = described(result, rows, run.options());
        auto const interval = wald_interval(result, run.options().level);
        estimate.lower = interval.lower;
        estimate.upper = interval.upper;
        estimate.method = Method::wald;
        estimate.deff = total ? design_effect_of_total(result, rows) : design_effect_of_ratio(result, rows);
        show_number(estimate, result);
        out.push_back(std::move(estimate));
    }
    return out;
}

Result<std::vector<Estimate>> estimates(Run const& run, Target const& target, std::vector<DomainSums> const& sums)
{
    if (run.options().estimator == Estimator::proportion) return shares(run, target, sums);
    return numbers(run, target, sums);
}

Histogram histogram_of(Run const& run, Target const& target, int domain)
{
    std::map<double, CompensatedSum> weights;
    for (std::size_t row = 0; row < target.y.size(); ++row)
        if (run.domains.of_row[row] == domain && run.frame.stratum[row] >= 0 && !std::isnan(target.y[row]) &&
            run.frame.weight[row] > 0)
            weights[target.y[row]].add(run.frame.weight[row]);
    Histogram out;
    for (auto const& [value, weight] : weights) {
        out.values.push_back(value);
        out.weights.push_back(weight.value());
    }
    return out;
}

Result<std::vector<AnalysisRow>> quantile_rows(Run const& run, Target const& target)
{
    std::vector<AnalysisRow> rows;
    auto const all = sums_of(run.frame, target, run.domains);
    for (auto const& text : run.options().probs) {
        for (std::size_t d = 0; d < run.domains.names.size(); ++d) {
            auto const domain = static_cast<int>(d);
            auto const histogram = histogram_of(run, target, domain);
            auto const up_to = [&](std::size_t category) -> Result<Linearised> {
                Target share{.name = {}, .y = target.y, .x = {}};
                for (std::size_t row = 0; row < share.y.size(); ++row) {
                    auto& y = share.y[row];
                    if (run.domains.of_row[row] != domain)
                        y = kUndefined; // the others are not asked for
                    else if (!std::isnan(y))
                        y = y <= histogram.values[category] ? 1 : 0;
                }
                return finished(run, share, sums_of(run.frame, share, run.domains)[d], d, Statistic::ratio);
            };
            auto const quantile = TRY(quantile_estimate(histogram, up_to, *decimal_number(text), run.options().level));
            auto estimate = described(quantile.share_up_to, all[d].rows, run.options());
            estimate.value = quantile.value;
            estimate.se = quantile.se;
            estimate.lower = quantile.interval.lower;
            estimate.upper = quantile.interval.upper;
            estimate.method = Method::woodruff;
            show_number(estimate, quantile.share_up_to);
            rows.push_back({target.name + "@" + text, run.domains.names[d], estimate, "woodruff"});
        }
    }
    return rows;
}

Result<std::vector<AnalysisRow>> plain_rows(Run const& run)
{
    std::vector<AnalysisRow> rows;
    auto const targets = TRY(run.data.targets());
    for (auto const& target : targets) {
        if (run.options().estimator == Estimator::quantile) {
            auto found = TRY(quantile_rows(run, target));
            std::ranges::move(found, std::back_inserter(rows));
            continue;
        }
        auto const sums = sums_of(run.frame, target, run.domains);
        auto const found = TRY(estimates(run, target, sums));
        for (std::size_t d = 0; d < found.size(); ++d)
            rows.push_back({target.name, run.domains.names[d], found[d], std::string{name(found[d].method)}});
    }
    return rows;
}

// One table of two columns, unit by unit (ST-28).
std::vector<TableStratum> table_strata(DesignFrame const& frame, Levels const& row, Levels const& column,
                                       std::int64_t& n)
{
    std::map<int, std::map<std::size_t, double>> units;
    for (std::size_t i = 0; i < frame.unit.size(); ++i) {
        if (row.of_row[i] < 0 || column.of_row[i] < 0 || frame.weight[i] == 0) continue;
        auto const cell =
            static_cast<std::size_t>(row.of_row[i]) * column.names.size() + static_cast<std::size_t>(column.of_row[i]);
        units[frame.unit[i]][cell] += frame.weight[i];
        ++n;
    }
    std::vector<TableStratum> out;
    for (auto const& s : frame.strata)
        out.push_back({.units = s.units, .population = s.population, .answered = {}, .name = s.name});
    for (auto const& [unit, cells] : units) {
        auto& stratum = out[static_cast<std::size_t>(frame.stratum_of_unit[static_cast<std::size_t>(unit)])];
        stratum.answered.push_back({{cells.begin(), cells.end()}});
    }
    return out;
}

Result<std::vector<AnalysisRow>> test_rows(Run const& run)
{
    auto const& [row, column] = *run.options().chisq;
    auto const row_levels = TRY(run.data.levels(row));
    auto const column_levels = TRY(run.data.levels(column));
    Estimate about;
    about.df = kUndefined;
    auto const strata = table_strata(run.frame, row_levels, column_levels, about.n);
    auto const test =
        TRY(rao_scott_test(row_levels.names.size(), column_levels.names.size(), about.n, strata, run.taylor()));
    about.population = 0;
    for (auto const& s : strata)
        for (auto const& unit : s.answered)
            for (auto const& [cell, weight] : unit.weights) about.population += weight;
    about.flags.lonely_psu = test.lonely;
    std::vector<AnalysisRow> rows;
    auto const add = [&](char const* what, double value) {
        rows.push_back({"chisq:" + row + "*" + column + ":" + what, "", about, ""});
        rows.back().estimate.value = value;
    };
    add("pearson", test.pearson);
    add("F", test.f);
    rows.back().estimate.df = test.df;
    add("df1", test.df1);
    add("df2", test.df2);
    add("p", test.p_value);
    return rows;
}

Estimate change_between(WaveDifference const& change, Estimate const& first, Estimate const& second,
                        AnalyseOptions const& options)
{
    Estimate out = second; // population, design and level of the later wave
    auto const interval = wave_difference_interval(change, options.level);
    out.value = change.difference;
    out.se = change.se();
    out.lower = interval.lower;
    out.upper = interval.upper;
    out.df = change.df;
    out.deff = kUndefined;
    out.n = first.n + second.n;
    out.method = Method::wald;
    out.flags = {.insufficient = presentation_of_number(first.n, change.first.f, change.df).insufficient ||
                                 presentation_of_number(second.n, change.second.f, change.df).insufficient,
                 .lonely_psu = change.first.lonely || change.second.lonely,
                 .over_coverage = change.first.over_coverage || change.second.over_coverage};
    return out;
}

// Three rows per variable and domain: first wave, second wave, difference (ST-53).
Result<std::vector<AnalysisRow>> wave_rows(AnalyseData const& data, Domains const& domains)
{
    auto const& o = data.options();
    auto const& [a, b] = *o.waves;
    auto const first = TRY(data.design(a));
    auto const second = TRY(data.design(b));
    Run const one{data, first, domains}, two{data, second, domains};
    auto const statistic = o.estimator == Estimator::total ? Statistic::total : Statistic::ratio;
    std::vector<AnalysisRow> rows;
    auto const targets = TRY(data.targets());
    for (auto const& target : targets) {
        auto const before = sums_of(first, target, domains), after = sums_of(second, target, domains);
        auto const earlier = TRY(estimates(one, target, before));
        auto const later = TRY(estimates(two, target, after));
        for (std::size_t d = 0; d < domains.names.size(); ++d) {
            auto const strata = wave_strata(first, before[d], second, after[d]);
            auto const change = TRY(wave_difference(strata, statistic, one.taylor()));
            auto const by = [&](std::string const& wave) {
                return (domains.names[d].empty() ? "" : domains.names[d] + ";") + o.wave + "=" + wave;
            };
            rows.push_back({target.name, by(a), earlier[d], std::string{name(earlier[d].method)}});
            rows.push_back({target.name, by(b), later[d], std::string{name(later[d].method)}});
            rows.push_back({target.name, by(b + "-" + a), change_between(change, earlier[d], later[d], o), "wald"});
        }
    }
    return rows;
}

} // namespace

Result<std::vector<AnalysisRow>> estimate_rows(AnalyseData const& data)
{
    auto const domains = TRY(data.domains());
    if (data.options().waves) return wave_rows(data, domains);
    auto frame = TRY(data.design());
    TRY(data.calibrate(frame));
    Run const run{data, frame, domains};
    auto rows = TRY(plain_rows(run));
    if (!data.options().chisq) return rows;
    auto test = TRY(test_rows(run));
    std::ranges::move(test, std::back_inserter(rows));
    return rows;
}

} // namespace lilong::analysis
