// Distances in a straight line: exact on a plane of whole millimetres, by haversine on degrees (LO-50).
#pragma once

#include <cstdint>
#include <optional>

#include "matching/types.h"

namespace lilong::matching
{

inline constexpr double kEarthRadiusMetres = 6'371'008.8;

std::optional<std::int64_t> distance_mm(std::optional<Place> const& a, std::optional<Place> const& b); // rounded down
bool within(Place const& a, Place const& b, std::int64_t radius_mm); // exact on the plane
std::int64_t metres_rounded_half_up(std::int64_t mm);

} // namespace lilong::matching
