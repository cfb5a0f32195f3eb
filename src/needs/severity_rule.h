// How severe, and how many heads (LO-20): severity by a table on the lower bound, +1 for public safety, +1 for
// vulnerable groups, at most 5; heads = N × estimate, rounded half up.
#pragma once

#include <cstdint>
#include <string_view>

namespace lilong::needs
{

int severity(double lower_bound, std::string_view domain, std::string_view group);
bool within_one(int given, int by_rule); // the secretary may move it by one, with a reason
std::int64_t heads_of(std::int64_t households, double share);

} // namespace lilong::needs
