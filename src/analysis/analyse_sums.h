// From rows to the sums that the estimators finish: for one target, the sums of every domain. Row-wise weights are
// floating, so all sums are compensated (Neumaier) and do not depend on the order of rows beyond 1e-12 (ST-19).
#pragma once

#include <vector>

#include "analysis/analyse_data.h"
#include "analysis/taylor_estimate.h"
#include "analysis/wave_difference_estimate.h"

namespace lilong::analysis
{

class CompensatedSum
{ // Neumaier (1974)
public:
    void add(double x);
    double value() const { return sum_ + carried_; }

private:
    double sum_ = 0, carried_ = 0;
};

struct UnitSums {
    int unit = 0;
    double u = 0, v = 0;
};

struct DomainSums {
    std::vector<StratumSums> strata; // those with a unit in the domain
    std::vector<int> stratum_index;  // of each, in the frame
    std::vector<UnitSums> units;     // by unit number
    RowSums rows;
};

std::vector<DomainSums> sums_of(DesignFrame const& frame, Target const& target, Domains const& domains);

// ST-59: the variance of a calibrated estimate, from the residuals of its linearised values after regression on the
// margins; rows outside the domain count with 0 and take part in the regression.
Result<double> calibrated_variance(DesignFrame const& frame, Target const& target, Domains const& domains, int domain,
                                   Linearised const& estimate, Statistic statistic, TaylorOptions const& options);

// Pairs the strata of two waves and adds what their common households say (ST-54).
std::vector<WaveStratum> wave_strata(DesignFrame const& first, DomainSums const& before, DesignFrame const& second,
                                     DomainSums const& after);

} // namespace lilong::analysis
