// Weights that reproduce what the register knows (ST-57 … ST-59): totals of one column (post-stratification) or of
// several (raking), and the variance that follows from it.
//
// Sources: iterative proportional fitting, Deming & Stephan (1940), on the cells of the margins until each total is met
// to 1e-9; variance from residuals of a regression on the margins, weighted by the base weights, times the final
// weights (Deville & Saerndal 1992). This is R's postStratify() and calibrate(calfun = "raking").
#pragma once

#include <string>
#include <vector>

#include "base/error.h"

namespace lilong::analysis
{

struct Margin {
    std::string column;
    std::vector<std::string> levels;
    std::vector<double> totals; // of each level
    std::vector<int> of_row;    // level of each row
};

// Final weights. Refuses analysis.margin_not_met after 1,000 rounds, naming the worst column and level.
Result<std::vector<double>> calibrated_weights(std::vector<double> const& base, std::vector<Margin> const& margins);

// What remains of a value per row after its regression on the margins.
std::vector<double> calibration_residuals(std::vector<double> const& values, std::vector<double> const& base,
                                          std::vector<Margin> const& margins);

} // namespace lilong::analysis
