#include "analysis/estimate_routes.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/guess_json.h"
#include "analysis/permissions.h"

namespace lilong::analysis
{

using http::Answer;
using http::Request;
using nlohmann::json;

namespace
{

constexpr std::size_t kOddNeedsShown = 5;

json number(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }
json interval(Interval const& band) { return {{"lower", number(band.lower)}, {"upper", number(band.upper)}}; }

json bands_json(Bands const& bands)
{
    return {{"sampling", interval(bands.sampling)}, {"nonresponse", interval(bands.nonresponse)}, {"worst_case", bands.worst_case ? interval(*bands.worst_case) : json(nullptr)}};
}

json round_json(survey::Round const& round)
{
    return {{"id", round.id.text()}, {"title", {{"zh", round.title.zh}, {"en", round.title.en}}}, {"state", round.state}, {"opens_on", round.opens_on.text()}, {"closes_on", round.closes_on.text()}};
}

json surprise_json(AreaSurprise const& found, areas::AreaTree const& tree)
{
    auto const& s = found.surprise;
    auto const area = tree.find(found.area);
    json where{{"id", found.area.text()}};
    if (area) {
        where["name"] = {{"zh", area->zh}, {"en", area->en}};
        where["kind"] = areas::name(area->kind);
        where["estate_type"] = area->estate_type;
        where["build_year"] = area->build_year ? json(*area->build_year) : json(nullptr);
        if (auto const committee = tree.ancestor(found.area, areas::AreaKind::neighbourhood)) where["committee"] = committee->text();
    }
    return {{"area", where},
            {"item", found.item},
            {"verdict", name(s.verdict)},
            {"share", number(s.share)},
            {"expected", number(s.expected)},
            {"gap", number(s.gap)},
            {"p_value", number(s.p_value)},
            {"adjusted_p", number(s.adjusted_p)},
            {"removed_by_unseen_share", number(s.removed_by_unseen_share)},
            {"bands", bands_json(s.bands)},
            {"estimate", to_json(s.estimate)},
            {"adjusted", s.adjusted ? to_json(*s.adjusted) : json(nullptr)}};
}

json rank_json(std::optional<RankInterval> const& rank) { return rank ? json{{"best", rank->best}, {"worst", rank->worst}} : json(nullptr); }

// S2: every guessed need with what was expected and what was found, also those that are as expected.
json guess_json(GuessComparison const& compared)
{
    auto cells = json::array();
    for (auto const& cell : compared.cells)
        cells.push_back({{"item", cell.item},
                         {"kind", name(cell.kind)},
                         {"verdict", name(cell.verdict)},
                         {"band", cell.band ? json{{"lower", cell.band->lower}, {"upper", cell.band->upper}} : json(nullptr)},
                         {"gap", number(cell.gap)},
                         {"smallest_detectable_gap", number(cell.smallest_detectable_gap)},
                         {"removed_by_unseen_share", number(cell.removed_by_unseen_share)},
                         {"rank", rank_json(cell.rank)},
                         {"bands", bands_json(cell.bands)},
                         {"estimate", to_json(cell.estimate)},
                         {"adjusted", cell.adjusted.n > 0 ? to_json(cell.adjusted) : json(nullptr)}});
    return {{"guess", to_json(compared.guess)}, {"compared", compared.compared}, {"stood_out", compared.stood_out}, {"level", number(compared.level)}, {"cells", cells}};
}

json odd_json(OddNeed const& need) { return {{"item", need.item}, {"residual", number(need.odd.residual)}, {"share", number(need.odd.share)}, {"expected", number(need.odd.expected)}}; }

} // namespace

json to_json(Estimate const& e)
{
    auto flags = json::array();
    if (e.flags.insufficient) flags.push_back("insufficient");
    if (e.flags.boundary) flags.push_back("boundary");
    if (e.flags.lonely_psu) flags.push_back("lonely-psu");
    if (e.flags.over_coverage) flags.push_back("coverage>100%");
    if (e.flags.review) flags.push_back("review");
    if (e.flags.model_based) flags.push_back("model-based");
    if (e.flags.no_model_uncertainty) flags.push_back("model uncertainty not included");
    return {{"value", number(e.value)}, {"se", number(e.se)}, {"lower", number(e.lower)}, {"upper", number(e.upper)}, {"level", e.level},
            {"method", name(e.method)}, {"df", number(e.df)}, {"deff", number(e.deff)}, {"n", e.n}, {"n_psu", e.n_psu}, {"population", number(e.population)},
            {"f", number(e.f)}, {"design", name(e.design)}, {"fpc", e.fpc == FiniteCorrection::on}, {"lonely_psu_rule", name(e.lonely)}, {"flags", flags},
            {"definition", e.definition}, {"data_date", e.data_date}, {"cube_version", e.cube_version}};
}

json to_json(NeedEstimate const& need)
{
    return {{"item", need.item},
            {"estimate", to_json(need.share)},
            {"model_based", need.model_based ? to_json(*need.model_based) : json(nullptr)},
            {"bands", bands_json(need.bands)},
            {"households", {{"value", number(need.households.value)}, {"lower", number(need.households.lower)}, {"upper", number(need.households.upper)}}},
            {"yes", need.yes},
            {"rank", rank_json(need.rank)},
            {"not_told_apart", need.not_told_apart},
            {"expected", need.expected ? json(*need.expected) : json(nullptr)},
            {"verdict", need.verdict ? json(name(*need.verdict)) : json(nullptr)}};
}

void add_estimate_routes(http::Router& router, EstimateService& estimates, GuessService& guesses, areas::AreaTree const& tree)
{
    router.get("/api/v1/areas/{area}/rounds/{round}/estimates", see_estimates, [&estimates, &guesses](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto const round = TRY(request.path_id<RoundId>("round"));
        TRY(guesses.open_results(request.actor, area, round));
        auto const found = TRY(estimates.estimates(area, round, request.option("group").value_or("all")));
        auto needs = json::array();
        for (auto const& need : found.needs) needs.push_back(to_json(need));
        return http::ok({{"round", round_json(found.round)}, {"group", found.group}, {"groups", found.groups}, {"answered", found.answered},
                         {"register_households", found.register_households}, {"cube_version", found.cube_version}, {"needs", needs}});
    });
    router.get("/api/v1/areas/{area}/rounds/{round}/surprises", see_estimates, [&estimates, &guesses, &tree](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto const round = TRY(request.path_id<RoundId>("round"));
        TRY(guesses.open_results(request.actor, area, round));
        SurpriseWish const wish{guesses.visible(request.actor, area, round), request.option("strict") == "true"};
        auto const found = TRY(estimates.surprises(area, round, wish));
        auto const most = whole_number(request.option("limit").value_or("50")).value_or(50);
        auto items = json::array();
        for (auto const& cell : found.cells)
            if (static_cast<std::int64_t>(items.size()) < most) items.push_back(surprise_json(cell, tree));
        auto guessed = json::array(), odd = json::array();
        for (auto const& compared : found.guesses) guessed.push_back(guess_json(compared));
        for (auto const& need : found.odd)
            if (odd.size() < kOddNeedsShown) odd.push_back(odd_json(need));
        return http::ok({{"unit", found.unit}, {"tested", found.tested}, {"flagged", found.flagged}, {"rate", found.rate}, {"control", name(found.control)}, {"coverage_level", found.coverage_level}, {"guesses", guessed}, {"odd", odd}, {"threshold", number(found.threshold)}, {"found", found.cells.size()},
                         {"not_detectable", found.not_detectable}, {"smallest_detectable_gap", number(found.smallest_detectable_gap)}, {"items", items}});
    });
    router.get("/api/v1/areas/{area}/rounds/{round}/comparison", see_estimates, [&estimates, &guesses](Request const& request) -> Result<Answer> {
        auto const area = TRY(request.area());
        auto const round = TRY(request.path_id<RoundId>("round"));
        auto const before = TRY(request.option_id<RoundId>("before"));
        if (!before) return refuse(ErrorKind::bad_input, "analysis.before_missing");
        TRY(guesses.open_results(request.actor, area, *before));
        TRY(guesses.open_results(request.actor, area, round));
        auto const compared = TRY(estimates.comparison(area, *before, round));
        auto needs = json::array();
        for (auto const& need : compared.needs) {
            auto const& d = need.difference;
            auto const verdict = !std::isfinite(d.lower) ? "cannot_tell" : d.lower > 0 ? "above" : d.upper < 0 ? "below" : "alike";
            needs.push_back({{"item", need.item}, {"before", to_json(need.first)}, {"now", to_json(need.second)}, {"difference", to_json(d)}, {"verdict", verdict}});
        }
        return http::ok({{"households_before", compared.first_households}, {"households_now", compared.second_households}, {"households_in_both", compared.in_both}, {"needs", needs}});
    });
}

} // namespace lilong::analysis
