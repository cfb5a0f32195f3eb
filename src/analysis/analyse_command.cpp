#include "analysis/analyse_command.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/analyse_data.h"
#include "analysis/analyse_options.h"
#include "analysis/analyse_report.h"
#include "analysis/analyse_sums.h"
#include "analysis/cube_estimate.h"
#include "analysis/presentation_rule.h"
#include "analysis/quantile_estimate.h"
#include "analysis/share_interval_estimate.h"
#include "base/messages.h"

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
    if (!run.frame.population_known || run.frame.calibrated) return false;
    if (!o.by.empty() && !(o.by.size() == 1 && o.by.front() == o.stratum)) return false;
    if (o.by.empty() && run.frame.strata.size() != 1) return false;
    return std::ranges::all_of(run.frame.strata, [](DesignFrame::Stratum const& s) {
        return s.one_row_per_unit && s.equal_weights && s.weight != 0 && s.population == std::floor(s.population);
    });
}

std::optional<ExactCount> exact_count(DomainSums const& sums, Target const& target, Run const& run, int domain)
{
    if (sums.strata.size() != 1) return {};
    ExactCount out;
    for (std::size_t row = 0; row < target.y.size(); ++row) {
        if (run.domains.of_row[row] != domain || run.frame.stratum[row] < 0 || std::isnan(target.y[row])) continue;
        out.answers += 1;
        out.yes += target.y[row] == 1 ? 1 : 0;
    }
    auto const& s = sums.strata.front();
    out.population = std::max(static_cast<std::int64_t>(s.population), s.units);
    return out;
}

Result<std::vector<Estimate>> shares(Run const& run, Target const& target, std::vector<DomainSums> const& sums)
{
    auto const& o = run.options();
    auto const exact = countable(run);
    if (o.interval == Method::hypergeometric && !exact)
        return run.data.refuse_column("analysis.hypergeometric_not_possible", o.variables.front());
    std::vector<Linearised> results;
    std::vector<Estimate> out;
    for (auto const& domain : sums) {
        auto const share = TRY(ratio_of_sums(domain.strata, run.taylor()));
        results.push_back(share);
        out.push_back(described(share, domain.rows, o));
        out.back().deff = design_effect_of_share(share, domain.rows);
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
        if (exact) facts.exact = exact_count(sums[d], target, run, static_cast<int>(d));
        auto const interval = share_interval(facts, o.interval, o.level);
        out[d].lower = interval.interval.lower;
        out[d].upper = interval.interval.upper;
        out[d].method = interval.method;
        out[d].flags.boundary = interval.boundary;
    }
    return out;
}

// Means, ratios and totals: Wald, with the design effect that fits.
Result<std::vector<Estimate>> numbers(Run const& run, std::vector<DomainSums> const& sums)
{
    auto const total = run.options().estimator == Estimator::total;
    std::vector<Estimate> out;
    for (auto const& domain : sums) {
        auto finished = total ? total_of_sums(domain.strata, run.taylor()) : ratio_of_sums(domain.strata, run.taylor());
        auto const result = TRY(std::move(finished));
        auto estimate = described(result, domain.rows, run.options());
        auto const interval = wald_interval(result, run.options().level);
        estimate.lower = interval.lower;
        estimate.upper = interval.upper;
        estimate.method = Method::wald;
        estimate.deff =
            total ? design_effect_of_total(result, domain.rows) : design_effect_of_ratio(result, domain.rows);
        show_number(estimate, result);
        out.push_back(std::move(estimate));
    }
    return out;
}

Result<std::vector<Estimate>> estimates(Run const& run, Target const& target, std::vector<DomainSums> const& sums)
{
    if (run.options().estimator == Estimator::proportion) return shares(run, target, sums);
    return numbers(run, sums);
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
            auto const up_to = [&](std::size_t category) {
                Target share{.name = {}, .y = target.y, .x = {}};
                for (auto& y : share.y)
                    if (!std::isnan(y)) y = y <= histogram.values[category] ? 1 : 0;
                return sums_of(run.frame, share, run.domains)[d].strata;
            };
            auto const quantile =
                TRY(quantile_estimate(histogram, up_to, *decimal_number(text), run.options().level, run.taylor()));
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

Result<std::vector<AnalysisRow>> run(AnalyseOptions const& options)
{
    auto const data = TRY(AnalyseData::read(options));
    auto const domains = TRY(data.domains());
    if (options.waves) return wave_rows(data, domains);
    auto const frame = TRY(data.design());
    return plain_rows({data, frame, domains});
}

// file:row:column: sentence, as far as the place is known
std::string with_place(Error const& error, AnalyseOptions const& options)
{
    auto const text = sentence(error, options.language);
    auto const fact = [&](char const* key) {
        auto const found = error.facts.find(key);
        return found == error.facts.end() ? std::string{} : found->second;
    };
    if (error.code == "analysis.lonely_stratum")
        return options.file + ":1" + (options.stratum.empty() ? "" : ":" + options.stratum) + ": " + text;
    auto place = fact("file").empty() ? options.file : fact("file");
    if (!fact("row").empty()) place += ":" + fact("row");
    if (!fact("column").empty()) place += ":" + fact("column");
    return place + ": " + text;
}

} // namespace

int analyse(std::vector<std::string> const& arguments, std::ostream& out, std::ostream& err)
{
    auto const language = language_of_arguments(arguments);
    auto const options = parse_analyse_options(arguments);
    if (!options) {
        err << "lilong analyse: " << sentence(options.error(), language) << '\n';
        return 2;
    }
    if (options->help) {
        out << sentence("analysis.help", {}, language);
        return 0;
    }
    auto const rows = run(*options);
    if (!rows) {
        err << with_place(rows.error(), *options) << '\n';
        return 3;
    }
    print_rows(*rows, *options, out);
    return 0;
}

} // namespace lilong::analysis
