#include "matching/shortage_rule.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace lilong::matching
{

namespace
{

// Who may go where, and whose heads could move: what an alternating path walks along.
struct Neighbours {
    std::vector<std::vector<std::size_t>> offers_of, served_by; // by need; by offer, pins left out
    std::vector<std::int64_t> heads, places;                    // after pins

    Neighbours(Problem const& problem, Allocation const& allocation)
        : offers_of(problem.needs.size()), served_by(problem.offers.size())
    {
        for (auto const& need : problem.needs) heads.push_back(need.heads);
        for (auto const& offer : problem.offers) places.push_back(offer.capacity);
        for (auto const& pair : allocation.pairs)
            if (pair.admissible()) offers_of[pair.need].push_back(pair.offer);
        for (auto const& share : allocation.shares) {
            auto const& pair = allocation.pairs[share.pair];
            heads[pair.need] -= share.pinned;
            places[pair.offer] -= share.pinned;
            if (share.heads > share.pinned) served_by[pair.offer].push_back(pair.need);
        }
    }
};

Shortage closed_set(std::size_t start, Neighbours const& around, Allocation const& allocation)
{
    std::set<std::size_t> needs{start}, offers;
    std::vector<std::size_t> waiting{start};
    while (!waiting.empty()) {
        auto const need = waiting.back();
        waiting.pop_back();
        for (auto offer : around.offers_of[need]) {
            if (!offers.insert(offer).second) continue;
            for (auto other : around.served_by[offer])
                if (needs.insert(other).second) waiting.push_back(other);
        }
    }
    Shortage shortage;
    shortage.needs.assign(needs.begin(), needs.end());
    shortage.offers.assign(offers.begin(), offers.end());
    for (auto need : shortage.needs) {
        shortage.heads += around.heads[need];
        shortage.unmet += allocation.unmet[need];
    }
    for (auto offer : shortage.offers) shortage.places += around.places[offer];
    return shortage;
}

} // namespace

Shortages shortages_of(Problem const& problem, Allocation const& allocation)
{
    Neighbours const around{problem, allocation};
    Shortages out;
    out.shortage_of.resize(problem.needs.size());
    std::map<std::pair<std::vector<std::size_t>, std::vector<std::size_t>>, std::size_t> known;
    for (std::size_t need = 0; need < problem.needs.size(); ++need) {
        if (allocation.unmet[need] == 0 || around.offers_of[need].empty()) continue;
        auto shortage = closed_set(need, around, allocation);
        auto const [at, fresh] = known.try_emplace({shortage.needs, shortage.offers}, out.all.size());
        if (fresh) {
            shortage.id = fmt::format("S-{}", out.all.size() + 1);
            out.all.push_back(std::move(shortage));
        }
        out.shortage_of[need] = at->second;
    }
    return out;
}

bool still_holds(Shortage const& shortage, Problem const& problem, Allocation const& allocation)
{
    Neighbours const around{problem, allocation};
    std::int64_t heads = 0, places = 0, unmet = 0;
    for (auto need : shortage.needs) {
        heads += around.heads[need];
        unmet += allocation.unmet[need];
        for (auto offer : around.offers_of[need])
            if (!std::ranges::binary_search(shortage.offers, offer)) return false;
    }
    for (auto offer : shortage.offers) {
        places += around.places[offer];
        if (allocation.capacity_left[offer] != 0) return false;
        for (auto need : around.served_by[offer])
            if (!std::ranges::binary_search(shortage.needs, need)) return false;
    }
    return heads == shortage.heads && places == shortage.places && unmet == shortage.unmet && heads - places == unmet;
}

} // namespace lilong::matching
