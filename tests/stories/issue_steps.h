// Steps about issues and agenda items, told in the small invented district of src/issues/district_test.h.
#pragma once

#include "stories/story_runner.h"

namespace lilong::stories
{

void add_issue_steps(Steps& steps);

} // namespace lilong::stories
