#include "analysis/cube_estimate.h"

#include <algorithm>
#include <cmath>

#include "analysis/presentation_rule.h"
#include "analysis/share_interval_estimate.h"
#include "analysis/taylor_estimate.h"
#include "analysis/wave_difference_estimate.h"

namespace lilong::analysis
{

namespace
{

// The counters of one stratum of a key, before weights.
struct Part {
    std::int32_t stratum = 0;
    std::int64_t units = 0;            // responding
    std::int64_t population = 0;       // N
    bool population_of_domain = false; // N counts exactly those the key speaks of
    Moments sums;
    double weight() const
    {
        return units == 0 ? 0 : static_cast<double>(std::max(population, units)) / static_cast<double>(units);
    }
};

std::string name_of(PopulationRegister const& population, std::int32_t stratum)
{
    auto const i = static_cast<std::size_t>(stratum);
    return i < population.names.size() ? population.names[i] : std::to_string(stratum);
}

// A committee, a group in it, or an estate whose own number of households is known is a stratum of its own; an estate
// without is a domain of its committee.
Part part_of(Cube const& cube, PopulationRegister const& population, CellKey const& key, std::int32_t stratum)
{
    auto const known_cell =
        key.cell ? population.households_of_cell.find(*key.cell) : population.households_of_cell.end();
    auto const own = known_cell != population.households_of_cell.end();
    auto const group = population.households_of_group.find({stratum, key.domain});
    auto const own_group = !key.cell && key.domain > 0 && group != population.households_of_group.end();
    Part part{.stratum = stratum, .population = population.households.at(static_cast<std::size_t>(stratum))};
    for (auto cell : cube.cells_of(stratum)) {
        auto const inside = !key.cell || *key.cell == cell;
        if (inside) part.sums += cube.moments(cell, key.domain, key.item);
        if (inside || !own)
            part.units += own_group ? cube.households_in_domain(cell, key.domain) : cube.households(cell);
    }
    if (own) part.population = known_cell->second;
    if (own_group) part.population = group->second;
    part.population_of_domain = own_group || (key.domain == 0 && (!key.cell || own));
    return part;
}

StratumSums weighted(Part const& part, PopulationRegister const& population)
{
    auto const w = part.weight();
    auto const times = [](double factor, std::int64_t count) { return factor * static_cast<double>(count); };
    return {.units = part.units,
            .population = static_cast<double>(part.population),
            .units_in_domain = part.sums.households,
            .b_u = times(w, part.sums.b),
            .b_v = times(w, part.sums.a),
            .a_uu = times(w * w, part.sums.bb),
            .a_uv = times(w * w, part.sums.ab),
            .a_vv = times(w * w, part.sums.aa),
            .name = name_of(population, part.stratum)};
}

struct Selection {
    std::vector<Part> parts;
    std::vector<StratumSums> strata;
    Design design = Design::census_attempt;
};

Result<Selection> select(Cube const& cube, PopulationRegister const& population, CellKey const& key)
{
    Selection out;
    for (auto stratum : key.strata) {
        auto const& design = population.designs.at(static_cast<std::size_t>(stratum));
        if (!design)
            return refuse(ErrorKind::conflict, "analysis.design_not_stated",
                          {{"committee", name_of(population, stratum)}});
        out.design = weakest(out.design, *design);
        auto part = part_of(cube, population, key, stratum);
        if (part.units == 0) continue; // nobody answered there: no part of the estimate
        out.strata.push_back(weighted(part, population));
        out.parts.push_back(std::move(part));
    }
    return out;
}

RowSums rows_of(Selection const& selection)
{
    RowSums rows;
    for (auto const& part : selection.parts) {
        auto const w = part.weight();
        rows.n += part.sums.a;
        rows.w += w * static_cast<double>(part.sums.a);
        rows.wy += w * static_cast<double>(part.sums.b);
    }
    rows.wx = rows.wxx = rows.w;
    rows.wxy = rows.wy;
    rows.wyy = rows.wy; // of binary values
    return rows;
}

Estimate described(Linearised const& result, Selection const& selection, Cube const& cube, ShareOptions const& options)
{
    Estimate out;
    out.value = result.value;
    out.se = result.se();
    out.level = options.level;
    out.df = result.df;
    out.n_psu = result.n_psu;
    out.f = result.f;
    out.design = selection.design;
    out.fpc = options.fpc;
    out.lonely = options.lonely;
    out.flags.lonely_psu = result.lonely;
    out.flags.over_coverage = result.over_coverage;
    out.definition = options.definition;
    out.data_date = options.data_date;
    out.cube_version = cube.version();
    double known = 0;
    auto all_known = true;
    for (auto const& part : selection.parts) {
        out.n += part.sums.a;
        known += static_cast<double>(std::max(part.population, part.units));
        all_known = all_known && part.population_of_domain && cube.shape().unit == Unit::household;
    }
    out.population = all_known ? known : result.denominator;
    return out;
}

// ST-38, first row: where the exact interval may be used.
std::optional<ExactCount> exact_count(Cube const& cube, CellKey const& key, Selection const& selection,
                                      ShareOptions const& options)
{
    auto const binary = cube.shape().items.at(static_cast<std::size_t>(key.item)) == ItemKind::binary;
    if (cube.shape().unit != Unit::household || !binary || selection.parts.size() != 1 || key.strata.size() != 1)
        return {};
    auto const& part = selection.parts.front();
    if (!part.population_of_domain || options.fpc == FiniteCorrection::off || part.sums.a == 0) return {};
    return ExactCount{part.sums.b, part.sums.a, std::max(part.population, part.units)};
}

ShareFacts facts_of(Linearised const& share, std::int64_t n, ShareOptions const& options)
{
    return {.share = share.value,
            .variance = share.variance,
            .df = share.df,
            .n = n,
            .n_psu = share.n_psu,
            .f = share.f,
            .unseen = share.unseen,
            .boundary_deff = options.boundary_deff,
            .exact = {}};
}

// With finite correction off the estimate still says which part of the place answered.
Result<double> answered_fraction(Selection const& selection)
{
    auto const described =
        TRY(ratio_of_sums(selection.strata, {.fpc = FiniteCorrection::on, .lonely = LonelyRule::adjust}));
    return described.f;
}

} // namespace

Result<Estimate> share_of(Cube const& cube, PopulationRegister const& population, CellKey const& key,
                          ShareOptions const& options)
{
    auto const selection = TRY(select(cube, population, key));
    auto const share = TRY(ratio_of_sums(selection.strata, {.fpc = options.fpc, .lonely = options.lonely}));
    auto out = described(share, selection, cube, options);
    out.f = TRY(answered_fraction(selection));
    out.deff = design_effect_of_share(share, rows_of(selection));
    auto facts = facts_of(share, out.n, options);
    auto const shown = presentation_of_share(facts);
    out.flags.insufficient = shown.insufficient;
    out.flags.review = shown.review;
    facts.exact = exact_count(cube, key, selection, options);
    if (options.method == Method::hypergeometric && !facts.exact)
        return refuse(ErrorKind::bad_input, "analysis.hypergeometric_not_possible");
    auto const interval = share_interval(facts, options.method, options.level);
    out.lower = interval.interval.lower;
    out.upper = interval.interval.upper;
    out.method = interval.method;
    out.flags.boundary = interval.boundary;
    return out;
}

Result<Estimate> count_of(Cube const& cube, PopulationRegister const& population, CellKey const& key,
                          ShareOptions const& options)
{
    auto const selection = TRY(select(cube, population, key));
    if (selection.parts.size() == 1 && selection.parts.front().population_of_domain &&
        cube.shape().unit == Unit::household) {
        auto out = TRY(share_of(cube, population, key, options));
        for (auto* number : {&out.value, &out.se, &out.lower, &out.upper}) *number *= out.population;
        return out;
    }
    auto const total = TRY(total_of_sums(selection.strata, {.fpc = options.fpc, .lonely = options.lonely}));
    auto out = described(total, selection, cube, options);
    out.f = TRY(answered_fraction(selection));
    auto const interval = wald_interval(total, options.level);
    out.lower = interval.lower;
    out.upper = interval.upper;
    out.method = Method::wald;
    out.deff = design_effect_of_total(total, rows_of(selection));
    out.flags.insufficient = presentation_of_number(out.n, total.f, total.df).insufficient;
    return out;
}

Result<Estimate> mean_of(Cube const& cube, PopulationRegister const& population, CellKey const& key,
                         ShareOptions const& options)
{
    auto const selection = TRY(select(cube, population, key));
    auto const mean = TRY(ratio_of_sums(selection.strata, {.fpc = options.fpc, .lonely = options.lonely}));
    auto out = described(mean, selection, cube, options);
    out.f = TRY(answered_fraction(selection));
    auto const interval = wald_interval(mean, options.level);
    out.lower = interval.lower;
    out.upper = interval.upper;
    out.method = Method::wald;
    auto const shown = presentation_of_number(out.n, mean.f, mean.df);
    out.flags.insufficient = shown.insufficient;
    out.flags.review = shown.review;
    return out;
}

double boundary_deff(std::span<Estimate const> cells_shown)
{
    std::vector<double> known;
    for (auto const& cell : cells_shown)
        if (std::isfinite(cell.deff)) known.push_back(cell.deff);
    if (known.empty()) return 1;
    std::ranges::sort(known);
    auto const middle = known.size() / 2;
    auto const median = known.size() % 2 == 1 ? known[middle] : (known[middle - 1] + known[middle]) / 2;
    return std::max(1.0, median);
}

Result<std::vector<RankedNeed>> order_of_needs(Cube const& cube, PopulationRegister const& population,
                                               std::int32_t stratum, std::span<std::int32_t const> items,
                                               ShareOptions const& options)
{
    std::vector<NeedShare> needs;
    for (auto item : items) {
        CellKey const key{.strata = {stratum}, .cell = {}, .domain = 0, .item = item};
        auto estimate = TRY(share_of(cube, population, key, options));
        needs.push_back({item, std::move(estimate)});
    }
    auto const pair = [&](std::size_t i, std::size_t j) {
        auto const table = cube.pair(stratum, needs[i].need, needs[j].need);
        auto const f = options.fpc == FiniteCorrection::on ? needs[i].estimate.f : 0;
        return paired_difference({table.yes_yes, table.yes_no, table.no_yes, table.no_no}, f);
    };
    return rank_needs(needs, pair, options.level);
}

namespace
{

OverlapSums weighted(OverlapCounts const& c, double w1, double w2)
{
    auto const times = [](double factor, std::int64_t count) { return factor * static_cast<double>(count); };
    return {.households = c.households,
            .u1 = times(w1, c.u1),
            .v1 = times(w1, c.v1),
            .u2 = times(w2, c.u2),
            .v2 = times(w2, c.v2),
            .u1u2 = times(w1 * w2, c.u1u2),
            .u1v2 = times(w1 * w2, c.u1v2),
            .v1u2 = times(w1 * w2, c.v1u2),
            .v1v2 = times(w1 * w2, c.v1v2)};
}

} // namespace

Result<Estimate> change_of_share(WaveCube const& first, WaveCube const& second, Overlap const& overlap,
                                 CellKey const& key, ShareOptions const& options)
{
    // The overlap counts whole committees, so groups stay domains of their committee in both waves.
    auto const committees_only = [](PopulationRegister population) {
        population.households_of_group.clear();
        population.households_of_cell.clear();
        return population;
    };
    auto const one = committees_only(*first.population), two = committees_only(*second.population);
    std::vector<WaveStratum> strata;
    std::int64_t rows = 0;
    auto design = Design::census_attempt;
    for (auto stratum : key.strata) {
        CellKey const here{.strata = {stratum}, .cell = {}, .domain = key.domain, .item = key.item};
        auto const before = TRY(select(*first.cube, one, here));
        auto const after = TRY(select(*second.cube, two, here));
        design = weakest(design, weakest(before.design, after.design));
        if (before.parts.empty() || after.parts.empty()) continue; // no change to speak of where one wave is empty
        auto const& p1 = before.parts.front();
        auto const& p2 = after.parts.front();
        rows += p1.sums.a + p2.sums.a;
        auto const counts = overlap.counts(stratum, key.domain, key.item);
        strata.push_back({before.strata.front(), after.strata.front(), weighted(counts, p1.weight(), p2.weight()), {}});
    }
    auto const change = TRY(wave_difference(strata, Statistic::ratio, {.fpc = options.fpc, .lonely = options.lonely}));
    auto const interval = wave_difference_interval(change, options.level);
    Estimate out;
    out.value = change.difference;
    out.se = change.se();
    out.lower = interval.lower;
    out.upper = interval.upper;
    out.level = options.level;
    out.method = Method::wald;
    out.df = change.df;
    out.n = rows;
    out.n_psu = change.households_in_both;
    out.population = change.second.denominator;
    out.f = change.second.f;
    out.design = design;
    out.fpc = options.fpc;
    out.lonely = options.lonely;
    out.flags.lonely_psu = change.first.lonely || change.second.lonely;
    out.flags.over_coverage = change.first.over_coverage || change.second.over_coverage;
    out.definition = options.definition;
    out.data_date = options.data_date;
    out.cube_version = second.cube->version();
    return out;
}

Result<AreaAnswers> area_answers(Cube const& cube, PopulationRegister const& population, CellKey const& key,
                                 std::int32_t area, std::vector<double> characteristics, ShareOptions const& options)
{
    auto estimate = TRY(share_of(cube, population, key, options));
    AreaAnswers out{.area = area, .characteristics = std::move(characteristics)};
    auto const selection = TRY(select(cube, population, key));
    for (auto const& part : selection.parts) {
        out.yes += part.sums.b;
        out.answers += part.sums.a;
    }
    out.deff = cube.shape().unit == Unit::person && estimate.deff > 1 ? estimate.deff : 1;
    out.estimate = std::move(estimate);
    return out;
}

} // namespace lilong::analysis
