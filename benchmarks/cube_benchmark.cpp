// How long counting and finishing take at the size of a sub-district's round: 47,221 households, 66 items, 9 domains.
// Beside each: a naive loop over the same answers, and reading every answer once, which nothing can beat (ST-92).
#include <benchmark/benchmark.h>

#include <map>
#include <tuple>

#include "analysis/cube.h"
#include "analysis/cube_estimate.h"
#include "base/chance.h"

namespace lilong::analysis
{
namespace
{

constexpr std::int32_t kCommittees = 40, kEstatesEach = 4, kItems = 66, kPaired = 26, kDomains = 9;
constexpr std::int64_t kHouseholds = 47'221;

CubeShape shape()
{
    CubeShape out{.unit = Unit::household,
                  .strata = kCommittees,
                  .stratum_of_cell = {},
                  .domains = kDomains,
                  .items = {},
                  .paired_items = {}};
    for (std::int32_t cell = 0; cell < kCommittees * kEstatesEach; ++cell)
        out.stratum_of_cell.push_back(cell / kEstatesEach);
    out.items.assign(kItems, ItemKind::binary);
    for (std::int32_t item = 0; item < kPaired; ++item) out.paired_items.push_back(item);
    return out;
}

std::vector<HouseholdAnswers> const& answers()
{
    static auto const made = [] {
        SeededRng rng{2026};
        std::vector<HouseholdAnswers> out;
        for (std::int64_t id = 0; id < kHouseholds; ++id) {
            Record record{.groups = static_cast<std::uint32_t>(rng.next() & rng.next() & 0xFFU), .values = {}};
            for (int item = 0; item < kItems; ++item) {
                auto const draw = rng.below(100);
                record.values.push_back(draw < 3 ? kMissing : draw < 35 ? 1 : 0);
            }
            out.push_back({.household = id,
                           .cell = static_cast<std::int32_t>(rng.below(kCommittees * kEstatesEach)),
                           .records = {std::move(record)}});
        }
        return out;
    }();
    return made;
}

Cube built()
{
    Cube cube{shape()};
    for (auto const& household : answers()) cube.add(household);
    return cube;
}

PopulationRegister registered(Cube const& cube)
{
    PopulationRegister out;
    for (std::int32_t s = 0; s < kCommittees; ++s) {
        std::int64_t responding = 0;
        for (auto cell : cube.cells_of(s)) responding += cube.households(cell);
        out.households.push_back(responding * 8 / 5);
        out.designs.emplace_back(Design::census_attempt);
    }
    return out;
}

void build_the_cube(benchmark::State& state)
{
    answers();
    for (auto _ : state) benchmark::DoNotOptimize(built().version());
}
BENCHMARK(build_the_cube)->Unit(benchmark::kMillisecond);

// What one would write first: a map from place, group and item to counts, without the pairs.
void build_naively(benchmark::State& state)
{
    answers();
    for (auto _ : state) {
        std::map<std::tuple<std::int32_t, std::int32_t, std::int32_t>, std::pair<double, double>> counts;
        for (auto const& household : answers())
            for (std::int32_t domain = 0; domain < kDomains; ++domain) {
                auto const& record = household.records.front();
                if (domain > 0 && ((record.groups >> (domain - 1)) & 1U) == 0) continue;
                for (std::int32_t item = 0; item < kItems; ++item) {
                    auto const value = record.values[static_cast<std::size_t>(item)];
                    if (value == kMissing || value == kNotAsked) continue;
                    auto& [n, x] = counts[{household.cell, domain, item}];
                    n += 1;
                    x += value;
                }
            }
        benchmark::DoNotOptimize(counts.size());
    }
}
BENCHMARK(build_naively)->Unit(benchmark::kMillisecond);

void read_every_answer_once(benchmark::State& state)
{
    answers();
    for (auto _ : state) {
        std::int64_t sum = 0;
        for (auto const& household : answers())
            for (auto value : household.records.front().values) sum += value;
        benchmark::DoNotOptimize(sum);
    }
}
BENCHMARK(read_every_answer_once)->Unit(benchmark::kMillisecond);

void correct_one_household(benchmark::State& state)
{
    auto cube = built();
    auto changed = answers().front();
    changed.records.front().values.front() ^= 1;
    auto before = answers().front(), after = changed;
    std::int64_t number = 0;
    for (auto _ : state) {
        cube.apply({.number = ++number, .withdrawn = before, .added = after});
        std::swap(before, after);
    }
}
BENCHMARK(correct_one_household)->Unit(benchmark::kMicrosecond);

// Every committee × domain × item with standard error and interval.
void finish_all_cells(benchmark::State& state)
{
    auto const cube = built();
    auto const population = registered(cube);
    auto const method = state.range(0) == 0 ? Method::wilson : Method::automatic;
    std::int64_t cells = 0;
    for (auto _ : state)
        for (std::int32_t s = 0; s < kCommittees; ++s)
            for (std::int32_t domain = 0; domain < kDomains; ++domain)
                for (std::int32_t item = 0; item < kItems; ++item, ++cells)
                    benchmark::DoNotOptimize(share_of(cube, population,
                                                      {.strata = {s}, .cell = {}, .domain = domain, .item = item},
                                                      {.method = method}));
    state.SetItemsProcessed(cells);
}
BENCHMARK(finish_all_cells)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void order_the_needs_of_a_committee(benchmark::State& state)
{
    auto const cube = built();
    auto const population = registered(cube);
    std::vector<std::int32_t> items(kPaired);
    for (std::int32_t i = 0; i < kPaired; ++i) items[static_cast<std::size_t>(i)] = i;
    for (auto _ : state) benchmark::DoNotOptimize(order_of_needs(cube, population, 0, items, {}));
}
BENCHMARK(order_the_needs_of_a_committee)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace lilong::analysis
