// What colleagues (or committees) lead to expect, and how much they differ among themselves although all is well. Pure.
//
// Clusters j of a group: y_j of n_j answers. Between MSB = sum(y_j^2/n_j) - Y^2/N over k-1, within
// MSW = sum(y_j - y_j^2/n_j) over N-k, n0 = (N - sum n_j^2/N)/(k-1);
//   rho = (MSB - MSW) / (MSB + (n0-1) MSW)      (Kish 1962; groups are pooled by their sums of squares)
// The next cluster is beta-binomial with the peers' share and precision 1/rho' - 1, where rho' also holds the error of
// that share: rho' = rho + rho sum n_j^2/N^2 + (1-rho)/N.
#pragma once

#include <cstdint>
#include <span>

#include "quality/types.h"

namespace lilong::quality
{

struct Count {
    std::int64_t yes = 0, answers = 0;
};

// Sums of squares; groups are added, and one group is replaced by itself without the cluster under judgement.
struct Spread {
    double between = 0, within = 0;       // sums of squares
    double between_df = 0, within_df = 0; // degrees of freedom
    double size = 0;                      // numerator of n0
    Spread& operator+=(Spread const& more);
    Spread& operator-=(Spread const& less);
};
Spread spread_of(std::span<Count const> clusters); // of one group; clusters without answers do not count
double correlation(Spread const& spread);          // rho; NaN without degrees of freedom

struct PeerModel {
    double share = 0, precision = 0;
    std::int64_t answers = 0;
};
// `spread` is that of all groups without the cluster under judgement.
PeerModel peer_model(std::span<Count const> peers, Spread const& spread, Limits const& limits);

// Probability that all n answers are the one that the peers give with that share.
double chance_that_all(std::int64_t answers, PeerModel const& peers);

} // namespace lilong::quality
