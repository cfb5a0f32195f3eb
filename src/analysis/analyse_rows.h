// The rows of a result: each variable in each domain, two waves and their difference, the test of a table (ST-93).
// Joins the analyst's data with the estimators; decides nothing about files or printing.
#pragma once

#include <vector>

#include "analysis/analyse_data.h"
#include "analysis/analyse_report.h"

namespace lilong::analysis
{

Result<std::vector<AnalysisRow>> estimate_rows(AnalyseData const& data);

} // namespace lilong::analysis
