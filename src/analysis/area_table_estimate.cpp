#include "analysis/area_table_estimate.h"

#include <algorithm>
#include <cmath>

#include "analysis/distribution_rule.h"
#include "analysis/false_discovery_rule.h"

namespace lilong::analysis
{

namespace
{

// The same share twice: as shown, and for asking whether places differ (ST-29).
struct TwoViews {
    Estimate shown, between;
};

CellKey key_of(RoundPlace const& place, std::int32_t domain, std::int32_t item)
{
    return {place.strata, place.cell, domain, item};
}

Result<std::optional<TwoViews>> both_views(RoundCube const& cube, RoundPlace const& place, std::int32_t domain,
                                           std::int32_t item, double deff)
{
    auto options = shown_on_pages(cube);
    options.boundary_deff = deff;
    auto shown = share_of(cube.cube, cube.population, key_of(place, domain, item), options);
    options.fpc = FiniteCorrection::off;
    auto between = share_of(cube.cube, cube.population, key_of(place, domain, item), options);
    if (!shown && shown.error().code == "analysis.design_not_stated") return std::optional<TwoViews>{};
    if (!shown) return tl::unexpected(std::move(shown).error());
    if (!between) return tl::unexpected(std::move(between).error());
    if (shown->n == 0) return std::optional<TwoViews>{};
    return std::optional{TwoViews{std::move(*shown), std::move(*between)}};
}

// All areas of one item; those at 0 % or 100 % take the design effect of the others (ST-39).
Result<std::vector<std::optional<TwoViews>>> column(RoundCube const& cube, std::span<AreaOfTable const> areas,
                                                    std::int32_t domain, std::int32_t item)
{
    std::vector<std::optional<TwoViews>> out(areas.size());
    std::vector<Estimate> shown;
    for (std::size_t k = 0; k < areas.size(); ++k) {
        if (!areas[k].place) continue;
        out[k] = TRY(both_views(cube, *areas[k].place, domain, item, 1));
        if (out[k]) shown.push_back(out[k]->shown);
    }
    auto const deff = boundary_deff(shown);
    for (std::size_t k = 0; deff > 1 && k < areas.size(); ++k)
        if (out[k] && out[k]->shown.flags.boundary) out[k] = TRY(both_views(cube, *areas[k].place, domain, item, deff));
    return out;
}

// P of no difference from the whole; NaN where nothing can be said.
double p_value(Estimate const& part, Estimate const& whole)
{
    if (part.design == Design::convenience || part.flags.insufficient || whole.flags.insufficient) return kUndefined;
    auto const variance = variance_against_whole(part, whole);
    if (!(variance > 0)) return kUndefined;
    return t_two_sided_p((part.value - whole.value) / std::sqrt(variance), part.df);
}

void rank_column(AreaTable& table, std::size_t item, std::vector<std::optional<TwoViews>> const& views)
{
    std::vector<Estimate> between;
    for (auto const& view : views) between.push_back(view ? view->between : Estimate{});
    auto const ranks = rank_places(between);
    for (std::size_t k = 0; k < views.size(); ++k) table.areas[k].cells[item].rank = ranks[k];
    auto const ranked = std::ranges::count_if(ranks, [](auto const& rank) { return rank.has_value(); });
    table.first_places = std::max(table.first_places, first_places(ranked));
}

struct Test {
    AreaCell* cell;
    double p;
};

void judge(AreaTable& table, std::vector<Test> const& tests)
{
    std::vector<double> p_values;
    for (auto const& test : tests) p_values.push_back(test.p);
    auto const adjusted = benjamini_hochberg(p_values);
    for (std::size_t i = 0; i < tests.size(); ++i) {
        auto& cell = *tests[i].cell;
        auto const differs = adjusted[i] <= kTableRate;
        table.told_apart += differs;
        cell.standing = !differs              ? AgainstWhole::alike
                        : cell.difference > 0 ? AgainstWhole::above
                                              : AgainstWhole::below;
    }
    table.tested = static_cast<std::int64_t>(tests.size());
}

} // namespace

double variance_against_whole(Estimate const& part, Estimate const& whole)
{
    auto const known = std::isfinite(part.population) && std::isfinite(whole.population) && whole.population > 0;
    auto const answers = whole.n > 0 ? static_cast<double>(part.n) / static_cast<double>(whole.n) : kUndefined;
    auto const weight = std::min(1.0, known ? part.population / whole.population : answers);
    auto const own = standard_error(part), all = standard_error(whole);
    return all * all + own * own * (1 - 2 * weight);
}

std::int64_t first_places(std::int64_t ranked) { return ranked > 20 ? 10 : ranked > 6 ? 3 : ranked > 1 ? 1 : 0; }

Result<AreaTable> table_of_areas(RoundCube const& cube, RoundPlace const& whole, std::span<AreaOfTable const> areas,
                                 std::int32_t domain, std::optional<std::int32_t> only)
{
    struct Item {
        std::int32_t item;
        TwoViews whole;
    };
    std::vector<Item> items;
    auto const cells = cells_in(cube, whole);
    for (std::int32_t item = 0; item < static_cast<std::int32_t>(cube.axes.items.size()); ++item) {
        if ((only && *only != item) || !asked_in(cube, cells, domain, item)) continue;
        auto view = TRY(both_views(cube, whole, domain, item, 1));
        if (view) items.push_back({item, std::move(*view)});
    }
    std::ranges::stable_sort(items, std::greater{}, [](Item const& one) { return one.whole.shown.value; });

    AreaTable table;
    for (auto const& area : areas) {
        AreaRow row{.area = area.area};
        if (area.place) {
            row.answered = answered_in(cube, *area.place, domain);
            row.registered = registered_in(cube, *area.place);
        }
        row.cells.resize(items.size());
        table.areas.push_back(std::move(row));
    }
    std::vector<Test> tests;
    for (std::size_t i = 0; i < items.size(); ++i) {
        table.items.push_back(cube.axes.items[static_cast<std::size_t>(items[i].item)]);
        table.whole.push_back(items[i].whole.shown);
        auto const views = TRY(column(cube, areas, domain, items[i].item));
        for (std::size_t k = 0; k < areas.size(); ++k) {
            if (!views[k]) continue;
            auto& cell = table.areas[k].cells[i];
            cell.share = views[k]->shown;
            if (!cell.share->flags.insufficient) cell.difference = cell.share->value - items[i].whole.shown.value;
            auto const p = p_value(views[k]->between, items[i].whole.between);
            if (!std::isnan(p)) tests.push_back({&cell, p});
        }
        rank_column(table, i, views);
    }
    judge(table, tests);
    return table;
}

} // namespace lilong::analysis
