// Which needs are really ahead (ST-75), and which places (ST-73): ranks as intervals, or not at all. Rank 1 is the
// largest share; a need that cannot be told apart from another shares places with it.
//
// Sources: paired differences of two needs asked in the same households, ST-25, t tests with n-1 df, Holm (1979) over
// the other needs; between places the joint region of Klein, Wright & Wieczorek (2020) with Sidak (1967) levels.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "analysis/types.h"

namespace lilong::analysis
{

struct RankInterval {
    std::int64_t best = 1, worst = 1;
    bool operator==(RankInterval const&) const = default;
};

// One record per household valid on both needs: how many said yes to both, to one only, to none.
struct PairCounts {
    std::int64_t yes_yes = 0, yes_no = 0, no_yes = 0, no_no = 0;
    std::int64_t n() const { return yes_yes + yes_no + no_yes + no_no; }
};

struct PairedDifference {
    double difference = 0, variance = 0, df = 0;
    double p_value = 1; // two-sided
};
// ST-25: Var(p_j - p_k) = (1-f)/(n-1) [ (n_jk' + n_kj')/n - (p_j - p_k)^2 ]; f with finite correction, else 0. Where
// all households that differ would make the variance 0 (everybody wants one and nobody the other), the exact sign test.
PairedDifference paired_difference(PairCounts const& pair, double f);

struct RankedNeed {
    std::int32_t need = 0; // as given
    Estimate estimate;
    std::optional<RankInterval> rank;         // absent for convenience samples (ST-4)
    std::vector<std::int32_t> not_told_apart; // needs it may be ahead of or behind
};

// pair(i, j) gives the difference need i - need j of the list. Sorted by share, the largest first.
struct NeedShare {
    std::int32_t need = 0;
    Estimate estimate;
};
using PairOfNeeds = std::function<PairedDifference(std::size_t, std::size_t)>;
std::vector<RankedNeed> rank_needs(std::span<NeedShare const> needs, PairOfNeeds const& pair, double level = 0.95);

// Ranks from joint intervals: rank of k in [1 + #{L_j > U_k}, K - #{U_j < L_k}]; touching intervals overlap.
std::vector<RankInterval> ranks_from_intervals(std::span<Interval const> intervals);

// At 0 % and 100 % the linearised error is 0; the width of the boundary interval stands in for it (ST-39).
double standard_error(Estimate const& place);

// ST-73. No rank for convenience samples, n < 30 and insufficient cells; these do not count among the K either.
// The standard errors should be those without finite correction (ST-29).
std::vector<std::optional<RankInterval>> rank_places(std::span<Estimate const> places, double level = 0.95);

} // namespace lilong::analysis
