// Small and random districts for the tests of matching.
#pragma once

#include <fmt/format.h>

#include "base/chance.h"
#include "matching/types.h"

namespace lilong::matching::testing
{

inline Place at_metres(std::int64_t x, std::int64_t y) { return PlanePoint{x * 1000, y * 1000}; }

inline NeedPoint need(std::string id, std::int64_t heads, int severity = 3, std::int64_t x = 0)
{
    return {.id = std::move(id),
            .committee = "beiyuan",
            .sub_district = "liuan",
            .category = "meals",
            .heads = heads,
            .severity = severity,
            .place = at_metres(x, 0)};
}

inline OfferPoint offer(std::string id, std::int64_t capacity, std::int64_t x = 0, std::int64_t radius_m = 1000)
{
    return {.id = std::move(id),
            .categories = {"meals"},
            .capacity = capacity,
            .radius_mm = radius_m * 1000,
            .place = at_metres(x, 0)};
}

// Needs and offers strewn over a square; categories and reaches make many small components.
inline Problem random_district(std::uint64_t seed, std::size_t needs, std::size_t offers, std::int64_t side_m = 3000,
                               std::uint64_t categories = 3)
{
    SeededRng rng{seed};
    Problem problem;
    auto const anywhere = [&] {
        return at_metres(static_cast<std::int64_t>(rng.below(side_m)), static_cast<std::int64_t>(rng.below(side_m)));
    };
    for (std::uint64_t k = 0; k < categories; ++k) problem.parents[fmt::format("c{}", k)] = "all";
    for (std::size_t i = 0; i < needs; ++i) {
        NeedPoint point{.id = fmt::format("N-{:05}", i),
                        .committee = fmt::format("k{}", rng.below(5)),
                        .sub_district = "liuan",
                        .category = fmt::format("c{}", rng.below(categories)),
                        .heads = static_cast<std::int64_t>(rng.below(40)),
                        .severity = 1 + static_cast<int>(rng.below(5)),
                        .waiting_years = static_cast<int>(rng.below(4))};
        if (rng.below(10) > 0) point.place = anywhere();
        if (rng.below(3) == 0) point.windows = Windows::parse("sat 07:00-12:00").value();
        problem.needs.push_back(std::move(point));
    }
    for (std::size_t i = 0; i < offers; ++i) {
        OfferPoint point{.id = fmt::format("R-{:05}", i),
                         .categories = {rng.below(6) == 0 ? "all" : fmt::format("c{}", rng.below(categories))},
                         .capacity = static_cast<std::int64_t>(rng.below(120)),
                         .place = anywhere(),
                         .unit_cost_fen = static_cast<std::int64_t>(rng.below(500)),
                         .active = rng.below(8) > 0};
        if (rng.below(4) > 0) point.radius_mm = static_cast<std::int64_t>(300 + rng.below(1500)) * 1000;
        if (rng.below(3) == 0)
            point.windows = Windows::parse(rng.below(2) ? "sat 10:00-11:00" : "mon 09:00-18:00").value();
        problem.offers.push_back(std::move(point));
    }
    return problem;
}

} // namespace lilong::matching::testing
