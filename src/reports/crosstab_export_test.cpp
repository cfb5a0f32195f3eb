#include "reports/crosstab_export.h"

#include <gtest/gtest.h>

#include "base/chance.h"
#include "base/xlsx_reader.h"

namespace lilong::reports
{
namespace
{

class CrosstabExport : public testing::Test
{
protected:
    CrosstabExport()
    {
        labels = {&tree, &taxonomy, Language::zh_cn, "=HYPERLINK(\"http://evil\")", Date{2026, 6, 20}};
        answer.question = {.rows = Dimension::group, .columns = Dimension::item, .item = {}, .filter = {.group = "elderly", .estate_type = {}, .built_from = 1990, .built_to = {}, .committee = {}}};
        answer.round.title = {"2026 年需求调查", "Needs 2026"};
        answer.rows = {"elderly"};
        answer.columns = {"@gate"};
        answer.answered = 412;
        CrosstabCell shown{.row = 0, .column = 0, .n = 120, .yes = 72, .share = {}};
        shown.share.value = 0.6;
        shown.share.se = 0.0312;
        shown.verdict = CellVerdict::above;
        answer.cells = {{shown, disclosure::Figure{120, 60, 72, 0.6}}, {{.row = -1, .column = 0, .share = {}}, {}}};
    }

    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    areas::AreaTree tree{*database};
    areas::Taxonomy taxonomy;
    ExportLabels labels;
    CrosstabAnswer answer;
};

TEST_F(CrosstabExport, the_first_sheet_says_what_was_filtered_weighted_and_counted) // UI-61
{
    auto const bytes = crosstab_xlsx(answer, labels);
    ASSERT_TRUE(bytes);
    auto const book = read_xlsx(*bytes, "crosstab.xlsx");
    ASSERT_TRUE(book) << book.error().code;
    ASSERT_EQ(book->sheets.size(), 2U);
    std::string first;
    for (auto const& row : book->sheets.front().rows)
        for (auto const& cell : row.cells) first += cell + "|";
    for (auto const* word : {"筛选", "elderly", "建成不早于 1990", "权重", "412", "2026-06-20", "2026 年需求调查"}) EXPECT_NE(first.find(word), std::string::npos) << word << " in " << first;
}

TEST_F(CrosstabExport, text_from_people_is_no_formula_in_either_file) // S-3
{
    auto const bytes = crosstab_xlsx(answer, labels);
    ASSERT_TRUE(bytes);
    auto const book = read_xlsx(*bytes, "crosstab.xlsx");
    ASSERT_TRUE(book);
    for (auto const& sheet : book->sheets)
        for (auto const& row : sheet.rows)
            for (auto const& cell : row.cells) EXPECT_FALSE(cell.starts_with('=') || cell.starts_with('@')) << cell;
    auto const csv = crosstab_csv(answer, labels);
    EXPECT_NE(csv.find("\"'=HYPERLINK("), std::string::npos) << csv;
    EXPECT_NE(csv.find(",'@gate,"), std::string::npos) << csv;
}

TEST_F(CrosstabExport, numbers_are_numbers_and_hidden_cells_are_words)
{
    auto const csv = crosstab_csv(answer, labels);
    EXPECT_NE(csv.find("0.600,0.031"), std::string::npos) << csv;
    EXPECT_NE(csv.find("人数太少，不显示"), std::string::npos);
}

} // namespace
} // namespace lilong::reports
