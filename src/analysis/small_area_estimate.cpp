#include "analysis/small_area_estimate.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/random_draw_rule.h"

namespace lilong::analysis
{

namespace
{

double population_of(SmallArea const& area) { return static_cast<double>(std::max(area.population, area.answers)); }

// What the answers allow: everybody unseen says no … everybody unseen says yes.
Interval limits_of(SmallArea const& area)
{
    auto const all = population_of(area);
    return {static_cast<double>(area.yes) / all, 1 - static_cast<double>(area.answers - area.yes) / all};
}

// The direct share of each group, weighted as its strata are.
std::map<std::int32_t, double> direct_shares(std::span<SmallArea const> areas)
{
    std::map<std::int32_t, std::pair<double, double>> sums;
    for (auto const& area : areas) {
        sums[area.group].first += area.weight * static_cast<double>(area.yes);
        sums[area.group].second += area.weight * static_cast<double>(area.answers);
    }
    std::map<std::int32_t, double> out;
    for (auto const& [group, sum] : sums)
        if (sum.second > 0) out[group] = sum.first / sum.second;
    return out;
}

std::vector<double> benchmarked_by_group(std::span<SmallArea const> areas, std::vector<double> shares)
{
    for (auto const& [group, target] : direct_shares(areas)) {
        std::vector<std::size_t> members;
        std::vector<double> mine, weights;
        std::vector<Interval> limits;
        double all = 0;
        for (std::size_t i = 0; i < areas.size(); ++i) {
            if (areas[i].group != group || population_of(areas[i]) == 0) continue;
            members.push_back(i);
            mine.push_back(shares[i]);
            weights.push_back(population_of(areas[i]));
            limits.push_back(limits_of(areas[i]));
            all += weights.back();
        }
        for (auto& weight : weights) weight /= all;
        auto const moved = benchmarked(mine, weights, limits, target);
        for (std::size_t k = 0; k < members.size(); ++k) shares[members[k]] = moved[k];
    }
    return shares;
}

std::vector<AreaCount> counts_of(std::span<SmallArea const> areas)
{
    std::vector<AreaCount> out;
    for (auto const& area : areas)
        out.push_back({static_cast<double>(area.yes), static_cast<double>(area.answers), area.characteristics});
    return out;
}

// Means of the unseen only: the bootstrap needs no quantiles.
std::vector<PredictedShare> points(std::span<SmallArea const> areas, BetaBinomialModel const& model)
{
    std::vector<PredictedShare> out;
    for (std::size_t i = 0; i < areas.size(); ++i)
        out.push_back(population_of(areas[i]) == 0 ? PredictedShare{}
                                                   : predict_point(areas[i].yes, areas[i].answers,
                                                                   std::max(areas[i].population, areas[i].answers),
                                                                   model.means[i], model.precision));
    return out;
}

std::vector<double> shares_of(std::span<SmallArea const> areas, std::vector<PredictedShare> const& predicted)
{
    std::vector<double> shares;
    for (auto const& one : predicted) shares.push_back(one.share);
    return benchmarked_by_group(areas, std::move(shares));
}

Interval within(Interval interval, Interval const& limits)
{
    return {std::clamp(interval.lower, limits.lower, limits.upper),
            std::clamp(interval.upper, limits.lower, limits.upper)};
}

// One world that the fitted model could have made: answers, and the share among all households.
struct DrawnWorld {
    std::vector<SmallArea> areas;
    std::vector<double> truth;
};

DrawnWorld draw_world(std::span<SmallArea const> areas, BetaBinomialModel const& model, Rng& rng)
{
    DrawnWorld out{{areas.begin(), areas.end()}, {}};
    for (std::size_t i = 0; i < areas.size(); ++i) {
        auto const mean = model.means[i], phi = model.precision;
        auto const theta = std::isinf(phi) ? mean : draw_beta(rng, mean * phi, (1 - mean) * phi);
        auto const unseen = std::max<std::int64_t>(0, areas[i].population - areas[i].answers);
        out.areas[i].yes = draw_binomial(rng, areas[i].answers, theta);
        auto const unseen_yes = draw_binomial(rng, unseen, theta);
        out.truth.push_back(static_cast<double>(out.areas[i].yes + unseen_yes) / population_of(areas[i]));
    }
    return out;
}

} // namespace

std::vector<double> benchmarked(std::span<double const> shares, std::span<double const> weights,
                                std::span<Interval const> limits, double target)
{
    std::vector<double> out(shares.begin(), shares.end());
    std::vector<bool> cut(out.size(), false);
    for (std::size_t round = 0; round <= out.size(); ++round) {
        double sum = 0, free_weight = 0;
        for (std::size_t i = 0; i < out.size(); ++i) {
            sum += weights[i] * out[i];
            if (!cut[i]) free_weight += weights[i];
        }
        if (free_weight <= 0) break;
        auto const move = (target - sum) / free_weight;
        auto stopped = false;
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (cut[i]) continue;
            auto const wanted = out[i] + move;
            out[i] = std::clamp(wanted, limits[i].lower, limits[i].upper);
            cut[i] = out[i] != wanted;
            stopped = stopped || cut[i];
        }
        if (!stopped) break;
    }
    return out;
}

