// The change between two waves that share households (ST-53 … ST-56). Treating the waves as independent is too wide,
// stacking them with the union of households is far too narrow; the overlap is used as it is.
//
// Sources: Tam (1984), Berger (2004), Qualite & Tille (2008); N_12 after Knottnerus & van Delden (2012).
//   Var(R2 - R1) = Var1 + Var2 - 2 Cov,  Cov = sum_h (m - N_12 n1 n2/(N1 N2)) s_12,
//   s_12 = covariance over the overlap of z_t = (u_t - R_t v_t)/M_t (for a total: u_t). With m < 2: s1 s2 where the
//   factor is negative, 0 where it is positive.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "analysis/taylor_estimate.h"

namespace lilong::analysis
{

// Sums over the households of a stratum that answered in both waves (ST-54).
struct OverlapSums {
    std::int64_t households = 0; // m
    double u1 = 0, v1 = 0, u2 = 0, v2 = 0;
    double u1u2 = 0, u1v2 = 0, v1u2 = 0, v1v2 = 0;
};

struct WaveStratum {
    StratumSums first, second;
    OverlapSums overlap;
    std::optional<double> common_population; // N_12; without it the smaller of N1 and N2
};

enum class Statistic { ratio, total }; // ratio: shares and means too

struct WaveDifference {
    Linearised first, second;
    double difference = kUndefined; // second - first
    double covariance = kUndefined;
    double variance = kUndefined;
    double df = 0; // the smaller of the two (ST-56)
    std::int64_t households_in_both = 0;
    double se() const;
};

Result<WaveDifference> wave_difference(std::span<WaveStratum const> strata, Statistic statistic,
                                       TaylorOptions const& options);
Interval wave_difference_interval(WaveDifference const& change, double level);

} // namespace lilong::analysis
