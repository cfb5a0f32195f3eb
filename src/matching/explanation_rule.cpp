#include "matching/explanation_rule.h"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

#include "base/messages.h"
#include "matching/distance_rule.h"

namespace lilong::matching
{

namespace
{

constexpr std::size_t kNextOffers = 3;

// The admissible pairs of each need, as a range of allocation.pairs.
struct PairsOfNeed {
    std::vector<std::pair<std::size_t, std::size_t>> range;
    explicit PairsOfNeed(Problem const& problem, std::vector<Pair> const& pairs) : range(problem.needs.size())
    {
        for (std::size_t i = 0; i < pairs.size();) {
            auto const need = pairs[i].need;
            auto const begin = i;
            while (i < pairs.size() && pairs[i].need == need) ++i;
            range[need] = {begin, i};
        }
    }
};

Reason reason_of(Pair const& chosen, std::span<Pair const> pairs)
{
    auto others = [&](auto better) {
        return std::ranges::any_of(pairs, [&](Pair const& other) {
            return other.admissible() && other.offer != chosen.offer && better(other);
        });
    };
    if (chosen.admissible() && !others([](Pair const&) { return true; })) return Reason::only_offer;
    auto const distance = [](Pair const& pair) { return pair.distance_mm.value_or(0); };
    if (!others([&](Pair const& other) { return distance(other) < distance(chosen); })) return Reason::nearest;
    if (!others([&](Pair const& other) { return other.burden < chosen.burden; })) return Reason::cheapest;
    return Reason::rerouted;
}

std::vector<NextOffer> next_offers(Pair const& chosen, Problem const& problem, OfferIndex const& index,
                                   Allocation const& allocation)
{
    std::vector<Pair> others;
    for (auto offer : index.of_category(problem.needs[chosen.need].category))
        if (offer != chosen.offer) others.push_back(look_at(problem, chosen.need, offer));
    std::ranges::sort(others, {}, [](Pair const& pair) {
        return std::tuple{-static_cast<int>(pair.failed), pair.burden, pair.offer};
    });
    if (others.size() > kNextOffers) others.resize(kNextOffers);
    std::vector<NextOffer> next;
    for (auto const& pair : others)
        next.push_back({.offer = problem.offers[pair.offer].id,
                        .failed = pair.failed,
                        .detail = pair.detail,
                        .distance_mm = pair.distance_mm,
                        .capacity_left = allocation.capacity_left[pair.offer],
                        .price = allocation.price[pair.offer]});
    return next;
}

Facts facts_of(UnmetNeed const& unmet, Problem const& problem, std::vector<Shortage> const& shortages,
               Language language)
{
    Facts facts{{"need", called(problem.needs[unmet.need], language)}, {"heads", std::to_string(unmet.heads)}};
    if (unmet.nearest) {
        auto const& offer = problem.offers[unmet.nearest->offer];
        facts["offer"] = called(offer, language);
        facts["clause"] = unmet.nearest->detail;
        facts["distance"] = unmet.nearest->distance_mm ? metres_text(*unmet.nearest->distance_mm) : "–";
        facts["reach"] = offer.radius_mm ? metres_text(*offer.radius_mm) : "–";
        facts["minutes"] = std::to_string(unmet.nearest->common.minutes());
    }
    if (unmet.shortage) {
        auto const& shortage = shortages[*unmet.shortage];
        facts["shortage"] = shortage.id;
        facts["all"] = std::to_string(shortage.heads);
        facts["places"] = std::to_string(shortage.places);
        facts["offers"] = std::to_string(shortage.offers.size());
    }
    return facts;
}

} // namespace

std::string metres_text(std::int64_t mm) { return fmt::format("{} m", metres_rounded_half_up(mm)); }

std::vector<Explanation> explain(Problem const& problem, OfferIndex const& index, Allocation const& allocation)
{
    PairsOfNeed const of_need{problem, allocation.pairs};
    std::vector<std::vector<std::int64_t>> competing(problem.offers.size()); // weights of the needs that may go there
    for (auto const& pair : allocation.pairs) competing[pair.offer].push_back(problem.needs[pair.need].weight());
    for (auto& weights : competing) std::ranges::sort(weights, std::greater{});

    std::vector<Explanation> out;
    for (auto const& share : allocation.shares) {
        auto const& pair = allocation.pairs[share.pair];
        auto const& need = problem.needs[pair.need];
        auto const& offer = problem.offers[pair.offer];
        auto const [begin, end] = of_need.range[pair.need];
        std::span const pairs{allocation.pairs.data() + begin, end - begin};
        auto const& weights = competing[pair.offer];
        Explanation why{.reason = reason_of(pair, pairs),
                        .distance_mm = pair.distance_mm,
                        .failed = pair.failed,
                        .detail = pair.detail,
                        .heads = share.heads,
                        .pinned = share.pinned,
                        .capacity_left = allocation.capacity_left[pair.offer],
                        .weight = need.weight()};
        why.category_path.push_back(need.category);
        if (std::ranges::find(offer.categories, need.category) == offer.categories.end())
            if (auto const above = problem.parents.find(need.category); above != problem.parents.end())
                why.category_path.push_back(above->second);
        if (!need.windows.any_time() || !offer.windows.any_time()) why.common = pair.common;
        auto const heavier = std::ranges::lower_bound(weights, need.weight(), std::greater{}) - weights.begin();
        why.weight_rank = static_cast<std::size_t>(heavier) + 1;
        why.competitors = weights.size();
        if (why.reason == Reason::rerouted)
            for (auto const& other : pairs)
                if (other.admissible() && other.burden < pair.burden && allocation.capacity_left[other.offer] == 0)
                    why.full.push_back(problem.offers[other.offer].id);
        why.next = next_offers(pair, problem, index, allocation);
        out.push_back(std::move(why));
    }
    return out;
}

std::string reason_text(Explanation const& why)
{
    std::string text{name(why.reason)};
    for (auto const& offer : why.full) text += fmt::format("; {} full", offer);
    if (why.common) text += fmt::format("; overlap {} min", why.common->minutes());
    if (why.pinned > 0) text += fmt::format("; pinned {}", why.pinned);
    if (why.failed != Clause::none)
        text +=
            fmt::format("; not admissible today: {}{}{}", name(why.failed), why.detail.empty() ? "" : " ", why.detail);
    return text;
}

std::string sentence_of(Explanation const& why, std::string const& need, std::string const& offer, Language language)
{
    Facts const facts{{"need", need},
                      {"offer", offer},
                      {"heads", std::to_string(why.heads)},
                      {"rank", std::to_string(why.weight_rank)},
                      {"competitors", std::to_string(why.competitors)},
                      {"left", std::to_string(why.capacity_left)},
                      {"pinned", std::to_string(why.pinned)},
                      {"distance", why.distance_mm ? metres_text(*why.distance_mm) : ""},
                      {"window", why.common ? resources::stretch_text(*why.common) : ""},
                      {"minutes", why.common ? std::to_string(why.common->minutes()) : ""},
                      {"clause", std::string{name(why.failed)}}};
    constexpr std::string_view codes[]{"matching.why_only_offer", "matching.why_nearest", "matching.why_cheapest",
                                       "matching.why_rerouted"};
    auto text = sentence(codes[static_cast<std::size_t>(why.reason)], facts, language);
    if (why.distance_mm) text += sentence("matching.why_distance", facts, language);
    if (why.common) text += sentence("matching.why_window", facts, language);
    text += sentence("matching.why_rank", facts, language);
    if (why.pinned > 0) text += sentence("matching.why_pinned", facts, language);
    if (why.failed != Clause::none) text += sentence("matching.why_not_admissible", facts, language);
    return text + (language == Language::en ? "." : "。");
}

std::string detail_text(UnmetNeed const& unmet, Problem const& problem, std::vector<Shortage> const& shortages)
{
    if (unmet.shortage) {
        auto const& shortage = shortages[*unmet.shortage];
        auto text = fmt::format("{}: {} heads share {} places:", shortage.id, shortage.heads, shortage.places);
        for (auto offer : shortage.offers) text += " " + problem.offers[offer].id;
        return text;
    }
    if (!unmet.nearest) return {};
    auto const& pair = *unmet.nearest;
    auto const& offer = problem.offers[pair.offer];
    switch (unmet.cause) {
    case Cause::inactive:
        return pair.detail.empty() ? fmt::format("{} paused", offer.id)
                                   : fmt::format("{} expired {}", offer.id, pair.detail);
    case Cause::ineligible:
        return fmt::format("{}: {}", offer.id, pair.detail);
    case Cause::out_of_range:
        if (!offer.radius_mm || !pair.distance_mm) return fmt::format("{} does not serve this area", offer.id);
        return fmt::format("nearest {} at {}, reaches {}", offer.id, metres_text(*pair.distance_mm),
                           metres_text(*offer.radius_mm));
    case Cause::window:
        return fmt::format("{} shares {} min", offer.id, pair.common.minutes());
    case Cause::refused:
        return fmt::format("{} refused before", offer.id);
    case Cause::no_offer:
    case Cause::capacity:
        break;
    }
    return {};
}

std::string sentence_of(UnmetNeed const& unmet, Problem const& problem, std::vector<Shortage> const& shortages,
                        Language language)
{
    constexpr std::string_view codes[]{"matching.unmet_no_offer",   "matching.unmet_inactive",
                                       "matching.unmet_ineligible", "matching.unmet_out_of_range",
                                       "matching.unmet_window",     "matching.unmet_refused",
                                       "matching.unmet_capacity"};
    return sentence(codes[static_cast<std::size_t>(unmet.cause)], facts_of(unmet, problem, shortages, language),
                    language);
}

} // namespace lilong::matching
