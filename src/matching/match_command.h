// `lilong match`: needs and resources from CSV files to matches with reasons and unmet heads with causes (LO-48).
// Exit codes: 0 also when heads stay unmet, 2 usage, 3 bad data, 4 pins that exceed heads or capacity.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace lilong::matching
{

int match(std::vector<std::string> const& arguments, std::ostream& out, std::ostream& err);

} // namespace lilong::matching
