#include "matching/dimacs_rule.h"

#include <fmt/format.h>
#include <iterator>
#include <numeric>

#include "matching/allocation_rule.h"

namespace lilong::matching
{

std::string dimacs_text(Problem const& problem, Allocation const& allocation)
{
    auto const flow = whole_flow(problem, allocation);
    auto const need_node = [](std::size_t i) { return i + 2; };
    auto const offer_node = [&](std::size_t i) { return i + 2 + flow.heads.size(); };
    std::string text = "c lilong match: goals 3 to 5, after pins\n";
    auto out = std::back_inserter(text);
    fmt::format_to(out, "c B {}\n", allocation.burden_factor);
    for (auto const& share : allocation.shares)
        if (share.pinned > 0) {
            auto const& pair = allocation.pairs[share.pair];
            fmt::format_to(out, "c pin {} {} {}\n", problem.needs[pair.need].id, problem.offers[pair.offer].id,
                           share.pinned);
        }
    fmt::format_to(out, "p min {} {}\n", 1 + flow.heads.size() + flow.places.size(),
                   flow.arcs.size() + flow.heads.size() + flow.places.size());
    text += "c node 1 sink\n";
    for (std::size_t i = 0; i < flow.heads.size(); ++i)
        fmt::format_to(out, "c node {} need {}\n", need_node(i), problem.needs[i].id);
    for (std::size_t i = 0; i < flow.places.size(); ++i)
        fmt::format_to(out, "c node {} offer {}\n", offer_node(i), problem.offers[i].id);
    for (std::size_t i = 0; i < flow.heads.size(); ++i)
        if (flow.heads[i] > 0) fmt::format_to(out, "n {} {}\n", need_node(i), flow.heads[i]);
    auto const all = std::accumulate(flow.heads.begin(), flow.heads.end(), std::int64_t{0});
    if (all > 0) fmt::format_to(out, "n 1 -{}\n", all);
    for (auto const& arc : flow.arcs)
        fmt::format_to(out, "a {} {} 0 {} {}\n", need_node(arc.need), offer_node(arc.offer), arc.most, arc.cost);
    for (std::size_t i = 0; i < flow.places.size(); ++i)
        fmt::format_to(out, "a {} 1 0 {} 0\n", offer_node(i), flow.places[i]);
    for (std::size_t i = 0; i < flow.heads.size(); ++i)
        fmt::format_to(out, "a {} 1 0 {} {}\n", need_node(i), flow.heads[i], flow.unmet_cost[i]);
    return text;
}

} // namespace lilong::matching
