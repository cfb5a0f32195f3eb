// Is this the matter somebody else has already reported? (LO-69) A score to show candidates by, never to merge by:
//     .5 · Jaccard of character bigrams (NFKC, folded, no punctuation) + .3 · (1 − d / limit) + .2 · (1 − days / 30)
#pragma once

#include <optional>
#include <string_view>

namespace lilong::issues
{

struct Likeness {
    double distance_m = 0; // 0 for the same asset
    double limit_m = 100;  // 100 inside an estate, 250 on streets
    int days = 0;          // since the earlier one was reported
};

inline constexpr double kShownFrom = .35;
inline constexpr int kDuplicateDays = 30;

double jaccard_of_bigrams(std::string_view a, std::string_view b);
// Nothing when they are too far apart in place or time to be compared at all.
std::optional<double> duplicate_score(std::string_view a, std::string_view b, Likeness const& likeness);
double distance_m(double lon_a, double lat_a, double lon_b, double lat_b); // haversine, R = 6,371,008.8 m

} // namespace lilong::issues
