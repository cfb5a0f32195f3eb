// Prints the rows of `lilong analyse`: a table for eyes, CSV and JSON with 15 significant digits for programs (ST-93).
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "analysis/analyse_options.h"
#include "analysis/types.h"

namespace lilong::analysis
{

struct AnalysisRow {
    std::string variable, by;
    Estimate estimate;    // population is the sum of final weights
    std::string interval; // method used; empty for the rows of a test
};

void print_rows(std::vector<AnalysisRow> const& rows, AnalyseOptions const& options, std::ostream& out);

} // namespace lilong::analysis
