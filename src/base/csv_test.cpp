#include "base/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/messages.h"
#include "base/text.h"

namespace lilong
{
namespace
{

std::vector<std::string> cells(std::string_view bytes)
{
    auto const table = parse_csv(bytes, "doors.csv");
    EXPECT_TRUE(table) << bytes;
    return table && !table->rows.empty() ? table->rows.front().cells : std::vector<std::string>{};
}

Error refusal(std::string_view bytes)
{
    auto const table = parse_csv(bytes, "doors.csv");
    EXPECT_FALSE(table) << bytes;
    return table ? Error{} : table.error();
}

using Cells = std::vector<std::string>;

TEST(Csv, quotes_commas_and_line_breaks_stand_inside_quoted_cells)
{
    EXPECT_EQ(cells("a,b,c\r\n\"x, y\",\"say \"\"hello\"\"\",\"two\r\nlines\"\r\n"),
              (Cells{"x, y", "say \"hello\"", "two\r\nlines"}));
}

TEST(Csv, the_last_line_needs_no_end_and_lines_may_end_in_either_way)
{
    EXPECT_EQ(cells("a,b\n1,2"), (Cells{"1", "2"}));
    EXPECT_EQ(cells("a,b\r\n1,2\r\n"), (Cells{"1", "2"}));
}

TEST(Csv, a_byte_order_mark_is_no_part_of_the_first_name)
{
    auto const table = parse_csv("\xEF\xBB\xBF门牌,户数\n12,6\n", "doors.csv");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->column("门牌"), std::optional<std::size_t>{0});
    EXPECT_EQ(table->column("unknown"), std::nullopt);
}

TEST(Csv, short_rows_are_filled_up_and_blank_lines_passed_over)
{
    auto const table = parse_csv("a,b,c\n1\n\n4,5,6\n", "doors.csv");
    ASSERT_TRUE(table);
    ASSERT_EQ(table->rows.size(), 2U);
    EXPECT_EQ(table->rows[0].cells, (Cells{"1", "", ""}));
    EXPECT_EQ(table->rows[1].number, 4U);
}

TEST(Csv, rows_are_numbered_as_a_spreadsheet_numbers_them)
{
    auto const table = parse_csv("a,b\n\"two\nlines\",x\nlast,y\n", "doors.csv");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->rows.at(1).number, 3U);
}

TEST(Csv, spaces_in_cells_stay_and_spaces_around_names_go)
{
    auto const table = parse_csv(" a , b\n x , y\n", "doors.csv");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->header, (Cells{"a", "b"}));
    EXPECT_EQ(table->rows[0].cells, (Cells{" x ", " y"}));
}

TEST(Csv, a_row_with_too_many_cells_is_named_by_its_number_in_both_languages)
{
    auto const error = refusal("a,b\n1,2\n1,2,3\n");
    EXPECT_EQ(error.code, "base.csv_too_many_cells");
    EXPECT_EQ(error.fields.at(0).pointer, "doors.csv:3");
    EXPECT_EQ(sentence(error, Language::en), "Row 3 of doors.csv has 3 cells for 2 columns. Look for a stray comma.");
    EXPECT_NE(sentence(error, Language::zh_cn).find("doors.csv"), std::string::npos);
}

TEST(Csv, a_quote_that_is_never_closed_is_named_by_the_row_in_which_it_opened)
{
    EXPECT_EQ(refusal("a,b\n1,2\n\"1,2\n3,4\n").facts.at("row"), "3");
    EXPECT_EQ(refusal("a,\"b\n1,2\n").facts.at("row"), "1");
    EXPECT_EQ(refusal("a,\"b\n1,2\n").code, "base.csv_unclosed_quote");
}

TEST(Csv, a_file_without_usable_names_is_refused)
{
    EXPECT_EQ(refusal("").code, "base.csv_no_header");
    EXPECT_EQ(refusal(",,\n1,2,3\n").code, "base.csv_no_header");
    EXPECT_EQ(refusal("a,b,a\n").code, "base.csv_header_twice");
    EXPECT_EQ(refusal("a,b,a\n").facts.at("column"), "a");
    EXPECT_EQ(refusal("a\n\xB0\xD7\n").code, "base.csv_not_utf8"); // GB 18030 from an old spreadsheet
}

TEST(Csv, a_file_that_is_not_there_is_refused_by_name)
{
    auto const table = read_csv_file("/no/such/doors.csv");
    ASSERT_FALSE(table);
    EXPECT_EQ(table.error().code, "base.file_not_readable");
    EXPECT_EQ(table.error().facts.at("file"), "/no/such/doors.csv");
}

TEST(Csv, text_that_a_spreadsheet_would_run_is_made_harmless)
{
    EXPECT_EQ(csv_text_cell("=1+1"), "'=1+1");
    EXPECT_EQ(csv_text_cell("-2,5"), "\"'-2,5\"");
    EXPECT_EQ(csv_text_cell("@here"), "'@here");
    EXPECT_EQ(csv_text_cell("＝1"), "'＝1");
    EXPECT_EQ(csv_text_cell("路灯坏了"), "路灯坏了");
    EXPECT_EQ(csv_cell("=1+1"), "=1+1");
}

RC_GTEST_PROP(Csv, what_is_written_is_read_again, (std::vector<std::string> const& words))
{
    std::string header = "x", row = "first";
    Cells expected{"first"};
    for (auto const& word : words) {
        if (!valid_utf8(word)) continue;
        header += ",c" + std::to_string(expected.size());
        row += "," + csv_cell(word);
        expected.push_back(word);
    }
    auto const table = parse_csv(header + "\n" + row + "\n", "made.csv");
    RC_ASSERT(table.has_value());
    RC_ASSERT(table->rows.at(0).cells == expected);
}

} // namespace
} // namespace lilong
