#include "loop/satisfaction_rule.h"

#include <algorithm>
#include <cmath>

namespace lilong::loop
{

namespace
{
constexpr double kZ = 1.959963984540054;
} // namespace

ShareInterval wilson_interval(std::int64_t count, std::int64_t n)
{
    if (n <= 0) return {};
    auto const size = static_cast<double>(n);
    auto const p = static_cast<double>(count) / size;
    auto const z2 = kZ * kZ;
    auto const centre = p + z2 / (2 * size);
    auto const half = kZ * std::sqrt(p * (1 - p) / size + z2 / (4 * size * size));
    auto const scale = 1 + z2 / size;
    return {p, std::max(0.0, (centre - half) / scale), std::min(1.0, (centre + half) / scale)};
}

bool enough_answered(SatisfactionSummary const& s)
{
    if (s.answered == 0) return false;
    return s.answered >= 10 || s.answered * 100 >= 5 * s.origins;
}

bool satisfied_enough(SatisfactionSummary const& s)
{
    return s.answered > 0 && s.satisfied * 100 >= 80 * s.answered && s.solved_no * 100 <= 20 * s.answered;
}

} // namespace lilong::loop
