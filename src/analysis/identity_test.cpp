// ST-94 (2): what must hold whatever the answers are, on generated answers, from household to printed number.
#include <algorithm>
#include <bit>
#include <cmath>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "analysis/cube_estimate.h"
#include "analysis/distribution_rule.h"
#include "analysis/packed_columns.h"
#include "analysis/share_interval_estimate.h"

namespace lilong::analysis
{
namespace
{

constexpr std::int32_t kStrata = 3, kCells = 5, kDomains = 3, kItems = 2; // domain 2: everybody, once more

CubeShape shape(Unit unit)
{
    return {.unit = unit,
            .strata = kStrata,
            .stratum_of_cell = {0, 0, 1, 1, 2},
            .domains = kDomains,
            .items = {ItemKind::binary, ItemKind::binary},
            .paired_items = {}};
}

struct Place {
    std::vector<HouseholdAnswers> households;
    PopulationRegister population;
    Unit unit = Unit::household;
};

// At least two households in each committee; some answers missing; the register larger than what answered, or equal.
Place some_place(bool census = false)
{
    Place out{.unit = *rc::gen::element(Unit::household, Unit::person)};
    std::vector<std::int64_t> responding(kStrata);
    auto const count = *rc::gen::inRange(0, 40);
    for (std::int32_t i = 0; i < count + 2 * kCells; ++i) {
        HouseholdAnswers household{
            .household = i, .cell = i < 2 * kCells ? i % kCells : *rc::gen::inRange(0, kCells), .records = {}};
        for (int m = out.unit == Unit::household ? 1 : *rc::gen::inRange(1, 4); m > 0; --m)
            household.records.push_back(
                {2U + *rc::gen::inRange(0U, 2U),
                 {*rc::gen::element<std::int8_t>(0, 1, 0, kMissing), *rc::gen::element<std::int8_t>(0, 1, kNotAsked)}});
        ++responding[static_cast<std::size_t>(
            shape(out.unit).stratum_of_cell[static_cast<std::size_t>(household.cell)])];
        out.households.push_back(std::move(household));
    }
    for (auto const n : responding) {
        out.population.households.push_back(census ? n : n + *rc::gen::inRange<std::int64_t>(0, 50));
        out.population.designs.emplace_back(Design::census_attempt);
    }
    return out;
}

Cube cube_of(Place const& place)
{
    Cube cube{shape(place.unit)};
    for (auto const& household : place.households) cube.add(household);
    return cube;
}

CellKey key(std::int32_t domain, std::int32_t item)
{
    return {.strata = {0, 1, 2}, .cell = {}, .domain = domain, .item = item};
}

bool same_bits(double a, double b) { return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b); }
bool same_numbers(Estimate const& a, Estimate const& b)
{
    return same_bits(a.value, b.value) && same_bits(a.se, b.se) && same_bits(a.lower, b.lower) &&
           same_bits(a.upper, b.upper) && same_bits(a.df, b.df) && same_bits(a.deff, b.deff) && a.n == b.n &&
           a.n_psu == b.n_psu;
}
bool near(double a, double b) { return std::abs(a - b) <= 1e-10 * (1 + std::abs(b)); }

RC_GTEST_PROP(Identity, a_census_has_no_error_and_its_interval_is_a_point, ())
{
    auto const place = some_place(true);
    auto const cube = cube_of(place);
    for (std::int32_t domain = 0; domain < kDomains; ++domain)
        for (auto const method : {Method::wilson, Method::wald, Method::xlogit, Method::korn_graubard}) {
            auto const share = share_of(cube, place.population, key(domain, 0), {.method = method}).value();
            if (share.n == 0) continue;
            RC_ASSERT(share.se == 0);
            RC_ASSERT(same_bits(share.lower, share.value) && same_bits(share.upper, share.value));
            auto const total = count_of(cube, place.population, key(domain, 0), {}).value();
            RC_ASSERT(total.se == 0 && total.lower == total.value && total.upper == total.value);
        }
}

RC_GTEST_PROP(Identity, a_total_is_the_share_times_those_who_could_have_said_yes, ())
{
    auto const place = some_place();
    auto const cube = cube_of(place);
    for (std::int32_t domain = 0; domain < kDomains; ++domain) {
        double size = 0; // sum of weights of the valid answers
        std::int64_t n = 0;
        for (std::int32_t s = 0; s < kStrata; ++s) {
            std::int64_t units = 0, valid = 0;
            for (auto const cell : cube.cells_of(s)) {
                units += cube.households(cell);
                valid += cube.moments(cell, domain, 0).a;
            }
            auto const N = place.population.households[static_cast<std::size_t>(s)];
            size += static_cast<double>(std::max(N, units)) / static_cast<double>(units) * static_cast<double>(valid);
            n += valid;
        }
        if (n == 0) continue;
        auto const share = share_of(cube, place.population, key(domain, 0), {}).value();
        auto const total = count_of(cube, place.population, key(domain, 0), {}).value();
        RC_ASSERT(near(total.value, share.value * size));
    }
    CellKey const committee{.strata = {1}, .cell = {}, .domain = 0, .item = 1}; // ST-40
    auto const share = share_of(cube, place.population, committee, {}).value();
    auto const households = count_of(cube, place.population, committee, {}).value();
    if (place.unit == Unit::household && share.n > 0) {
        RC_ASSERT(near(households.value, share.value * static_cast<double>(place.population.households[1])));
        RC_ASSERT(near(households.upper, share.upper * static_cast<double>(place.population.households[1])));
    }
}

RC_GTEST_PROP(Identity, a_group_of_everybody_has_the_numbers_of_everybody, ())
{
    auto const place = some_place();
    auto const cube = cube_of(place);
    for (std::int32_t item = 0; item < kItems; ++item)
        for (auto const fpc : {FiniteCorrection::on, FiniteCorrection::off}) {
            ShareOptions const options{.method = Method::wilson, .fpc = fpc};
            RC_ASSERT(same_numbers(share_of(cube, place.population, key(0, item), options).value(),
                                   share_of(cube, place.population, key(2, item), options).value()));
        }
}

RC_GTEST_PROP(Identity, leaving_others_out_is_the_same_as_grouping, ())
{
    auto const place = some_place();
    auto filtered = place;
    for (auto& household : filtered.households)
        for (auto& record : household.records)
            if ((record.groups & 1U) == 0) std::ranges::fill(record.values, kMissing); // not in domain 1
    for (std::int32_t item = 0; item < kItems; ++item)
        RC_ASSERT(same_numbers(
            share_of(cube_of(filtered), place.population, key(0, item), {.method = Method::wilson}).value(),
            share_of(cube_of(place), place.population, key(1, item), {.method = Method::wilson}).value()));
}

RC_GTEST_PROP(Identity, order_and_parts_change_no_bit_of_any_number, ())
{
    auto const place = some_place();
    auto const whole = cube_of(place);
    auto turned = place;
    std::ranges::reverse(turned.households);
    for (auto& household : turned.households) std::ranges::reverse(household.records);
    std::vector<Cube> parts(3, Cube{shape(place.unit)});
    for (auto const& household : turned.households)
        parts[static_cast<std::size_t>(*rc::gen::inRange(0, 3))].add(household);
    parts[2].merge(parts[0]);
    parts[2].merge(parts[1]);
    RC_ASSERT(parts[2].same_counters(whole));
    for (std::int32_t domain = 0; domain < kDomains; ++domain)
        for (std::int32_t item = 0; item < kItems; ++item)
            RC_ASSERT(same_numbers(share_of(parts[2], place.population, key(domain, item), {}).value(),
                                   share_of(whole, place.population, key(domain, item), {}).value()));
}

RC_GTEST_PROP(Identity, an_interview_that_comes_and_goes_changes_no_bit, ())
{
    auto const place = some_place();
    auto cube = cube_of(place);
    auto const before = share_of(cube, place.population, key(0, 0), {}).value();
    auto more = place.households.front();
    more.household = 1'000;
    RC_ASSERT(cube.apply({.number = 1, .withdrawn = {}, .added = more}));
    RC_ASSERT(!cube.apply({.number = 1, .withdrawn = {}, .added = more}));
    RC_ASSERT(cube.apply({.number = 2, .withdrawn = more, .added = {}}));
    RC_ASSERT(same_numbers(share_of(cube, place.population, key(0, 0), {}).value(), before));
}

RC_GTEST_PROP(Identity, equal_weights_without_correction_give_wilson_of_n_minus_one, ())
{
    auto place = some_place();
    place.unit = Unit::household;
    for (auto& household : place.households) household.records.resize(1);
    CellKey const committee{.strata = {0}, .cell = {}, .domain = 0, .item = 0};
    for (auto& household : place.households) // n_h = n: nobody left a blank
        for (auto& value : household.records.front().values) value = value == 1 ? 1 : 0;
    auto const share =
        share_of(cube_of(place), place.population, committee, {.method = Method::wilson, .fpc = FiniteCorrection::off})
            .value();
    if (share.value == 0 || share.value == 1) return; // the boundary has a rule of its own
    auto const n = static_cast<double>(share.n);
    auto const expected = wilson_interval(share.value, n - 1, t_quantile(0.975, n - 1));
    RC_ASSERT(near(share.lower, expected.lower));
    RC_ASSERT(near(share.upper, expected.upper));
}

RC_GTEST_PROP(Identity, a_round_compared_with_itself_has_not_changed, ())
{
    auto const place = some_place();
    auto const cube = cube_of(place);
    Overlap const overlap{shape(place.unit), place.households, place.households};
    for (std::int32_t domain = 0; domain < 2; ++domain) {
        if (share_of(cube, place.population, key(domain, 0), {})->n == 0) continue;
        auto const change =
            change_of_share({&cube, &place.population}, {&cube, &place.population}, overlap, key(domain, 0), {})
                .value();
        RC_ASSERT(change.value == 0);
        RC_ASSERT(change.se < 1e-7);
    }
}

// ST-18, ST-91: bits and counters are two ways to the same integers.
RC_GTEST_PROP(Identity, packed_columns_count_what_the_cube_counts, ())
{
    auto place = some_place();
    place.unit = Unit::household;
    for (auto& household : place.households) household.records.resize(1);
    auto const cube = cube_of(place);
    constexpr std::int32_t everybody = 2 * kItems;
    PackedColumns columns{kStrata, everybody + kDomains};
    for (auto const& household : place.households) {
        auto const& record = household.records.front();
        std::uint64_t bits = std::uint64_t{1} << everybody | std::uint64_t{record.groups} << (everybody + 1);
        for (std::size_t j = 0; j < kItems; ++j) {
            if (record.values[j] >= 0) bits |= std::uint64_t{1} << j;
            if (record.values[j] > 0) bits |= std::uint64_t{1} << (kItems + j);
        }
        columns.append(shape(place.unit).stratum_of_cell[static_cast<std::size_t>(household.cell)], {&bits, 1});
    }
    auto const counts =
        columns.count({.groups = {everybody, everybody + 1, everybody + 2}, .first = 0, .last = everybody + kDomains});
    for (std::int32_t s = 0; s < kStrata; ++s)
        for (std::int32_t domain = 0; domain < kDomains; ++domain)
            for (std::int32_t item = 0; item < kItems; ++item) {
                Moments sums;
                std::int64_t households = 0;
                for (auto const cell : cube.cells_of(s)) {
                    sums += cube.moments(cell, domain, item);
                    households += cube.households_in_domain(cell, domain);
                }
                RC_ASSERT(counts.at(s, domain, item) == sums.a);
                RC_ASSERT(counts.at(s, domain, kItems + item) == sums.b);
                RC_ASSERT(counts.at(s, domain, everybody) == households);
            }
}

} // namespace
} // namespace lilong::analysis
