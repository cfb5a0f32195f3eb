#include "needs/severity_rule.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace lilong::needs
{

int severity(double lower_bound, std::string_view domain, std::string_view group)
{
    auto const base = lower_bound < .45 ? 1 : lower_bound < .60 ? 2 : lower_bound < .75 ? 3 : 4;
    auto const safety = domain == "public_safety" ? 1 : 0;
    auto const vulnerable = group == "disabled" || group == "hardship" || group == "lives_alone" ? 1 : 0;
    return std::min(5, base + safety + vulnerable);
}

bool within_one(int given, int by_rule) { return given >= 1 && given <= 5 && std::abs(given - by_rule) <= 1; }

std::int64_t heads_of(std::int64_t households, double share)
{
    return static_cast<std::int64_t>(std::floor(static_cast<double>(households) * share + .5));
}

} // namespace lilong::needs
