// The minimum-cost flow behind an allocation: needs on the left, offers on the right, one sink. The only user of
// LEMON's network simplex; headers of LEMON stay in flow.cpp.
#pragma once

#include <cstdint>
#include <vector>

namespace lilong::matching
{

struct FlowArc {
    std::size_t need = 0, offer = 0;
    std::int64_t most = 0, cost = 0; // cost of one head
};

struct FlowProblem {
    std::vector<std::int64_t> heads;      // by need
    std::vector<std::int64_t> unmet_cost; // of one head, by need
    std::vector<std::int64_t> places;     // by offer
    std::vector<FlowArc> arcs;
};

struct Flow {
    std::vector<std::int64_t> heads; // by arc
    std::vector<std::int64_t> price; // what one more place of the offer would save, by offer
};

// Every head goes through one arc or stays unmet, so an optimum always exists. Single-threaded and deterministic.
Flow cheapest_flow(FlowProblem const& problem);

} // namespace lilong::matching
