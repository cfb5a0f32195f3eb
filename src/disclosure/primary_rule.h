// What may not be shown by itself (ST-82) and how coarsely the rest is shown (ST-83). Both depend on who reads.
#pragma once

#include "disclosure/table.h"

namespace lilong::disclosure
{

struct Limits {
    std::int64_t least = 10;      // persons and households
    std::int64_t least_base = 30; // of a percentage
    bool rounded = true;          // whole percentages, bases to 5
};
Limits limits_of(Audience audience);

inline constexpr std::int64_t kRare = 3;         // 0 < x < 3 and 0 < n - x < 3 are hidden
inline constexpr std::int64_t kUniformBase = 30; // x = 0 or x = n says something about everybody of a small group

bool is_sensitive(Counts const& counts, Audience audience);

std::int64_t rounded_base(std::int64_t persons); // to the nearest 5
int whole_percent(double share);

// The numbers a reader must reckon with, given what is printed.
struct Range {
    double lower = 0, upper = 0;
};
Range behind_base(std::int64_t printed);
Range behind_percent(int printed); // as shares, within [0,1]

} // namespace lilong::disclosure
