#include "matching/allocation_rule.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <numeric>
#include <thread>
#include <tuple>

namespace lilong::matching
{

namespace
{

constexpr std::int64_t kLargest = std::int64_t{1} << 61; // leaves LEMON's artificial costs (2^62) their room

std::size_t index_of(auto const& sorted, std::string const& id)
{
    auto const at = std::ranges::lower_bound(sorted, id, {}, [](auto const& thing) -> auto const& { return thing.id; });
    return static_cast<std::size_t>(at - sorted.begin());
}

// Pinned heads on each pair; a pair that is no longer admissible is kept beside the admissible ones.
struct Pinned {
    std::vector<std::int64_t> of_pair, of_need, of_offer;
};

Pinned add_pins(Problem const& problem, std::vector<Pair>& pairs)
{
    std::map<std::pair<std::size_t, std::size_t>, std::int64_t> heads;
    for (auto const& pin : problem.pins)
        heads[{index_of(problem.needs, pin.need), index_of(problem.offers, pin.offer)}] += pin.heads;
    std::map<std::pair<std::size_t, std::size_t>, std::int64_t> missing = heads;
    for (auto const& pair : pairs) missing.erase({pair.need, pair.offer});
    for (auto const& [key, unused] : missing) pairs.push_back(look_at(problem, key.first, key.second));
    std::ranges::sort(pairs, {}, [](Pair const& pair) { return std::tuple{pair.need, pair.offer}; });

    Pinned pinned{std::vector<std::int64_t>(pairs.size()), std::vector<std::int64_t>(problem.needs.size()),
                  std::vector<std::int64_t>(problem.offers.size())};
    for (std::size_t i = 0; i < pairs.size(); ++i)
        if (auto const at = heads.find({pairs[i].need, pairs[i].offer}); at != heads.end()) {
            pinned.of_pair[i] = at->second;
            pinned.of_need[pairs[i].need] += at->second;
            pinned.of_offer[pairs[i].offer] += at->second;
        }
    return pinned;
}

Result<void> pins_fit(Problem const& problem, Pinned const& pinned)
{
    std::vector<FieldError> fields;
    auto const facts = [](std::string const& id, std::int64_t pinned_heads, std::int64_t most) {
        return Facts{{"id", id}, {"pinned", std::to_string(pinned_heads)}, {"most", std::to_string(most)}};
    };
    for (std::size_t i = 0; i < problem.needs.size(); ++i)
        if (auto const& need = problem.needs[i]; pinned.of_need[i] > need.heads)
            fields.push_back({need.id, "matching.pins_exceed_heads", facts(need.id, pinned.of_need[i], need.heads)});
    for (std::size_t i = 0; i < problem.offers.size(); ++i)
        if (auto const& offer = problem.offers[i]; pinned.of_offer[i] > offer.capacity)
            fields.push_back(
                {offer.id, "matching.pins_exceed_capacity", facts(offer.id, pinned.of_offer[i], offer.capacity)});
    if (fields.empty()) return {};
    auto const first = fields.front();
    return refuse(ErrorKind::limit_reached, first.code, first.facts, std::move(fields));
}

// B = 1 + a_max · (1 + min(#needs, #offers)): one unit of severity outweighs any rerouting (LO-39).
Result<std::int64_t> burden_factor(Problem const& problem, std::vector<Pair> const& pairs)
{
    std::int64_t dearest = 0, factor = 0, heaviest = 1, heads = 0, total = 0, potential = 0;
    std::int64_t dearest_of_all = 0; // pins may lie on pairs that are not admissible today
    for (auto const& pair : pairs) {
        dearest_of_all = std::max(dearest_of_all, pair.burden);
        if (pair.admissible()) dearest = std::max(dearest, pair.burden);
    }
    bool too_large = false;
    auto const smaller_side = static_cast<std::int64_t>(std::min(problem.needs.size(), problem.offers.size()));
    too_large |=
        __builtin_mul_overflow(dearest, 1 + smaller_side, &factor) || __builtin_add_overflow(factor, 1, &factor);
    for (auto const& need : problem.needs) {
        heaviest = std::max(heaviest, need.weight());
        too_large |= __builtin_add_overflow(heads, need.heads, &heads);
    }
    too_large |= __builtin_mul_overflow(dearest_of_all, heads, &total) || total > kLargest;
    std::int64_t unmet_cost = 0;
    too_large |= __builtin_mul_overflow(factor, heaviest, &unmet_cost);
    auto const nodes = static_cast<std::int64_t>(problem.needs.size() + problem.offers.size() + 2);
    too_large |= __builtin_mul_overflow(unmet_cost, std::max<std::int64_t>(heads, 1), &total) || total > kLargest;
    too_large |= __builtin_mul_overflow(unmet_cost, nodes, &potential) || potential > kLargest;
    if (too_large)
        return refuse(ErrorKind::bad_input, "matching.numbers_too_large", {{"dearest", std::to_string(dearest)}});
    return factor;
}

// Needs and offers that admissible pairs join, numbered in canonical order.
struct Component {
    std::vector<std::size_t> needs, offers, pairs;
};

std::vector<Component> components(Problem const& problem, std::vector<Pair> const& pairs)
{
    auto const n = problem.needs.size();
    std::vector<std::size_t> root(n + problem.offers.size());
    std::iota(root.begin(), root.end(), std::size_t{0});
    auto const find = [&](std::size_t i) {
        while (root[i] != i) i = root[i] = root[root[i]];
        return i;
    };
    for (auto const& pair : pairs)
        if (pair.admissible()) {
            auto const a = find(pair.need), b = find(n + pair.offer);
            root[std::max(a, b)] = std::min(a, b);
        }
    std::map<std::size_t, Component> by_root;
    for (std::size_t i = 0; i < pairs.size(); ++i)
        if (pairs[i].admissible()) by_root[find(pairs[i].need)].pairs.push_back(i);
    std::vector<Component> out;
    for (auto& [unused, component] : by_root) {
        for (auto i : component.pairs) {
            if (component.needs.empty() || component.needs.back() != pairs[i].need)
                component.needs.push_back(pairs[i].need);
            component.offers.push_back(pairs[i].offer);
        }
        std::ranges::sort(component.offers);
        component.offers.erase(std::unique(component.offers.begin(), component.offers.end()), component.offers.end());
        out.push_back(std::move(component));
    }
    return out;
}

std::size_t position(std::vector<std::size_t> const& sorted, std::size_t value)
{
    return static_cast<std::size_t>(std::ranges::lower_bound(sorted, value) - sorted.begin());
}

FlowProblem flow_of(Component const& part, Problem const& problem, std::vector<Pair> const& pairs, Pinned const& pinned,
                    std::int64_t factor)
{
    FlowProblem flow;
    for (auto need : part.needs) {
        flow.heads.push_back(problem.needs[need].heads - pinned.of_need[need]);
        flow.unmet_cost.push_back(factor * problem.needs[need].weight());
    }
    for (auto offer : part.offers) flow.places.push_back(problem.offers[offer].capacity - pinned.of_offer[offer]);
    for (auto i : part.pairs) {
        auto const need = position(part.needs, pairs[i].need);
        auto const offer = position(part.offers, pairs[i].offer);
        flow.arcs.push_back({need, offer, std::min(flow.heads[need], flow.places[offer]), pairs[i].burden});
    }
    return flow;
}

std::vector<Flow> solve_all(std::vector<FlowProblem> const& problems, unsigned threads)
{
    std::vector<Flow> flows(problems.size());
    std::atomic<std::size_t> next{0};
    auto const work = [&] {
        for (std::size_t i = next++; i < problems.size(); i = next++) flows[i] = cheapest_flow(problems[i]);
    };
    std::vector<std::jthread> helpers;
    for (unsigned i = 1; i < threads && i < problems.size(); ++i) helpers.emplace_back(work);
    work();
    helpers.clear();
    return flows;
}

void add_up(Allocation& allocation, Problem const& problem, Pinned const& pinned,
            std::vector<std::int64_t> const& found)
{
    for (auto const& need : problem.needs) allocation.unmet.push_back(need.heads);
    for (auto const& offer : problem.offers) allocation.capacity_left.push_back(offer.capacity);
    for (std::size_t i = 0; i < allocation.pairs.size(); ++i) {
        auto const& pair = allocation.pairs[i];
        auto const heads = found[i] + pinned.of_pair[i];
        if (heads == 0) continue;
        allocation.shares.push_back({i, heads, pinned.of_pair[i]});
        allocation.unmet[pair.need] -= heads;
        allocation.capacity_left[pair.offer] -= heads;
        allocation.served += heads;
        allocation.served_weight += heads * problem.needs[pair.need].weight();
        allocation.burden += heads * pair.burden;
        allocation.flow_cost += found[i] * pair.burden;
    }
    for (std::size_t i = 0; i < problem.needs.size(); ++i)
        allocation.flow_cost += allocation.unmet[i] * allocation.burden_factor * problem.needs[i].weight();
}

} // namespace

void put_in_order(Problem& problem)
{
    std::ranges::sort(problem.needs, {}, &NeedPoint::id);
    std::ranges::sort(problem.offers, {}, &OfferPoint::id);
    std::ranges::sort(problem.pins, {}, [](Pin const& pin) { return std::tie(pin.need, pin.offer, pin.heads); });
}

Result<Allocation> allocate(Problem const& problem, OfferIndex const& index)
{
    Allocation allocation;
    allocation.pairs = admissible_pairs(problem, index);
    auto const pinned = add_pins(problem, allocation.pairs);
    TRY(pins_fit(problem, pinned));
    allocation.burden_factor = TRY(burden_factor(problem, allocation.pairs));

    auto const parts = components(problem, allocation.pairs);
    std::vector<FlowProblem> flows;
    for (auto const& part : parts)
        flows.push_back(flow_of(part, problem, allocation.pairs, pinned, allocation.burden_factor));
    auto const solved = solve_all(flows, problem.settings.threads);

    std::vector<std::int64_t> found(allocation.pairs.size());
    allocation.price.assign(problem.offers.size(), 0);
    for (std::size_t k = 0; k < parts.size(); ++k) {
        for (std::size_t i = 0; i < parts[k].pairs.size(); ++i) found[parts[k].pairs[i]] = solved[k].heads[i];
        for (std::size_t i = 0; i < parts[k].offers.size(); ++i)
            allocation.price[parts[k].offers[i]] = solved[k].price[i];
    }
    add_up(allocation, problem, pinned, found);
    return allocation;
}

FlowProblem whole_flow(Problem const& problem, Allocation const& allocation)
{
    Component all;
    all.needs.resize(problem.needs.size());
    all.offers.resize(problem.offers.size());
    std::iota(all.needs.begin(), all.needs.end(), std::size_t{0});
    std::iota(all.offers.begin(), all.offers.end(), std::size_t{0});
    Pinned pinned{
        {}, std::vector<std::int64_t>(problem.needs.size()), std::vector<std::int64_t>(problem.offers.size())};
    for (auto const& share : allocation.shares) {
        pinned.of_need[allocation.pairs[share.pair].need] += share.pinned;
        pinned.of_offer[allocation.pairs[share.pair].offer] += share.pinned;
    }
    for (std::size_t i = 0; i < allocation.pairs.size(); ++i)
        if (allocation.pairs[i].admissible()) all.pairs.push_back(i);
    return flow_of(all, problem, allocation.pairs, pinned, allocation.burden_factor);
}

} // namespace lilong::matching
