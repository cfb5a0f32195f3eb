#include "analysis/rank_rule.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/distribution_rule.h"
#include "analysis/false_discovery_rule.h"

namespace lilong::analysis
{

PairedDifference paired_difference(PairCounts const& pair, double f)
{
    auto const n = static_cast<double>(pair.n());
    if (pair.n() < 2) return {};
    PairedDifference out;
    out.difference = static_cast<double>(pair.yes_no - pair.no_yes) / n;
    out.df = n - 1;
    auto const differ = static_cast<double>(pair.yes_no + pair.no_yes);
    auto const inner = differ / n - out.difference * out.difference;
    if (out.difference == 0) {
        out.variance = (1 - f) / (n - 1) * std::max(0.0, inner);
        return out;
    }
    if (f >= 1) {
        out.p_value = 0;
        return out;
    }
    if (pair.yes_no == pair.n() || pair.no_yes == pair.n()) {
        out.p_value = std::min(1.0, 2 * std::pow(0.5, differ));
        return out;
    }
    out.variance = (1 - f) / (n - 1) * inner;
    out.p_value = t_two_sided_p(out.difference / std::sqrt(out.variance), out.df);
    return out;
}

std::vector<RankedNeed> rank_needs(std::span<NeedShare const> needs, PairOfNeeds const& pair, double level)
{
    std::vector<RankedNeed> out;
    auto const all = static_cast<std::int64_t>(needs.size());
    for (std::size_t k = 0; k < needs.size(); ++k) {
        RankedNeed ranked{.need = needs[k].need, .estimate = needs[k].estimate, .rank = {}, .not_told_apart = {}};
        std::vector<std::size_t> others;
        std::vector<PairedDifference> pairs;
        std::vector<double> p_values;
        for (std::size_t j = 0; j < needs.size(); ++j) {
            if (j == k) continue;
            others.push_back(j);
            pairs.push_back(pair(k, j));
            p_values.push_back(pairs.back().p_value);
        }
        auto const adjusted = holm(p_values);
        RankInterval rank{1, all};
        for (std::size_t i = 0; i < others.size(); ++i) {
            auto const told_apart = adjusted[i] <= 1 - level;
            if (!told_apart)
                ranked.not_told_apart.push_back(needs[others[i]].need);
            else if (pairs[i].difference < 0)
                ++rank.best;
            else
                --rank.worst;
        }
        if (ranked.estimate.design != Design::convenience)
            ranked.rank = rank;
        else
            ranked.not_told_apart.clear();
        out.push_back(std::move(ranked));
    }
    std::ranges::stable_sort(out, std::greater{}, [](RankedNeed const& r) { return r.estimate.value; });
    return out;
}

std::vector<RankInterval> ranks_from_intervals(std::span<Interval const> intervals)
{
    std::vector<double> lower, upper;
    for (auto const& i : intervals) {
        lower.push_back(i.lower);
        upper.push_back(i.upper);
    }
    std::ranges::sort(lower);
    std::ranges::sort(upper);
    auto const all = static_cast<std::int64_t>(intervals.size());
    std::vector<RankInterval> out;
    for (auto const& i : intervals)
        out.push_back({1 + (lower.end() - std::ranges::upper_bound(lower, i.upper)),
                       all - (std::ranges::lower_bound(upper, i.lower) - upper.begin())});
    return out;
}

double standard_error(Estimate const& place)
{
    if (place.se > 0 || !place.flags.boundary) return place.se;
    return (place.upper - place.lower) / (2 * normal_quantile(0.5 + place.level / 2));
}

std::vector<std::optional<RankInterval>> rank_places(std::span<Estimate const> places, double level)
{
    std::vector<std::size_t> ranked;
    for (std::size_t i = 0; i < places.size(); ++i) {
        auto const& place = places[i];
        auto const usable = place.design != Design::convenience && place.n >= 30 && !place.flags.insufficient;
        if (usable && !std::isnan(place.value) && !std::isnan(place.se)) ranked.push_back(i);
    }
    std::vector<std::optional<RankInterval>> out(places.size());
    if (ranked.empty()) return out;
    auto const joint = std::pow(level, 1 / static_cast<double>(ranked.size()));
    auto const z = normal_quantile(0.5 + joint / 2);
    std::vector<Interval> intervals;
    for (auto i : ranked) {
        auto const half = z * standard_error(places[i]);
        intervals.push_back({places[i].value - half, places[i].value + half});
    }
    auto const ranks = ranks_from_intervals(intervals);
    for (std::size_t i = 0; i < ranked.size(); ++i) out[ranked[i]] = ranks[i];
    return out;
}

} // namespace lilong::analysis
