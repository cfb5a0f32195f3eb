#include "matching/admissible_rule.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "matching/distance_rule.h"

namespace lilong::matching
{

namespace
{

bool of_category(Problem const& problem, NeedPoint const& need, OfferPoint const& offer)
{
    auto const above = problem.parents.find(need.category);
    return std::ranges::any_of(offer.categories, [&](auto const& category) {
        return category == need.category || (above != problem.parents.end() && category == above->second);
    });
}

bool in_reach(NeedPoint const& need, OfferPoint const& offer)
{
    if (!offer.areas.empty() && !offer.areas.contains(need.committee) && !offer.areas.contains(need.sub_district))
        return false;
    if (!offer.radius_mm) return true;
    return need.place && offer.place && within(*need.place, *offer.place, *offer.radius_mm);
}

} // namespace

OfferIndex::OfferIndex(Problem const& problem) : problem_(problem)
{
    for (std::size_t i = 0; i < problem.offers.size(); ++i)
        for (auto const& category : problem.offers[i].categories) offers_[category].push_back(i);
}

std::vector<std::size_t> OfferIndex::of_category(std::string const& category) const
{
    std::vector<std::size_t> found;
    auto const add = [&](std::string const& key) {
        if (auto const at = offers_.find(key); at != offers_.end())
            found.insert(found.end(), at->second.begin(), at->second.end());
    };
    add(category);
    if (auto const above = problem_.parents.find(category); above != problem_.parents.end()) add(above->second);
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

Pair look_at(Problem const& problem, std::size_t need_index, std::size_t offer_index)
{
    auto const& need = problem.needs[need_index];
    auto const& offer = problem.offers[offer_index];
    Pair pair{.need = need_index, .offer = offer_index};
    pair.distance_mm = distance_mm(need.place, offer.place);
    pair.burden = metres_rounded_half_up(pair.distance_mm.value_or(0)) + offer.unit_cost_fen;
    pair.common = resources::longest_common_stretch(need.windows, offer.windows);
    auto const fail = [&](Clause clause, std::string detail = {}) {
        pair.failed = clause;
        pair.detail = std::move(detail);
        return pair;
    };
    if (!of_category(problem, need, offer)) return fail(Clause::category);
    if (!offer.active) return fail(Clause::active);
    if (problem.settings.on && offer.valid_until && *offer.valid_until < *problem.settings.on)
        return fail(Clause::active, offer.valid_until->text());
    auto const verdict = offer.eligibility.check(need.facts);
    if (verdict.truth != Truth::yes)
        return fail(Clause::eligible, verdict.clause + (verdict.truth == Truth::unknown ? " ?" : ""));
    if (!in_reach(need, offer)) return fail(Clause::in_reach);
    if (pair.common.minutes() < problem.settings.min_overlap_minutes) return fail(Clause::window);
    if (problem.refused.contains({need.id, offer.id})) return fail(Clause::not_refused);
    return pair;
}

std::vector<Pair> admissible_pairs(Problem const& problem, OfferIndex const& index)
{
    std::vector<Pair> pairs;
    std::map<std::string, std::vector<std::size_t>, std::less<>> candidates; // once per category
    for (std::size_t need = 0; need < problem.needs.size(); ++need) {
        auto const& category = problem.needs[need].category;
        auto [at, fresh] = candidates.try_emplace(category);
        if (fresh) at->second = index.of_category(category);
        for (auto offer : at->second)
            if (auto pair = look_at(problem, need, offer); pair.admissible()) pairs.push_back(std::move(pair));
    }
    return pairs;
}

std::optional<Pair> furthest(Problem const& problem, OfferIndex const& index, std::size_t need)
{
    std::optional<Pair> best;
    auto const rank = [&](Pair const& pair) {
        return std::tuple{-static_cast<int>(pair.failed),
                          pair.distance_mm.value_or(std::numeric_limits<std::int64_t>::max()), pair.offer};
    };
    for (auto offer : index.of_category(problem.needs[need].category)) {
        auto pair = look_at(problem, need, offer);
        if (!best || rank(pair) < rank(*best)) best = std::move(pair);
    }
    return best;
}

Cause cause_of(Clause failed)
{
    switch (failed) {
    case Clause::category:
        return Cause::no_offer;
    case Clause::active:
        return Cause::inactive;
    case Clause::eligible:
        return Cause::ineligible;
    case Clause::in_reach:
        return Cause::out_of_range;
    case Clause::window:
        return Cause::window;
    case Clause::not_refused:
        return Cause::refused;
    case Clause::none:
        break;
    }
    return Cause::capacity;
}

} // namespace lilong::matching
