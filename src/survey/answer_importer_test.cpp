#include "survey/answer_importer.h"

#include "access/permissions.h"
#include "areas/permissions.h"
#include "survey/ground_test.h"
#include "survey/permissions.h"
#include "survey/response_store.h"

namespace lilong::survey
{
namespace
{

class AnswerImporterTest : public Ground
{
protected:
    void SetUp() override
    {
        Ground::SetUp();
        permissions.add(areas::default_grants());
        permissions.add(default_grants());
        imports.add(answer_importer(*database, tree, clock, rng).value());
        round = open_round();
    }
    Result<areas::ImportView> preview(std::string const& csv)
    {
        return imports.preview(worker, first, "answers", {"answers.csv", "text/csv", csv});
    }
    std::vector<Response> stored()
    {
        return database->read([&](storage::Connection& c) { return response_store::list(c, first, round.id, {}); });
    }

    Response response_at(std::size_t n)
    {
        return database
            ->read([&](storage::Connection& c) {
                return response_store::by_household(c, first, round.id, households[n], 0);
            })
            .value();
    }

    access::PermissionTable permissions;
    areas::ImportService imports{*database, audit, permissions, tree, clock, rng};
    Round round;
    std::string const good = "楼栋,室号,日期,人群,property,社区食堂与助餐,elderly_meals,household_size\n"
                             "1号楼,101,2026-05-06,老年人,需要,2,need,3\n"
                             "N1-E-1,102,,,no_need,说不清,,\n";
};

TEST_F(AnswerImporterTest, a_table_in_the_words_of_the_committee_becomes_responses) // CO-109
{
    auto const view = preview(good).value();
    ASSERT_TRUE(view.errors.empty()) << view.errors[0].code;
    EXPECT_TRUE(stored().empty());
    ASSERT_TRUE(imports.confirm(worker, first, view.batch.id, areas::WrongRows::refuse));
    ASSERT_EQ(stored().size(), 2u);
    auto const read = responses.open(secretary, first, response_at(0).id).value();
    EXPECT_EQ(read.answers.at("canteen"), AnswerValue{"need_a_little"});
    EXPECT_EQ(read.answers.at("elderly_meals"), AnswerValue{"need"});
    EXPECT_EQ(read.answers.at("household_size"), AnswerValue{std::int64_t{3}});
    EXPECT_EQ(read.response.answered_on, Date(2026, 5, 6));
    auto const other = responses.open(secretary, first, response_at(1).id).value();
    EXPECT_FALSE(other.answers.contains("elderly_meals")); // not asked outside the group
    EXPECT_EQ(other.answers.at("household_size"), AnswerValue{Empty::no_answer});
}

TEST_F(AnswerImporterTest, every_fault_is_named_with_row_and_column)
{
    auto const view = preview("building,door,date,groups,property,household_size\n"
                              "1号楼,777,2026-05-06,,need,2\n"
                              "1号楼,101,2027-01-01,giants,perhaps,two\n"
                              "1号楼,102,,,1,2\n"
                              "1号楼,102,,,1,2\n")
                          .value();
    std::vector<std::string> found;
    for (auto const& error : view.errors)
        found.push_back(std::to_string(error.row) + " " + error.column + " " + error.code);
    EXPECT_EQ(found, (std::vector<std::string>{"2 door survey.no_household", "3 date survey.import_date_outside",
                                               "3 groups survey.group_unknown", "3 property survey.answer_not_in_list",
                                               "3 household_size survey.answer_not_integer",
                                               "5 door survey.import_household_twice"}));
}

TEST_F(AnswerImporterTest, the_same_file_again_adds_nothing) // CO-110
{
    ASSERT_TRUE(imports.confirm(worker, first, preview(good)->batch.id, areas::WrongRows::refuse));
    auto const again = preview(good).value();
    EXPECT_EQ(again.errors.at(0).code, "survey.already_answered");
    EXPECT_EQ(again.batch.rows_wrong, 2);
}

TEST_F(AnswerImporterTest, an_undone_import_removes_exactly_its_own_rows)
{
    ASSERT_TRUE(responses.enter(worker, answers_of_household(round, 5, {})));
    auto const import = preview(good)->batch.id;
    ASSERT_TRUE(imports.confirm(worker, first, import, areas::WrongRows::refuse));
    EXPECT_EQ(stored().size(), 3u);
    ASSERT_TRUE(imports.undo(worker, first, import));
    ASSERT_EQ(stored().size(), 1u);
    EXPECT_EQ(stored()[0].household, households[5]);
    database->read([&](storage::Connection& c) { EXPECT_EQ(response_store::change_number(c, first, round.id), 3); });
}

TEST_F(AnswerImporterTest, an_import_whose_response_was_reviewed_is_not_undone)
{
    auto const import = preview(good)->batch.id;
    ASSERT_TRUE(imports.confirm(worker, first, import, areas::WrongRows::refuse));
    ASSERT_TRUE(responses.act(secretary, first, stored()[0].id, "approve", "", {}));
    EXPECT_EQ(imports.undo(worker, first, import).error().code, "survey.import_in_use");
}

TEST_F(AnswerImporterTest, without_an_open_round_the_file_is_refused_as_a_whole)
{
    ASSERT_TRUE(rounds.act(dispatcher, district, round.id, "close", "", {}));
    auto const view = preview(good).value();
    ASSERT_EQ(view.errors.size(), 1u);
    EXPECT_EQ(view.errors[0].code, "survey.import_no_round");
}

TEST_F(AnswerImporterTest, a_household_that_answered_is_in_use)
{
    ASSERT_TRUE(responses.enter(worker, answers_of_household(round, 5, {})));
    database->read([&](storage::Connection& c) {
        EXPECT_TRUE(household_in_use(c, first, households[5]));
        EXPECT_FALSE(household_in_use(c, first, households[6]));
    });
}

} // namespace
} // namespace lilong::survey
