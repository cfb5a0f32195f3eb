#include "analysis/small_area_service.h"

#include <cmath>

#include "analysis/peer_rule.h"

namespace lilong::analysis
{

namespace
{

std::int64_t version_of(RoundCube const& cube)
{
    std::int64_t sum = 0;
    for (auto const number : cube.change) sum += number;
    return sum;
}

struct Counted {
    std::int64_t answers = 0, yes = 0, population = 0;
};

Counted counted_cells(RoundCube const& cube, std::vector<std::int32_t> const& cells, std::int32_t item)
{
    Counted out;
    for (auto const cell : cells) {
        auto const sums = cube.cube.moments(cell, 0, item);
        out.answers += sums.a;
        out.yes += sums.b;
    }
    return out;
}

std::int64_t population_of(RoundCube const& cube, SmallAreaUnit unit, std::int32_t place)
{
    if (unit == SmallAreaUnit::neighbourhood) return cube.population.households[static_cast<std::size_t>(place)];
    auto const known = cube.population.households_of_cell.find(place);
    return known == cube.population.households_of_cell.end() ? 0 : known->second;
}

std::int32_t stratum_of(RoundCube const& cube, SmallAreaUnit unit, std::int32_t place)
{
    return unit == SmallAreaUnit::neighbourhood ? place
                                                : cube.cube.shape().stratum_of_cell[static_cast<std::size_t>(place)];
}

// N_h/n_h of the committee: how much its answers weigh in the direct share of the sub-district
double weight_of(RoundCube const& cube, std::int32_t stratum)
{
    std::int64_t responding = 0;
    for (auto const cell : cube.cube.cells_of(stratum)) responding += cube.cube.households(cell);
    if (responding == 0) return 0;
    auto const all = std::max(cube.population.households[static_cast<std::size_t>(stratum)], responding);
    return static_cast<double>(all) / static_cast<double>(responding);
}

bool may_be_modelled(RoundCube const& cube, std::int32_t stratum)
{
    auto const& design = cube.population.designs[static_cast<std::size_t>(stratum)];
    return design && *design != Design::convenience;
}

} // namespace

std::shared_ptr<SmallAreaService::Model> SmallAreaService::fit(RoundCube const& cube, SmallAreaUnit unit,
                                                               std::int32_t item) const
{
    auto model = std::make_shared<Model>();
    model->key = {cube.round.area, cube.round.id, std::string{name(unit)},
                  cube.axes.items[static_cast<std::size_t>(item)]};
    model->version = version_of(cube);
    std::vector<PeerFacts> facts;
    std::map<AreaId, std::int32_t> groups;
    for (std::int32_t cell = 0; cell < static_cast<std::int32_t>(cube.axes.cells.size()); ++cell) {
        auto const& about = cube.axes.facts[static_cast<std::size_t>(cell)];
        auto const committee = cube.axes.stratum_of.find(about.area);
        auto const of_committee = committee != cube.axes.stratum_of.end();
        if (of_committee != (unit == SmallAreaUnit::neighbourhood)) continue;
        auto const place = of_committee ? committee->second : cell;
        auto const stratum = stratum_of(cube, unit, place);
        auto const population = population_of(cube, unit, place);
        if (population == 0 || !may_be_modelled(cube, stratum)) continue;
        auto const counts = counted_cells(cube, of_committee ? cube.cube.cells_of(stratum) : std::vector{cell}, item);
        auto const group =
            groups.try_emplace(about.sub_district, static_cast<std::int32_t>(groups.size())).first->second;
        model->position[place] = model->areas.size();
        model->ids.push_back(about.area);
        model->areas.push_back({.yes = counts.yes,
                                .answers = counts.answers,
                                .population = population,
                                .weight = weight_of(cube, stratum),
                                .group = group,
                                .characteristics = {}});
        facts.push_back(about);
    }
    auto rows = characteristics(facts);
    for (std::size_t i = 0; i < rows.size(); ++i) model->areas[i].characteristics = std::move(rows[i]);
    if (auto fitted = predict_areas(model->areas)) model->fitted = std::move(*fitted);
    return model;
}

std::shared_ptr<SmallAreaService::Model> SmallAreaService::model(RoundCube const& cube, SmallAreaUnit unit,
                                                                 std::int32_t item)
{
    auto const version = version_of(cube);
    {
        std::lock_guard lock{mutex_};
        auto& [known_version, models] = models_[cube.round.id];
        if (known_version != version) models.clear();
        known_version = version;
        if (auto const known = models.find({unit, item}); known != models.end()) return known->second;
    }
    auto made = fit(cube, unit, item);
    if (cube.round.state == "closed" && made->fitted) {
        auto const stored =
            database_.read([&](storage::Connection& c) { return small_area_store::find(c, made->key, made->version); });
        if (stored) made->inflation = stored->inflation;
    }
    std::lock_guard lock{mutex_};
    return models_[cube.round.id].second.try_emplace({unit, item}, made).first->second;
}

std::optional<Estimate> SmallAreaService::predicted(RoundCube const& cube, SmallAreaUnit unit, std::int32_t item,
                                                    std::int32_t place)
{
    if (cube.cube.shape().unit != Unit::household) return {};
    auto const model = this->model(cube, unit, item);
    auto const at = model->position.find(place);
    if (!model->fitted || at == model->position.end()) return {};
    auto const& area = model->areas[at->second];
    auto predicted = model->fitted->areas[at->second];
    Estimate out;
    {
        std::lock_guard lock{mutex_};
        out.flags.no_model_uncertainty = !model->inflation;
        if (cube.round.state == "closed" && !model->inflation && !model->asked) {
            model->asked = true;
            waiting_.push_back(model);
        }
        if (model->inflation)
            if (auto const found = model->inflation->find(model->ids[at->second]); found != model->inflation->end())
                predicted = with_model_uncertainty(predicted, found->second, area);
    }
    auto const all = std::max(area.population, area.answers);
    out.value = predicted.share;
    out.se = std::sqrt(predicted.variance);
    out.lower = predicted.interval.lower;
    out.upper = predicted.interval.upper;
    out.method = Method::beta_binomial;
    out.n = out.n_psu = area.answers;
    out.population = static_cast<double>(all);
    out.f = static_cast<double>(area.answers) / static_cast<double>(all);
    out.design = *cube.population.designs[static_cast<std::size_t>(stratum_of(cube, unit, place))];
    out.flags.model_based = true;
    out.cube_version = model->version;
    return out;
}

std::map<std::int32_t, SmallAreaService::Share> SmallAreaService::shares(RoundCube const& cube, SmallAreaUnit unit,
                                                                         std::int32_t item)
{
    std::map<std::int32_t, Share> out;
    if (cube.cube.shape().unit != Unit::household) return out;
    auto const model = this->model(cube, unit, item);
    if (!model->fitted) return out;
    for (auto const& [place, at] : model->position)
        out[place] = {model->fitted->areas[at].share, model->areas[at].answers};
    return out;
}

bool SmallAreaService::draw_next()
{
    std::shared_ptr<Model> model;
    {
        std::lock_guard lock{mutex_};
        if (waiting_.empty()) return false;
        model = waiting_.front();
        waiting_.pop_front();
    }
    small_area_store::StoredUncertainty made;
    made.cube_version = model->version;
    made.seed = rng_.next();
    SeededRng draws{made.seed};
    auto const drawn = bootstrap_areas(model->areas, *model->fitted, kBootstrapDraws, draws);
    made.draws = drawn.draws;
    made.used = drawn.used;
    for (std::size_t i = 0; i < model->ids.size(); ++i) made.inflation[model->ids[i]] = drawn.inflation[i];
    auto const kept = database_.write(model->key.area, [&](storage::Transaction& tx) -> Result<void> {
        small_area_store::replace(tx, model->key, made, clock_.now());
        audit_.note(tx, system_actor(), model->key.area, "analysis.model_uncertainty_drawn", model->key.round,
                    {{"unit", model->key.unit}, {"item", model->key.item}, {"seed", std::to_string(made.seed)}});
        return {};
    });
    if (!kept) return true; // asked for again by the next page after a restart
    std::lock_guard lock{mutex_};
    model->inflation = std::move(made.inflation);
    return true;
}

} // namespace lilong::analysis
