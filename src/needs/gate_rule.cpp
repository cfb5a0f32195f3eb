#include "needs/gate_rule.h"

#include <algorithm>
#include <tuple>

namespace lilong::needs
{

GateAnswer judge(GateInput const& input, GateLimits const& limits)
{
    if (input.design == "convenience") return GateAnswer::convenience;
    if (input.insufficient) return GateAnswer::insufficient;
    if (input.upward_surprise && input.lower_bound >= limits.surprise_floor) return GateAnswer::opens_as_surprise;
    if (input.lower_bound < limits.threshold) return GateAnswer::below_threshold;
    return input.rank_begin <= limits.last_rank ? GateAnswer::opens : GateAnswer::rank_too_low;
}

bool depends_on_who_answered(GateInput const& input, GateLimits const& limits)
{
    return input.lower_without_nonresponse < limits.threshold;
}

std::vector<std::size_t> to_open(std::vector<Signal> const& signals, int open_now, GateLimits const& limits)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < signals.size(); ++i)
        if (opens(judge(signals[i].input, limits))) order.push_back(i);
    auto const key = [&](std::size_t i) {
        auto const& signal = signals[i];
        return std::tuple{!signal.input.upward_surprise,
                          -signal.input.lower_bound * static_cast<double>(signal.households), signal.item};
    };
    std::ranges::sort(order, {}, key);
    auto const free = static_cast<std::size_t>(std::max(0, limits.most_open - open_now));
    if (order.size() > free) order.resize(free);
    return order;
}

} // namespace lilong::needs
