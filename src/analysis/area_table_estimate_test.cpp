#include "analysis/area_table_estimate.h"

#include <cmath>
#include <gtest/gtest.h>

#include "analysis/panel_change_estimate.h"
#include "base/chance.h"

namespace lilong::analysis
{
namespace
{

struct Committee {
    std::int64_t households, answered, yes;
    Design design = Design::srs;
};

// One district; every committee is asked about the gate, and everybody wants lamps in the first half of the answers.
class Areas
{
public:
    explicit Areas(std::vector<Committee> const& committees)
    {
        SeededRng rng{7};
        for (auto const& committee : committees) {
            auto const stratum = static_cast<std::int32_t>(axes.committees.size());
            axes.committees.push_back(AreaId::random(rng));
            axes.cells.push_back(axes.committees.back());
            axes.stratum_of[axes.committees.back()] = axes.cell_of[axes.committees.back()] = stratum;
            population.households.push_back(committee.households);
            population.designs.push_back(committee.design);
            whole.strata.push_back(stratum);
            tabled.push_back({axes.committees.back(), RoundPlace{{stratum}, {}}});
        }
        axes.items = {"lamps", "gate"};
        axes.places = {1, 2};
        std::vector<CompactAnswers> answers(committees.size(), CompactAnswers{axes.items.size()});
        Cube cube{shape_of(axes, survey::Unit::household)};
        for (std::size_t c = 0; c < committees.size(); ++c)
            for (std::int64_t n = 0; n < committees[c].answered; ++n) {
                auto const lamps = static_cast<std::int8_t>(n % 4 == 0),
                           gate = static_cast<std::int8_t>(n < committees[c].yes);
                HouseholdAnswers const household{
                    static_cast<std::int64_t>(c) * 10'000 + n, static_cast<std::int32_t>(c), {{0, {lamps, gate}}}};
                answers[c].append(household);
                cube.add(household);
            }
        round.emplace(RoundCube{.round = {},
                                .axes = axes,
                                .population = population,
                                .cube = std::move(cube),
                                .answers = std::move(answers),
                                .change = std::vector<std::int64_t>(committees.size(), 1)});
    }
    AreaTable table() const { return table_of_areas(*round, whole, tabled, 0, axes.item("gate")).value(); }

    RoundAxes axes;
    PopulationRegister population;
    RoundPlace whole;
    std::vector<AreaOfTable> tabled;
    std::optional<RoundCube> round;
};

TEST(AreaTable, an_area_counts_in_the_whole_it_is_compared_with)
{
    // two halves: p1 - (p1 + p2)/2 = (p1 - p2)/2, so the variance is a quarter of both together
    Estimate part{.value = .6, .se = .03, .n = 100, .population = 500},
        whole{.value = .5, .n = 200, .population = 1000};
    whole.se = std::sqrt((.03 * .03 + .04 * .04) / 4);
    EXPECT_NEAR(variance_against_whole(part, whole), (.03 * .03 + .04 * .04) / 4, 1e-15);
    // an area that is the whole differs by nothing
    EXPECT_NEAR(variance_against_whole(part, part), 0, 1e-15);
}

TEST(AreaTable, only_differences_beyond_chance_are_called_above_or_below)
{
    auto const table = Areas{{{1000, 150, 135}, {1000, 150, 75}, {1000, 150, 78}, {1000, 150, 93}}}.table();
    EXPECT_EQ(table.areas[0].cells[0].standing, AgainstWhole::above);
    EXPECT_EQ(table.areas[1].cells[0].standing, AgainstWhole::below);
    EXPECT_EQ(table.areas[3].cells[0].standing, AgainstWhole::alike); // 62 of 100 beside 63.5
    EXPECT_NEAR(table.whole[0].value, .635, 1e-12);
    EXPECT_NEAR(table.areas[0].cells[0].difference, .265, 1e-12);
    EXPECT_EQ(table.tested, 4);
    EXPECT_EQ(table.told_apart, 3);
}

TEST(AreaTable, a_complete_count_does_not_prove_that_areas_differ_for_a_reason)
{
    auto const table = Areas{{{100, 100, 55}, {100, 100, 50}, {100, 100, 47}}}.table();
    for (auto const& area : table.areas) {
        EXPECT_EQ(area.cells[0].share->se, 0);
        EXPECT_EQ(area.cells[0].standing, AgainstWhole::alike);
        EXPECT_EQ(area.cells[0].rank, (RankInterval{1, 3}));
    }
}

TEST(AreaTable, too_few_answers_say_nothing_and_take_no_rank)
{
    auto const table = Areas{{{1000, 200, 100}, {1000, 200, 110}, {1000, 12, 12}}}.table();
    auto const& few = table.areas[2].cells[0];
    EXPECT_EQ(few.share->n, 12);
    EXPECT_TRUE(few.share->flags.insufficient);
    EXPECT_TRUE(std::isnan(few.difference));
    EXPECT_EQ(few.standing, AgainstWhole::cannot_tell);
    EXPECT_FALSE(few.rank);
    EXPECT_EQ(table.areas[0].cells[0].rank, (RankInterval{1, 2})); // of two, not of three
    EXPECT_EQ(table.tested, 2);
}

TEST(AreaTable, where_nobody_was_asked_there_is_no_number)
{
    Areas areas{{{1000, 200, 100}, {1000, 0, 0}}};
    SeededRng rng{8};
    areas.tabled.push_back({AreaId::random(rng), {}}); // not in the round
    auto const table = areas.table();
    EXPECT_FALSE(table.areas[1].cells[0].share);
    EXPECT_FALSE(table.areas[2].cells[0].share);
    EXPECT_EQ(table.areas[1].registered, 1000);
    EXPECT_EQ(table.areas[2].registered, 0);
}

TEST(AreaTable, who_came_by_chance_as_it_were_is_neither_compared_nor_ranked)
{
    auto const convenience = Design::convenience;
    auto const table = Areas{{{1000, 200, 180, convenience}, {1000, 200, 20, convenience}}}.table();
    EXPECT_EQ(table.tested, 0);
    EXPECT_EQ(table.areas[0].cells[0].standing, AgainstWhole::cannot_tell);
    EXPECT_FALSE(table.areas[0].cells[0].rank);
}

TEST(AreaTable, the_list_of_those_who_may_be_among_the_first_ten_holds_everybody_who_may)
{
    std::vector<Committee> committees;
    for (int i = 0; i < 30; ++i) committees.push_back({1000, 300, i < 9 ? 270 : i < 14 ? 150 : 30});
    auto const table = Areas{committees}.table();
    ASSERT_EQ(table.first_places, 10);
    for (std::size_t i = 0; i < 30; ++i) {
        auto const rank = *table.areas[i].cells[0].rank;
        EXPECT_EQ(rank.best <= table.first_places, i < 14) << i << ": " << rank.best << "-" << rank.worst;
    }
    EXPECT_EQ(table.areas[0].cells[0].rank, (RankInterval{1, 9}));
    EXPECT_EQ(table.areas[10].cells[0].rank, (RankInterval{10, 14}));
    EXPECT_EQ(first_places(15), 3);
    EXPECT_EQ(first_places(2), 1);
    EXPECT_EQ(first_places(1), 0);
}

TEST(AreaTable, the_first_need_of_the_whole_stands_first)
{
    Areas const areas{{{1000, 200, 100}, {1000, 200, 110}}};
    auto const table = table_of_areas(*areas.round, areas.whole, areas.tabled, 0).value();
    EXPECT_EQ(table.items, (std::vector<std::string>{"gate", "lamps"}));
    EXPECT_EQ(table.tested, 4); // all cells are one family
}

// Forty households answered twice, ten of them changed their mind; sixty new ones all want the gate.
TEST(PanelChange, the_panel_says_what_the_same_households_say_now)
{
    Areas const before{{{1000, 60, 30}}};
    Areas after{{{1000, 60, 30}}};
    auto& now = *after.round;
    now.cube = Cube{now.cube.shape()};
    now.answers[0].clear();
    for (std::int64_t id = 0; id < 100; ++id) {
        auto const panel = id < 40;
        // 0 … 29 said yes before, 30 … 39 no; now the latter say yes, too
        HouseholdAnswers const household{panel ? id : 5'000 + id, 0, {{0, {0, 1}}}};
        now.answers[0].append(household);
        now.cube.add(household);
    }
    auto const change = panel_change(*before.round, now, after.whole);
    EXPECT_EQ(change.households, 40);
    auto const& gate = change.needs[1];
    EXPECT_EQ(gate.item, "gate");
    EXPECT_DOUBLE_EQ(gate.first.value, .75);
    EXPECT_DOUBLE_EQ(gate.second.value, 1);
    EXPECT_DOUBLE_EQ(gate.difference.value, .25);
    EXPECT_EQ(gate.first.n, 40);
    EXPECT_EQ(gate.second.n, 40);
    // paired: (1 - f)/(m - 1) [10/40 - .25^2], f = 40/1000; overlap factor m - N12 m m/(N N) = 40 (1 - .04)
    EXPECT_NEAR(gate.difference.se, std::sqrt(.96 / 39 * (.25 - .0625)), 1e-9);
}

} // namespace
} // namespace lilong::analysis
