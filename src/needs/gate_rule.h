// The gate (LO-16, LO-17): a candidate opens on the lower bound of its interval, not on the loudest voice.
// 40 % of 12 answers does not pass; 90 % of 418 does. Numbers are passed in; this rule only judges.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lilong::needs
{

struct GateLimits {
    double threshold = .30;      // τ
    double surprise_floor = .15; // enough when an upward surprise stands
    int last_rank = 5;
    int most_open = 8; // candidates of one committee and round
};

struct GateInput {
    std::string design = "probability"; // `convenience` never opens by itself
    bool insufficient = false;          // the cell is too small (ST-45)
    double lower_bound = 0;             // of the 95 % interval, with FPC
    int rank_begin = 1;                 // where the item's rank interval begins
    bool upward_surprise = false;
    double lower_without_nonresponse = 0; // the lower bound minus the non-response part of band 2
};

enum class GateAnswer { opens, opens_as_surprise, convenience, insufficient, below_threshold, rank_too_low };
constexpr char const* name(GateAnswer answer)
{
    constexpr char const* names[] = {"opens",        "opens_as_surprise", "convenience",
                                     "insufficient", "below_threshold",   "rank_too_low"};
    return names[static_cast<int>(answer)];
}
constexpr bool opens(GateAnswer answer)
{
    return answer == GateAnswer::opens || answer == GateAnswer::opens_as_surprise;
}

GateAnswer judge(GateInput const& input, GateLimits const& limits = {});
// The page then says "depends on who answered".
bool depends_on_who_answered(GateInput const& input, GateLimits const& limits = {});

struct Signal {
    std::string item; // key
    GateInput input;
    std::int64_t households = 0; // N of the domain
};
// Which of the signals that pass become candidates: surprises first, then most households (L × N), then item key.
// The rest stay "signals not opened". Gives indices in that order.
std::vector<std::size_t> to_open(std::vector<Signal> const& signals, int open_now, GateLimits const& limits = {});

} // namespace lilong::needs
