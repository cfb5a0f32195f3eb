#include "analysis/cube_estimate.h"

#include <cmath>
#include <gtest/gtest.h>

#include "analysis/share_interval_estimate.h"

namespace lilong::analysis
{
namespace
{

CubeShape shape()
{
    return {.unit = Unit::household,
            .strata = 2,
            .stratum_of_cell = {0, 0, 1},
            .domains = 2,
            .items = {ItemKind::binary, ItemKind::binary},
            .paired_items = {0, 1}};
}

void add(Cube& cube, std::int32_t cell, int count, std::int8_t gate, std::int8_t lamps, std::uint32_t groups = 0)
{
    static std::int64_t id = 0;
    for (int i = 0; i < count; ++i) cube.add({.household = ++id, .cell = cell, .records = {{groups, {gate, lamps}}}});
}

// committee 0: ten households, five answer, two want a better gate; committee 1: a census of four
Cube small()
{
    Cube cube{shape()};
    add(cube, 0, 2, 1, 0, 1);
    add(cube, 1, 3, 0, 0);
    add(cube, 2, 1, 1, 1);
    add(cube, 2, 3, 0, 1);
    return cube;
}

PopulationRegister registered()
{
    return {
        .households = {10, 4}, .designs = {Design::census_attempt, Design::census_attempt}, .names = {"松风", "竹园"}};
}

TEST(CubeEstimate, a_committee_is_counted_exactly)
{
    auto const gate = share_of(small(), registered(), {.strata = {0}, .item = 0}, {.definition = "need"}).value();
    EXPECT_DOUBLE_EQ(gate.value, 0.4);
    EXPECT_NEAR(gate.se, 0.173205080756888, 1e-14);
    EXPECT_EQ(gate.df, 4);
    EXPECT_NEAR(gate.deff, 1, 1e-12);
    EXPECT_EQ(gate.method, Method::hypergeometric);
    EXPECT_DOUBLE_EQ(gate.lower, 0.2);
    EXPECT_DOUBLE_EQ(gate.upper, 0.7);
    EXPECT_EQ(gate.n, 5);
    EXPECT_EQ(gate.population, 10);
    EXPECT_DOUBLE_EQ(gate.f, 0.5);
    EXPECT_EQ(gate.definition, "need");
    EXPECT_TRUE(gate.flags.insufficient);
    auto const households = count_of(small(), registered(), {.strata = {0}, .item = 0}, {}).value();
    EXPECT_DOUBLE_EQ(households.value, 4);
    EXPECT_DOUBLE_EQ(households.lower, 2);
    EXPECT_DOUBLE_EQ(households.upper, 7);
}

TEST(CubeEstimate, nobody_wanting_it_is_flagged_as_a_boundary_and_not_as_certain)
{
    auto const lamps = share_of(small(), registered(), {.strata = {0}, .item = 1}, {}).value();
    EXPECT_EQ(lamps.value, 0);
    EXPECT_TRUE(lamps.flags.boundary);
    EXPECT_DOUBLE_EQ(lamps.upper, 0.3);
}

TEST(CubeEstimate, committees_together_are_weighted_by_their_households)
{
    auto const both = share_of(small(), registered(), {.strata = {0, 1}, .item = 0}, {}).value();
    EXPECT_NEAR(both.value, (10 * 0.4 + 4 * 0.25) / 14, 1e-15);
    EXPECT_EQ(both.method, Method::wilson);
    EXPECT_EQ(both.population, 14);
    EXPECT_NEAR(both.se, 10 * 0.173205080756888 / 14, 1e-14); // the census adds no error
    auto const total = count_of(small(), registered(), {.strata = {0, 1}, .item = 0}, {}).value();
    EXPECT_NEAR(total.value, 5, 1e-12);
    EXPECT_NEAR(total.se, 1.73205080756888, 1e-12);
}

TEST(CubeEstimate, an_estate_whose_households_are_known_stands_for_itself)
{
    auto population = registered();
    CellKey const estate{.strata = {0}, .cell = 0, .domain = 0, .item = 0};
    auto const unknown = share_of(small(), population, estate, {}).value();
    EXPECT_EQ(unknown.value, 1);
    EXPECT_EQ(unknown.method, Method::wilson);
    population.households_of_cell[0] = 4;
    auto const known = share_of(small(), population, estate, {}).value();
    EXPECT_EQ(known.method, Method::hypergeometric);
    EXPECT_EQ(known.population, 4);
    EXPECT_DOUBLE_EQ(known.f, 0.5);
    population.households_of_cell[0] = 2;
    auto const census = share_of(small(), population, estate, {}).value();
    EXPECT_EQ(census.lower, 1);
    EXPECT_EQ(census.se, 0);
}

TEST(CubeEstimate, a_group_whose_number_is_known_is_counted_exactly_too)
{
    auto population = registered();
    CellKey const elderly{.strata = {0}, .cell = {}, .domain = 1, .item = 0};
    EXPECT_EQ(share_of(small(), population, elderly, {}).value().method, Method::wilson);
    population.households_of_group[{0, 1}] = 3;
    auto const known = share_of(small(), population, elderly, {}).value();
    EXPECT_EQ(known.method, Method::hypergeometric);
    EXPECT_NEAR(known.lower, 2.0 / 3, 1e-15);
}

TEST(CubeEstimate, without_correction_the_place_is_one_of_many_that_could_have_been)
{
    auto const open =
        share_of(small(), registered(), {.strata = {1}, .item = 0}, {.fpc = FiniteCorrection::off}).value();
    EXPECT_GT(open.se, 0);
    EXPECT_EQ(open.method, Method::wilson);
    EXPECT_DOUBLE_EQ(open.f, 1);
}

TEST(CubeEstimate, a_committee_whose_design_is_not_stated_gives_no_number)
{
    auto population = registered();
    population.designs[0].reset();
    auto const refused = share_of(small(), population, {.strata = {0}, .item = 0}, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "analysis.design_not_stated");
    EXPECT_EQ(refused.error().facts.at("committee"), "松风");
}

TEST(CubeEstimate, the_weakest_design_counts_for_several_committees_together)
{
    auto population = registered();
    population.designs[1] = Design::convenience;
    EXPECT_EQ(share_of(small(), population, {.strata = {0, 1}, .item = 0}, {}).value().design, Design::convenience);
}

TEST(CubeEstimate, the_exact_interval_is_refused_where_it_would_be_wrong)
{
    auto const refused =
        share_of(small(), registered(), {.strata = {0, 1}, .item = 0}, {.method = Method::hypergeometric});
    EXPECT_EQ(refused.error().code, "analysis.hypergeometric_not_possible");
}

TEST(CubeEstimate, needs_of_a_committee_come_in_order_with_their_places)
{
    Cube cube{shape()};
    add(cube, 0, 60, 1, 0);
    add(cube, 0, 30, 1, 1);
    add(cube, 0, 5, 0, 1);
    add(cube, 0, 5, 0, 0);
    PopulationRegister const population{.households = {150, 1},
                                        .designs = {Design::census_attempt, Design::census_attempt}};
    std::vector<std::int32_t> const items{1, 0};
    auto const order = order_of_needs(cube, population, 0, items, {}).value();
    ASSERT_EQ(order.size(), 2U);
    EXPECT_EQ(order[0].need, 0);
    EXPECT_EQ(order[0].rank, (RankInterval{1, 1}));
    EXPECT_EQ(order[1].rank, (RankInterval{2, 2}));
}

// The by-hand example of two waves, through cubes: N = 6; 1,2,3 answer 1,0,1; then 2,3,4 answer 0,1,1.
TEST(CubeEstimate, the_change_between_two_rounds_uses_the_households_in_both)
{
    CubeShape const one{.unit = Unit::household,
                        .strata = 1,
                        .stratum_of_cell = {0},
                        .domains = 1,
                        .items = {ItemKind::binary},
                        .paired_items = {}};
    auto const answers = [](std::int64_t id, std::int8_t yes) {
        return HouseholdAnswers{.household = id, .cell = 0, .records = {{0, {yes}}}};
    };
    std::vector const before{answers(1, 1), answers(2, 0), answers(3, 1)},
        after{answers(2, 0), answers(3, 1), answers(4, 1)};
    Cube first{one}, second{one};
    for (auto const& h : before) first.add(h);
    for (auto const& h : after) second.add(h);
    PopulationRegister const population{.households = {6}, .designs = {Design::srs}};
    auto const change =
        change_of_share({&first, &population}, {&second, &population}, Overlap{one, before, after}, {.strata = {0}}, {})
            .value();
    EXPECT_NEAR(change.value, 0, 1e-15);
    EXPECT_NEAR(change.se, std::sqrt(1.0 / 18), 1e-15);
    EXPECT_EQ(change.df, 2);
    EXPECT_EQ(change.n, 6);
    EXPECT_EQ(change.n_psu, 2);
}

TEST(CubeEstimate, an_area_for_the_list_of_surprises_brings_its_counts_and_its_page_estimate)
{
    auto const area = area_answers(small(), registered(), {.strata = {0}, .item = 0}, 17, {1.0}, {}).value();
    EXPECT_EQ(area.yes, 2);
    EXPECT_EQ(area.answers, 5);
    EXPECT_EQ(area.area, 17);
    EXPECT_DOUBLE_EQ(area.estimate.value, 0.4);
}

TEST(CubeEstimate, the_boundary_takes_the_median_design_effect_of_the_cells_shown)
{
    std::vector<Estimate> cells(4);
    cells[0].deff = 3;
    cells[1].deff = 1;
    cells[2].deff = 2;
    EXPECT_DOUBLE_EQ(boundary_deff(cells), 2); // the undefined one does not count
    cells[0].deff = cells[2].deff = 0.5;
    EXPECT_DOUBLE_EQ(boundary_deff(cells), 1);
}

} // namespace
} // namespace lilong::analysis
