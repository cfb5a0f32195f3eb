#include "survey/response_store.h"

#include <chrono>
#include <gtest/gtest.h>

#include "base/chance.h"
#include "survey/answer_rule.h"
#include "survey/need_questionnaire_rule.h"
#include "survey/questionnaire_store.h"
#include "survey/round_store.h"

namespace lilong::survey
{
namespace
{

class ResponseStoreTest : public testing::Test
{
protected:
    ResponseStoreTest()
    {
        version.codebook = need_questionnaire(areas::read_reference_data().value()).value();
        database->load([&](storage::Transaction& tx) {
            (void)questionnaire_store::insert(
                tx, {district, version.questionnaire, "household_needs", {"需求", "Needs"}}, start);
            questionnaire_store::insert_version(tx, version, start);
            questionnaire_store::insert_places(tx, version);
            round_store::insert(tx, round, {}, start);
        });
    }

    Response response_of(AreaId const& area)
    {
        Response out;
        out.area = area;
        out.id = ResponseId::ordered(rng, start);
        out.round = round.id;
        out.household = HouseholdId::random(rng);
        out.estate = estate;
        out.groups = static_cast<GroupMask>(rng.below(256));
        for (int n = 0; n < version.codebook.places(); ++n) out.coded += "1234-r."[rng.below(7)];
        out.answered_on = Date{2026, 5, 8};
        out.received_at = start;
        return out;
    }
    std::vector<Response> load(int count, AreaId const& area)
    {
        std::vector<Response> responses;
        for (int n = 0; n < count; ++n) responses.push_back(response_of(area));
        database->load([&](storage::Transaction& tx) {
            response_store::insert_all(tx, responses);
            response_store::raise_change(tx, area, round.id);
        });
        return responses;
    }

    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    SeededRng rng{7};
    Instant start = Instant::parse("2026-05-08T02:00:00.000Z").value();
    AreaId district = AreaId::random(rng), first = AreaId::random(rng), second = AreaId::random(rng),
           estate = AreaId::random(rng);
    QuestionnaireVersion version{district, QuestionnaireId::random(rng), 1, VersionState::open, {}, 1};
    Round round{.area = district,
                .id = RoundId::random(rng),
                .questionnaire_area = district,
                .questionnaire = version.questionnaire,
                .title = {"2026 年", "2026"},
                .opens_on = Date{2026, 5, 1},
                .closes_on = Date{2026, 6, 30},
                .state = "open"};
};

TEST_F(ResponseStoreTest, a_household_answers_a_round_once)
{
    auto const response = load(1, first)[0];
    auto again = response;
    again.id = ResponseId::random(rng);
    database->load([&](storage::Transaction& tx) {
        EXPECT_EQ(response_store::insert(tx, again).error().code, "survey.already_answered");
        again.person = 2;
        EXPECT_TRUE(response_store::insert(tx, again));
    });
}

TEST_F(ResponseStoreTest, a_correction_keeps_what_was_said_before)
{
    auto const former = load(1, first)[0];
    auto corrected = former;
    corrected.coded[0] = corrected.coded[0] == '1' ? '2' : '1';
    database->load([&](storage::Transaction& tx) {
        ASSERT_TRUE(response_store::correct(tx, former, corrected, UserId{}, "mistyped", start));
        EXPECT_EQ(response_store::correct(tx, former, corrected, UserId{}, "mistyped", start).error().code,
                  "survey.response_changed");
    });
    database->read([&](storage::Connection& c) {
        auto const now = response_store::by_id(c, first, former.id).value();
        EXPECT_EQ(now.coded, corrected.coded);
        EXPECT_EQ(now.version, 2);
        auto const history = response_store::history(c, first, former.id);
        EXPECT_EQ(history.size(), 1u);
        EXPECT_EQ(history.at(0).coded, former.coded);
    });
}

TEST_F(ResponseStoreTest, what_was_withdrawn_is_not_read_for_counting)
{
    auto const responses = load(3, first);
    database->load(
        [&](storage::Transaction& tx) { ASSERT_TRUE(response_store::withdraw(tx, responses[1], "asked to", start)); });
    int seen = 0;
    database->read([&](storage::Connection& c) {
        response_store::for_each_coded(c, first, round.id, [&](CodedRow const& row) {
            EXPECT_NE(row.household, responses[1].household.text());
            ++seen;
        });
    });
    EXPECT_EQ(seen, 2);
}

TEST_F(ResponseStoreTest, the_database_counts_what_the_program_counts) // ST-90
{
    load(200, first);
    auto const set_aside = load(150, second);
    database->load([&](storage::Transaction& tx) {
        ASSERT_TRUE(response_store::set_review(tx, set_aside[0], Review::set_aside, "copied"));
    });
    database->read([&](storage::Connection& c) {
        std::vector<ItemCount> expected;
        for (auto const& area : std::set<AreaId>{first, second})
            for (int place = 1; place <= version.codebook.places(); ++place) expected.push_back({area, place, 0, 0});
        auto const places = static_cast<std::size_t>(version.codebook.places());
        for (std::size_t a = 0; a * places < expected.size(); ++a)
            response_store::for_each_coded(c, expected[a * places].area, round.id, [&](CodedRow const& row) {
                if (row.set_aside) return;
                for (std::size_t n = 0; n < places; ++n) {
                    auto const position = position_of_code(row.coded[n]);
                    expected[a * places + n].n += position > 0;
                    expected[a * places + n].x += position == 1 || position == 2;
                }
            });
        EXPECT_EQ(response_store::count_in_database(c, round), expected);
    });
}

TEST_F(ResponseStoreTest, a_list_goes_on_after_the_last_household_of_the_page_before)
{
    load(25, first);
    database->read([&](storage::Connection& c) {
        ResponseFilter filter;
        filter.most = 10;
        std::set<ResponseId> seen;
        for (int page = 0; page < 3; ++page) {
            auto const rows = response_store::list(c, first, round.id, filter);
            EXPECT_EQ(rows.size(), page < 2 ? 10u : 5u);
            for (auto const& row : rows) EXPECT_TRUE(seen.insert(row.id).second);
            filter.after = {rows.back().household, rows.back().person};
        }
        EXPECT_EQ(seen.size(), 25u);
    });
}

TEST_F(ResponseStoreTest, the_change_number_rises_by_one_each_time)
{
    database->load([&](storage::Transaction& tx) {
        EXPECT_EQ(response_store::change_number(tx, first, round.id), 0);
        EXPECT_EQ(response_store::raise_change(tx, first, round.id), 1);
        EXPECT_EQ(response_store::raise_change(tx, first, round.id), 2);
        EXPECT_EQ(response_store::raise_change(tx, second, round.id), 1);
    });
}

TEST_F(ResponseStoreTest, an_import_is_removed_with_all_its_rows_and_no_other)
{
    load(4, first);
    auto imported = response_of(first);
    imported.import = ImportId::random(rng);
    database->load([&](storage::Transaction& tx) {
        ASSERT_TRUE(response_store::insert(tx, imported));
        EXPECT_EQ(response_store::remove_import(tx, first, *imported.import), 1);
        EXPECT_EQ(response_store::list(tx, first, round.id, {}).size(), 4u);
    });
}

TEST_F(ResponseStoreTest, the_register_is_frozen_once)
{
    database->load([&](storage::Transaction& tx) {
        round_store::freeze_register(tx, first, round.id, {{estate, "all", 120}});
        round_store::freeze_register(tx, first, round.id, {{estate, "all", 999}});
        EXPECT_EQ(round_store::register_of(tx, first, round.id), (std::vector<RegisterCount>{{estate, "all", 120}}));
    });
}

} // namespace
} // namespace lilong::survey
