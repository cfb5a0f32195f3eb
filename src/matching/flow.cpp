#include "matching/flow.h"

#include <stdexcept>

#define LEMON_ONLY_TEMPLATES                           // headers only: the library is never linked
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized" // LEMON copies its empty nodes
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

namespace lilong::matching
{

Flow cheapest_flow(FlowProblem const& problem)
{
    using Graph = lemon::SmartDigraph;
    Graph graph;
    auto const node_count = 1 + problem.heads.size() + problem.places.size();
    auto const arc_count = problem.arcs.size() + problem.heads.size() + problem.places.size();
    graph.reserveNode(static_cast<int>(node_count));
    graph.reserveArc(static_cast<int>(arc_count));
    for (std::size_t i = 0; i < node_count; ++i) graph.addNode();
    auto const sink = Graph::nodeFromId(0);
    auto const need = [](std::size_t i) { return Graph::nodeFromId(static_cast<int>(1 + i)); };
    auto const offer = [&](std::size_t i) { return Graph::nodeFromId(static_cast<int>(1 + problem.heads.size() + i)); };

    for (auto const& arc : problem.arcs) graph.addArc(need(arc.need), offer(arc.offer));
    for (std::size_t i = 0; i < problem.heads.size(); ++i) graph.addArc(need(i), sink);
    for (std::size_t i = 0; i < problem.places.size(); ++i) graph.addArc(offer(i), sink);

    Graph::ArcMap<std::int64_t> most{graph}, cost{graph};
    Graph::NodeMap<std::int64_t> supply{graph, 0};
    auto const arc_of = [](std::size_t id) { return Graph::arcFromId(static_cast<int>(id)); };
    std::size_t id = 0;
    for (auto const& arc : problem.arcs) {
        most[arc_of(id)] = arc.most;
        cost[arc_of(id++)] = arc.cost;
    }
    for (std::size_t i = 0; i < problem.heads.size(); ++i) {
        most[arc_of(id)] = problem.heads[i];
        cost[arc_of(id++)] = problem.unmet_cost[i];
        supply[need(i)] = problem.heads[i];
        supply[sink] -= problem.heads[i];
    }
    for (auto places : problem.places) {
        most[arc_of(id)] = places;
        cost[arc_of(id++)] = 0;
    }

    lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t> simplex{graph};
    simplex.upperMap(most).costMap(cost).supplyMap(supply);
    using Solver = decltype(simplex);
    if (simplex.run() != Solver::OPTIMAL) throw std::logic_error("matching: the flow has no optimum");

    Flow flow;
    flow.heads.reserve(problem.arcs.size());
    for (std::size_t i = 0; i < problem.arcs.size(); ++i) flow.heads.push_back(simplex.flow(arc_of(i)));
    flow.price.reserve(problem.places.size());
    auto const first_place = problem.arcs.size() + problem.heads.size();
    for (std::size_t i = 0; i < problem.places.size(); ++i) { // reduced cost of a full arc is at most 0
        auto const reduced = cost[arc_of(first_place + i)] + simplex.potential(offer(i)) - simplex.potential(sink);
        flow.price.push_back(reduced < 0 ? -reduced : 0);
    }
    return flow;
}

} // namespace lilong::matching
