// One run of matching, whole: allocation, the reason of each match, the cause of each head left, and the shortages.
//     auto outcome = TRY(run_matching(problem));      // puts the problem in order first
#pragma once

#include "base/error.h"
#include "matching/types.h"

namespace lilong::matching
{

Result<Outcome> run_matching(Problem& problem);

} // namespace lilong::matching
