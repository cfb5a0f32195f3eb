#include "matching/distance_rule.h"

#include <cmath>
#include <numbers>

namespace lilong::matching
{

namespace
{

using Wide = __int128;

Wide squared_distance(PlanePoint a, PlanePoint b)
{
    auto const dx = Wide{a.x_mm} - b.x_mm;
    auto const dy = Wide{a.y_mm} - b.y_mm;
    return dx * dx + dy * dy;
}

std::int64_t whole_root(Wide square)
{
    auto root = static_cast<std::int64_t>(std::sqrt(static_cast<long double>(square)));
    while (Wide{root} * root > square) --root;
    while (Wide{root + 1} * (root + 1) <= square) ++root;
    return root;
}

// Haversine: hav θ = hav Δlat + cos lat₁ · cos lat₂ · hav Δlon; distance = 2 R asin √hav θ
double sphere_metres(GeoPoint a, GeoPoint b)
{
    constexpr double radians = std::numbers::pi / 180;
    auto const half_lat = std::sin((b.lat - a.lat) * radians / 2);
    auto const half_lon = std::sin((b.lon - a.lon) * radians / 2);
    auto const hav = half_lat * half_lat + std::cos(a.lat * radians) * std::cos(b.lat * radians) * half_lon * half_lon;
    return 2 * kEarthRadiusMetres * std::asin(std::sqrt(std::min(1.0, hav)));
}

} // namespace

std::optional<std::int64_t> distance_mm(std::optional<Place> const& a, std::optional<Place> const& b)
{
    if (!a || !b || a->index() != b->index()) return std::nullopt;
    if (auto const* plane = std::get_if<PlanePoint>(&*a))
        return whole_root(squared_distance(*plane, std::get<PlanePoint>(*b)));
    return static_cast<std::int64_t>(sphere_metres(std::get<GeoPoint>(*a), std::get<GeoPoint>(*b)) * 1000);
}

bool within(Place const& a, Place const& b, std::int64_t radius_mm)
{
    if (a.index() != b.index()) return false;
    if (auto const* plane = std::get_if<PlanePoint>(&a))
        return squared_distance(*plane, std::get<PlanePoint>(b)) <= Wide{radius_mm} * radius_mm;
    return sphere_metres(std::get<GeoPoint>(a), std::get<GeoPoint>(b)) * 1000 <= static_cast<double>(radius_mm);
}

std::int64_t metres_rounded_half_up(std::int64_t mm) { return (mm + 500) / 1000; }

} // namespace lilong::matching
