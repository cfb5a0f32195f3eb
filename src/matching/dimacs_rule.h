// The exact flow of goals 3 to 5 as a DIMACS file, so that any minimum-cost-flow solver can check us (LO-52).
#pragma once

#include <string>

#include "matching/types.h"

namespace lilong::matching
{

std::string dimacs_text(Problem const& problem, Allocation const& allocation);

} // namespace lilong::matching
