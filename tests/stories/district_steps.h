// Steps of the founding story, told in the small invented district by the real services of one installation.
#pragma once

#include "stories/story_runner.h"

namespace lilong::stories
{

void add_district_steps(Steps& steps); // the answers, the gate, and what holds at every end
void add_year_steps(Steps& steps);     // the growers and the parking

} // namespace lilong::stories
