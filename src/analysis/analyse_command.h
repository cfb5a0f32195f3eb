// `lilong analyse DATA.csv --variable q1 …`: the estimators of this folder on any CSV file, without a server (ST-93).
//     return analysis::analyse({"answers.csv", "--variable", "gate", "--format", "csv"}, std::cout, std::cerr);
// Exit codes: 0 done, 2 usage, 3 bad data; messages read `file:row:column: what is wrong and what to do`.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace lilong::analysis
{

int analyse(std::vector<std::string> const& arguments, std::ostream& out, std::ostream& err);

} // namespace lilong::analysis
