// How long the optimum of a district takes: 275 committees, 2,000 needs, 500 offers (LO-97: < 50 ms weighted), beside the
// pairs alone, which every method has to look at, and the run with all its reasons and certificates.
#include <benchmark/benchmark.h>

#include "base/chance.h"
#include "matching/allocation_rule.h"
#include "matching/outcome_rule.h"

namespace lilong::matching
{
namespace
{

constexpr std::uint64_t kCommittees = 275, kNeeds = 2'000, kOffers = 500, kCategories = 66;
constexpr std::uint64_t kSideMetres = 6'000; // about the size of an inner district

Problem district()
{
    SeededRng rng{2026};
    Problem problem;
    auto const anywhere = [&] {
        return PlanePoint{static_cast<std::int64_t>(rng.below(kSideMetres * 1000)),
                          static_cast<std::int64_t>(rng.below(kSideMetres * 1000))};
    };
    auto const category = [&] { return "c" + std::to_string(rng.below(kCategories)); };
    for (std::uint64_t i = 0; i < kNeeds; ++i) {
        NeedPoint need{.id = "N-" + std::to_string(i), .committee = "k" + std::to_string(rng.below(kCommittees))};
        need.category = category();
        need.heads = static_cast<std::int64_t>(20 + rng.below(400));
        need.severity = 1 + static_cast<int>(rng.below(5));
        need.waiting_years = static_cast<int>(rng.below(4));
        need.place = anywhere();
        problem.needs.push_back(std::move(need));
    }
    for (std::uint64_t i = 0; i < kOffers; ++i) {
        OfferPoint offer{.id = "R-" + std::to_string(i), .categories = {category()}};
        offer.capacity = static_cast<std::int64_t>(100 + rng.below(1500));
        offer.radius_mm = static_cast<std::int64_t>(800 + rng.below(2500)) * 1000;
        offer.place = anywhere();
        offer.unit_cost_fen = static_cast<std::int64_t>(rng.below(2000));
        problem.offers.push_back(std::move(offer));
    }
    put_in_order(problem);
    return problem;
}

void pairs_alone(benchmark::State& state)
{
    auto const problem = district();
    OfferIndex const index{problem};
    std::size_t pairs = 0;
    for (auto _ : state) pairs = admissible_pairs(problem, index).size();
    state.counters["pairs"] = static_cast<double>(pairs);
}

void optimum(benchmark::State& state)
{
    auto const problem = district();
    OfferIndex const index{problem};
    std::int64_t served = 0;
    for (auto _ : state) served = allocate(problem, index)->served;
    state.counters["served"] = static_cast<double>(served);
}

void run_with_reasons(benchmark::State& state)
{
    auto problem = district();
    for (auto _ : state) benchmark::DoNotOptimize(run_matching(problem));
}

BENCHMARK(pairs_alone)->Unit(benchmark::kMillisecond);
BENCHMARK(optimum)->Unit(benchmark::kMillisecond);
BENCHMARK(run_with_reasons)->Unit(benchmark::kMillisecond);

} // namespace
} // namespace lilong::matching