Result<SmallAreaShares> predict_areas(std::span<SmallArea const> areas, double level)
{
    SmallAreaShares out{TRY(fit_beta_binomial(counts_of(areas), Robust::no)), {}};
    for (std::size_t i = 0; i < areas.size(); ++i)
        out.areas.push_back(population_of(areas[i]) == 0
                                ? PredictedShare{}
                                : predict_share(areas[i].yes, areas[i].answers,
                                                std::max(areas[i].population, areas[i].answers), out.model.means[i],
                                                out.model.precision, level));
    auto const shares = shares_of(areas, out.areas);
    for (std::size_t i = 0; i < areas.size(); ++i) {
        auto& one = out.areas[i];
        if (population_of(areas[i]) == 0) continue;
        auto const shift = shares[i] - one.share;
        one.share = shares[i];
        one.interval = within({one.interval.lower + shift, one.interval.upper + shift}, limits_of(areas[i]));
    }
    return out;
}

ModelUncertainty bootstrap_areas(std::span<SmallArea const> areas, SmallAreaShares const& fitted, int draws, Rng& rng)
{
    ModelUncertainty out{.mean_squared_error = std::vector<double>(areas.size(), 0),
                         .inflation = std::vector<double>(areas.size(), 1),
                         .draws = draws};
    std::vector<double> claimed(areas.size(), 0);
    for (int draw = 0; draw < draws; ++draw) {
        auto const world = draw_world(areas, fitted.model, rng);
        auto const model = fit_beta_binomial(counts_of(world.areas), Robust::no);
        if (!model) continue;
        ++out.used;
        auto const predicted = points(world.areas, *model);
        auto const shares = shares_of(world.areas, predicted);
        for (std::size_t i = 0; i < areas.size(); ++i) {
            if (population_of(areas[i]) == 0) continue;
            auto const error = shares[i] - world.truth[i];
            out.mean_squared_error[i] += error * error;
            claimed[i] += predicted[i].variance;
        }
    }
    for (std::size_t i = 0; i < areas.size(); ++i) {
        if (claimed[i] > 0) out.inflation[i] = std::max(1.0, out.mean_squared_error[i] / claimed[i]);
        if (out.used > 0) out.mean_squared_error[i] /= out.used;
    }
    return out;
}

PredictedShare with_model_uncertainty(PredictedShare predicted, double inflation, SmallArea const& area)
{
    auto const stretch = std::sqrt(inflation);
    predicted.variance *= inflation;
    predicted.interval = within({predicted.share - stretch * (predicted.share - predicted.interval.lower),
                                 predicted.share + stretch * (predicted.interval.upper - predicted.share)},
                                limits_of(area));
    return predicted;
}

} // namespace lilong::analysis
