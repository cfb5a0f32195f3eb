#include "analysis/round_cube_service.h"

#include "analysis/cube_count_store.h"
#include "analysis/packed_round.h"
#include "survey/ground_test.h"
#include "survey/questionnaire_store.h"
#include "survey/response_store.h"

namespace lilong::analysis
{

using survey::Response;
using survey::Round;
namespace response_store = survey::response_store;

class RoundCubeServiceTest : public survey::Ground
{
protected:
    RoundCubeService cubes{*database, tree};

    // Answers as they come from many doors; persons of one household share its estate.
    std::vector<Response> load(Round const& round, AreaId const& committee, int count, int persons)
    {
        auto const estates = tree.below(committee, areas::AreaKind::estate);
        std::vector<Response> out;
        for (int n = 0; n < count; ++n) {
            auto const household = HouseholdId::random(rng);
            auto const at = rng.below(4) == 0 ? AreaId::random(rng) : estates.front().id; // some estates are not known
            for (int person = 0; person < persons; ++person) {
                if (person > 0 && rng.below(2) == 0) continue;
                Response one;
                one.area = committee;
                one.id = ResponseId::ordered(rng, start);
                one.round = round.id;
                one.household = household;
                one.person = persons == 1 ? 0 : person + 1;
                one.estate = at;
                one.groups = static_cast<survey::GroupMask>(rng.below(1U << codebook.groups.size()));
                for (int place = 0; place < codebook.places(); ++place) one.coded += "1234-r."[rng.below(7)];
                one.answered_on = Date{2026, 5, 8};
                one.received_at = start;
                out.push_back(std::move(one));
            }
        }
        database->load([&](storage::Transaction& tx) {
            response_store::insert_all(tx, out);
            response_store::raise_change(tx, committee, round.id);
        });
        return out;
    }
    Round open_person_round()
    {
        auto const made =
            questionnaires
                .create(dispatcher,
                        {district, {}, "resident_needs", {"居民", "Residents"}, "person", survey::Unit::person},
                        codebook)
                .value();
        EXPECT_TRUE(questionnaires.act(dispatcher, district, made.id, 1, "open", {}));
        Round round{.area = district,
                    .questionnaire = made.id,
                    .title = {"居民", "Residents"},
                    .opens_on = Date{2026, 5, 1},
                    .closes_on = Date{2026, 6, 30}};
        auto const planned = rounds.create(dispatcher, round, {}).value();
        return rounds.act(dispatcher, district, planned.id, "open", "", {}).value();
    }
    template <typename Look>
    void look(RoundId const& round, Look see)
    {
        ASSERT_TRUE(cubes.with(round, [&](RoundCube const& cube) -> Result<void> {
            see(cube);
            return {};
        }));
    }
    void spoil(RoundId const& round)
    {
        auto const held = cubes.held(round);
        held->cube->cube.add_counts(0, 0, 0, {1, 1, 0, 1, 0, 0});
    }
    std::int64_t yes(RoundId const& round, char const* item)
    {
        std::int64_t out = -1;
        look(round, [&](RoundCube const& cube) {
            auto const at = cube.axes.item(item).value();
            out = 0;
            for (auto const cell : cube.cube.cells_of(cube.axes.stratum_of.at(first)))
                out += cube.cube.moments(cell, 0, at).b;
        });
        return out;
    }
};

namespace
{

// value by value with all bits, also of what is not a number
bool same_bits(Estimate const& a, Estimate const& b)
{
    auto const bits = [](double x) { return std::bit_cast<std::uint64_t>(x); };
    return bits(a.value) == bits(b.value) && bits(a.se) == bits(b.se) && bits(a.lower) == bits(b.lower) &&
           bits(a.upper) == bits(b.upper) && bits(a.df) == bits(b.df) && bits(a.deff) == bits(b.deff) && a.n == b.n &&
           a.n_psu == b.n_psu && bits(a.f) == bits(b.f) && a.method == b.method;
}

void expect_same_integers_and_results(storage::Connection& connection, RoundCube const& live)
{
    auto const counted = cube_count_store::count_in_database(connection, live);
    auto const& shape = live.cube.shape();
    std::int64_t all = 0;
    for (std::int32_t cell = 0; cell < static_cast<std::int32_t>(live.axes.cells.size()); ++cell)
        for (std::int32_t domain = 0; domain < shape.domains; ++domain) {
            ASSERT_EQ(counted.households_in_domain(cell, domain), live.cube.households_in_domain(cell, domain));
            for (std::int32_t item = 0; item < static_cast<std::int32_t>(shape.items.size()); ++item) {
                ASSERT_EQ(counted.moments(cell, domain, item), live.cube.moments(cell, domain, item))
                    << cell << " " << domain << " " << item;
                all += live.cube.moments(cell, domain, item).b;
            }
        }
    ASSERT_GT(all, 0);
    for (std::int32_t domain = 0; domain < shape.domains; ++domain)
        for (std::int32_t item = 0; item < static_cast<std::int32_t>(shape.items.size()); ++item) {
            CellKey const key{.strata = {0, 1}, .cell = {}, .domain = domain, .item = item};
            auto const from_memory = share_of(live.cube, live.population, key, {});
            auto const from_database = share_of(counted, live.population, key, {});
            ASSERT_EQ(from_memory.has_value(), from_database.has_value());
            if (from_memory) {
                ASSERT_TRUE(same_bits(*from_memory, *from_database));
            }
        }
}

TEST_F(RoundCubeServiceTest, the_database_and_the_program_count_the_same_integers_for_households) // ST-90, ST-91
{
    auto const round = open_round();
    auto const responses = load(round, first, 150, 1);
    load(round, second, 90, 1);
    database->load([&](storage::Transaction& tx) {
        ASSERT_TRUE(response_store::set_review(tx, responses[3], survey::Review::set_aside, "copied"));
        ASSERT_TRUE(response_store::withdraw(tx, responses[4], "asked to", start));
    });
    look(round.id, [&](RoundCube const& cube) {
        database->read([&](storage::Connection& c) { return expect_same_integers_and_results(c, cube), 0; });
    });
}

TEST_F(RoundCubeServiceTest, the_database_and_the_program_count_the_same_integers_for_residents) // ST-90, ST-91
{
    auto const round = open_person_round();
    auto const responses = load(round, first, 80, 4);
    load(round, second, 50, 3);
    database->load([&](storage::Transaction& tx) {
        ASSERT_TRUE(response_store::set_review(tx, responses[3], survey::Review::set_aside, "copied"));
    });
    look(round.id, [&](RoundCube const& cube) {
        database->read([&](storage::Connection& c) { return expect_same_integers_and_results(c, cube), 0; });
    });
}

TEST_F(RoundCubeServiceTest, the_packed_answers_of_a_round_count_what_its_cube_counts_and_what_it_cannot) // ST-18
{
    auto const round = open_round();
    load(round, first, 150, 1);
    load(round, second, 70, 1);
    look(round.id, [&](RoundCube const& cube) {
        PackedRound const packed{cube};
        auto const& shape = cube.cube.shape();
        for (std::int32_t cell = 0; cell < static_cast<std::int32_t>(cube.axes.cells.size()); ++cell) {
            auto const mask = packed.of_cell(cell);
            CountQuestion question{.groups = {}, .first = 0, .last = packed.values(), .filter = &mask};
            for (std::int32_t domain = 0; domain < shape.domains; ++domain)
                question.groups.push_back(packed.group(domain));
            auto const counts = packed.columns().count(question);
            for (std::int32_t domain = 0; domain < shape.domains; ++domain)
                for (std::int32_t item = 0; item < static_cast<std::int32_t>(shape.items.size()); ++item) {
                    auto const moments = cube.cube.moments(cell, domain, item);
                    ASSERT_EQ(counts.over_strata(domain, packed.valid(item)), moments.a);
                    ASSERT_EQ(counts.over_strata(domain, packed.yes(item)), moments.b);
                }
        }
        auto both = packed.columns().where(packed.yes(0));
        both &= packed.columns().where(packed.yes(1));
        EXPECT_EQ(packed.columns().count(both), cube.cube.pair(0, 0, 1).yes_yes + cube.cube.pair(1, 0, 1).yes_yes);
    });
}

TEST_F(RoundCubeServiceTest, an_answer_a_correction_and_a_withdrawal_are_counted_at_once_one_household_each) // ST-15
{
    auto const round = open_round();
    load(round, first, 40, 1);
    responses.on_answer([&](survey::AnswerChange const& change) { cubes.follow(change); });
    auto const before = yes(round.id, "canteen");
    auto const entered = responses.enter(collector, answers_of_household(round, 1, {{"canteen", "need"}})).value();
    EXPECT_EQ(yes(round.id, "canteen"), before + 1);
    auto const& id = entered.response.id;
    ASSERT_TRUE(responses.correct(worker, first, id, 1, {{{"canteen", "no_need"}}, {}, "typed one line too low"}));
    EXPECT_EQ(yes(round.id, "canteen"), before);
    ASSERT_TRUE(responses.correct(worker, first, id, 2, {{{"canteen", "need"}}, {}, "it was right"}));
    ASSERT_TRUE(responses.act(secretary, first, id, "set_aside", "a copy", {}));
    EXPECT_EQ(yes(round.id, "canteen"), before);
    ASSERT_TRUE(responses.act(secretary, first, id, "restore", "no copy", {}));
    EXPECT_EQ(yes(round.id, "canteen"), before + 1);
    EXPECT_TRUE(cubes.audit().empty());
}

TEST_F(RoundCubeServiceTest, a_change_that_nobody_told_is_counted_all_the_same)
{
    auto const round = open_round();
    load(round, first, 20, 1);
    auto const before = yes(round.id, "canteen");
    load(round, first, 30, 1); // as an import does
    responses.on_answer([&](survey::AnswerChange const& change) {
        cubes.follow(change);
        cubes.follow(change); // told twice is counted once
    });
    ASSERT_TRUE(responses.enter(collector, answers_of_household(round, 1, {{"canteen", "need"}})));
    EXPECT_GE(yes(round.id, "canteen"), before + 1);
    EXPECT_TRUE(cubes.audit().empty());
}

TEST_F(RoundCubeServiceTest, counters_that_went_wrong_are_found_named_and_replaced) // ST-16
{
    auto const round = open_round();
    load(round, first, 20, 1);
    auto const right = yes(round.id, "canteen");
    std::int32_t spoilt = -1;
    look(round.id, [&](RoundCube const& cube) { spoilt = cube.cube.shape().stratum_of_cell[0]; });
    spoil(round.id);
    auto const faults = cubes.audit();
    ASSERT_EQ(faults.size(), 1u);
    EXPECT_EQ(faults[0].round, round.id);
    look(round.id, [&](RoundCube const& cube) {
        EXPECT_EQ(faults[0].committee, cube.axes.committees[static_cast<std::size_t>(spoilt)]);
    });
    EXPECT_EQ(yes(round.id, "canteen"), right);
    EXPECT_TRUE(cubes.audit().empty());
}

TEST_F(RoundCubeServiceTest, a_closed_round_keeps_the_counters_of_its_closing) // ST-17
{
    auto const round = open_round();
    load(round, first, 20, 1);
    auto const id = responses.enter(collector, answers_of_household(round, 1, {{"canteen", "need"}}))->response.id;
    auto const at_closing = yes(round.id, "canteen");
    ASSERT_TRUE(rounds.act(dispatcher, district, round.id, "close", "", {}));
    EXPECT_EQ(cubes.freeze_closed(audit, clock).value(), 2);
    EXPECT_EQ(cubes.freeze_closed(audit, clock).value(), 0); // once
    ASSERT_TRUE(responses.act(secretary, first, id, "withdraw", "moved away", {}));
    EXPECT_EQ(yes(round.id, "canteen"), at_closing);
    look(round.id, [&](RoundCube const& cube) { EXPECT_EQ(cube.frozen_at, clock.now()); });
    database->load([&](storage::Transaction& tx) { add(tx, first, areas::AreaKind::estate, "N1-NEW", "新村"); });
    tree.refresh();
    cubes.forget(round.id);
    EXPECT_EQ(yes(round.id, "canteen"), at_closing); // on a map that has changed
    EXPECT_TRUE(cubes.audit().empty());
    ASSERT_TRUE(rounds.act(dispatcher, district, round.id, "reopen", "a building was forgotten", {}));
    EXPECT_EQ(yes(round.id, "canteen"), at_closing - 1);
    ASSERT_TRUE(rounds.act(dispatcher, district, round.id, "close", "", {}));
    EXPECT_EQ(cubes.freeze_closed(audit, clock).value(), 2);
    EXPECT_EQ(yes(round.id, "canteen"), at_closing - 1);
}

} // namespace
} // namespace lilong::analysis
