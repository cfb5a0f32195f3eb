// From counters to numbers that may be shown: shares, counts, means, the order of needs, changes between waves. Weights
// are applied here (N_h/n_h of today's register), so a corrected register needs no rescan (ST-13).
//     PopulationRegister register{.households = {1415}, .designs = {Design::census_attempt}};
//     Estimate gate = TRY(share_of(cube, register, {.strata = {0}, .item = 3}, {}));
//     std::vector<RankedNeed> order = TRY(order_of_needs(cube, register, 0, needs, {}));
//
// Source: ST-12 (weighted sums from counters), ST-20, ST-21, ST-25, ST-38, ST-40, ST-53; the formulas stand with the
// estimators that finish them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/cube.h"
#include "analysis/rank_rule.h"
#include "analysis/surprise_rule.h"
#include "analysis/types.h"
#include "base/error.h"

namespace lilong::analysis
{

// The register at the wave date (ST-2, ST-9) and how each committee's answers came about (ST-4). Nothing is computed
// for a committee whose design is not stated: analysis.design_not_stated.
struct PopulationRegister {
    std::vector<std::int64_t> households;                                              // N_h per stratum
    std::vector<std::optional<Design>> designs;                                        // per stratum
    std::map<std::int32_t, std::int64_t> households_of_cell;                           // estates whose number is known
    std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> households_of_group; // (stratum, domain), where known
    std::vector<std::string> names; // of the strata, for messages; may be empty
};

// A committee ({.strata = {3}}), a sub-district (several strata), or one estate of a committee (with .cell).
struct CellKey {
    std::vector<std::int32_t> strata;
    std::optional<std::int32_t> cell;
    std::int32_t domain = 0; // 0: all
    std::int32_t item = 0;
};

struct ShareOptions {
    Method method = Method::automatic;
    double level = 0.95;
    FiniteCorrection fpc = FiniteCorrection::on; // off when asking whether places differ for a reason (ST-29)
    LonelyRule lonely = LonelyRule::adjust;
    double boundary_deff = 1; // boundary_deff(cells shown)
    std::string definition;   // ST-8, travels with the figure
    std::string data_date;
};

Result<Estimate> share_of(Cube const& cube, PopulationRegister const& population, CellKey const& key,
                          ShareOptions const& options);
// How many households (or persons) that is. One committee: N_h times the share's interval (ST-40); else a total.
Result<Estimate> count_of(Cube const& cube, PopulationRegister const& population, CellKey const& key,
                          ShareOptions const& options);
Result<Estimate> mean_of(Cube const& cube, PopulationRegister const& population, CellKey const& key,
                         ShareOptions const& options);

// ST-39: max(1, median finite deff of the same item over the cells shown)
double boundary_deff(std::span<Estimate const> cells_shown);

// The front page of a committee (ST-75): needs from the largest share down, each with its rank interval. All `items`
// must be paired in the cube.
Result<std::vector<RankedNeed>> order_of_needs(Cube const& cube, PopulationRegister const& population,
                                               std::int32_t stratum, std::span<std::int32_t const> items,
                                               ShareOptions const& options);

// One wave of a comparison.
struct WaveCube {
    Cube const* cube = nullptr;
    PopulationRegister const* population = nullptr;
};
// Share of the second wave minus share of the first, with its interval (ST-53 … ST-56); whole committees only.
Result<Estimate> change_of_share(WaveCube const& first, WaveCube const& second, Overlap const& overlap,
                                 CellKey const& key, ShareOptions const& options);

// What find_surprises needs to know about one area; `characteristics` as for all areas of the item.
Result<AreaAnswers> area_answers(Cube const& cube, PopulationRegister const& population, CellKey const& key,
                                 std::int32_t area, std::vector<double> characteristics, ShareOptions const& options);

} // namespace lilong::analysis
