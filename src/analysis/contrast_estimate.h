// Several shares or means together with their covariances, and what follows from them: differences, sums, ratios of
// shares, logarithms. Groups of one committee share households and are never taken for independent.
//     JointEstimate joint = joint_ratios(sums, cells, strata, {});
//     Contrast more = linear_contrast(joint, {{1, -1}});   // women minus men
//     Contrast times = ratio_of(joint, 0, 1);
//
// Source: ST-12 (finer weight classes), ST-23 (covariance of two ratios), ST-24 (c'V c, and g'V g for a smooth
// function with gradient g; degrees of freedom add over strata and are the smallest inside shared ones).
#pragma once

#include <span>
#include <vector>

#include "analysis/shared_sums.h"
#include "analysis/taylor_estimate.h"

namespace lilong::analysis
{

// One estimate: the cell that counts its households, and the cells of the cross sums that make it, one per weight
// class, with the weight of the class in each stratum. Without classes that is the same cell.
struct WeightedCells {
    std::size_t whole = 0;
    std::vector<std::size_t> cells;
    std::vector<std::vector<double>> weights; // [stratum][of `cells`]
};

struct JointEstimate {
    std::vector<Linearised> estimates;
    std::vector<double> covariance;                // row by row
    std::vector<std::vector<std::int32_t>> strata; // of each estimate: where somebody is in its domain
    double at(std::size_t row, std::size_t column) const { return covariance[row * estimates.size() + column]; }
};

// `population` is N_h per stratum (kNoPopulation: unknown). Refuses analysis.lonely_stratum under LonelyRule::fail.
Result<JointEstimate> joint_ratios(SharedSums const& sums, std::span<WeightedCells const> wanted,
                                   std::span<double const> population, TaylorOptions const& options);

struct Contrast {
    double value = kUndefined, variance = kUndefined, df = 0;
    double se() const;
};
Contrast linear_contrast(JointEstimate const& joint, std::span<double const> coefficients);
Contrast smooth_contrast(JointEstimate const& joint, double value, std::span<double const> gradient);
Contrast ratio_of(JointEstimate const& joint, std::size_t above, std::size_t below);
Contrast log_difference(JointEstimate const& joint, std::size_t first, std::size_t second); // log first - log second

} // namespace lilong::analysis
