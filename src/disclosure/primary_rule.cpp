#include "disclosure/primary_rule.h"

#include <algorithm>
#include <cmath>

namespace lilong::disclosure
{

Limits limits_of(Audience audience)
{
    switch (audience) {
    case Audience::staff:
        return {.least = 5, .least_base = 5, .rounded = false};
    case Audience::analyst:
        return {.least = 10, .least_base = 10, .rounded = false};
    case Audience::everybody:
        break;
    }
    return {};
}

bool is_sensitive(Counts const& counts, Audience audience)
{
    auto const limits = limits_of(audience);
    if (counts.persons < std::max(limits.least, limits.least_base) || counts.households < limits.least) return true;
    auto const few = [](std::int64_t count) { return count > 0 && count < kRare; };
    auto const uniform = counts.yes == 0 || counts.no() == 0;
    return few(counts.yes) || few(counts.no()) || (uniform && counts.persons < kUniformBase);
}

std::int64_t rounded_base(std::int64_t persons) { return (persons + 2) / 5 * 5; }
int whole_percent(double share) { return static_cast<int>(std::floor(share * 100 + 0.5)); }

Range behind_base(std::int64_t printed)
{
    return {static_cast<double>(std::max<std::int64_t>(printed - 2, 0)), static_cast<double>(printed + 2)};
}
Range behind_percent(int printed)
{
    return {std::max((printed - 0.5) / 100, 0.0), std::min((printed + 0.5) / 100, 1.0)};
}

} // namespace lilong::disclosure
