// Which areas are like which: the characteristics that the expected share of an area is predicted from (ST-62). Classes as
// 0/1 columns, the first of each kind being the yardstick; a column that hardly any area has is left out.
#pragma once

#include <string>
#include <vector>

#include "analysis/round_cube.h"

namespace lilong::analysis
{

// built before 1990, 1990 to 1999, from 2000 on; unknown years have no class
std::string age_class(std::optional<int> build_year);

// One row per entry of `facts`: all rows have the same columns.
std::vector<std::vector<double>> characteristics(std::vector<PeerFacts> const& facts);

} // namespace lilong::analysis
