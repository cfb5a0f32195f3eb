#include "base/xlsx_reader.h"

#include <array>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

namespace lilong
{
namespace
{

using testing::ElementsAre;

std::string temporary_file()
{
    static int n = 0;
    return (std::filesystem::temp_directory_path() / fmt::format("lilong-xlsx-{}-{}.xlsx", ::getpid(), n++)).string();
}

std::string workbook(std::function<void(lxw_workbook*)> const& fill)
{
    auto const path = temporary_file();
    auto* book = workbook_new(path.c_str());
    fill(book);
    workbook_close(book);
    auto bytes = read_file(path).value();
    std::filesystem::remove(path);
    return bytes;
}

// A package made by hand, for what no spreadsheet program writes.
std::string package(std::vector<std::pair<std::string, std::string>> parts)
{
    auto const path = temporary_file();
    auto* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    for (auto const& [name, content] : parts) {
        auto* source = zip_source_buffer(archive, content.data(), content.size(), 0);
        zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    }
    zip_close(archive);
    auto bytes = read_file(path).value();
    std::filesystem::remove(path);
    return bytes;
}

std::string one_sheet(std::string sheet, std::string shared = "<sst/>",
                      std::vector<std::pair<std::string, std::string>> more = {})
{
    more.insert(
        more.end(),
        {{"xl/workbook.xml", R"(<workbook><sheets><sheet name="登记" sheetId="1" r:id="rId1"/></sheets></workbook>)"},
         {"xl/_rels/workbook.xml.rels",
          R"(<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>)"},
         {"xl/sharedStrings.xml", std::move(shared)},
         {"xl/worksheets/sheet1.xml", std::move(sheet)}});
    return package(std::move(more));
}

std::string code_of(Result<Workbook> const& result) { return result ? "read" : result.error().code; }

TEST(XlsxReader, a_workbook_of_a_spreadsheet_program_becomes_a_table)
{
    auto const bytes = workbook([](lxw_workbook* book) {
        auto* sheet = workbook_add_worksheet(book, "住户");
        worksheet_write_string(sheet, 0, 0, "estate", nullptr);
        worksheet_write_string(sheet, 0, 1, "door", nullptr);
        worksheet_write_string(sheet, 0, 2, "household_size", nullptr);
        worksheet_write_string(sheet, 1, 0, "北岸佳园", nullptr);
        worksheet_write_number(sheet, 1, 1, 301, nullptr);
        worksheet_write_number(sheet, 1, 2, 3, nullptr);
        worksheet_write_string(sheet, 3, 0, "北岸佳园", nullptr); // row 3 is empty
        worksheet_write_formula_num(sheet, 3, 2, "=1+1", nullptr, 2);
        workbook_add_worksheet(book, "说明");
    });
    auto const book = read_xlsx(bytes, "households.xlsx");
    ASSERT_TRUE(book) << book.error().code;
    ASSERT_EQ(book->sheets.size(), 2U);
    EXPECT_EQ(book->sheets[0].name, "住户");
    auto const table = table_of(book->sheets[0]);
    ASSERT_TRUE(table);
    EXPECT_THAT(table->header, ElementsAre("estate", "door", "household_size"));
    ASSERT_EQ(table->rows.size(), 2U);
    EXPECT_THAT(table->rows[0].cells, ElementsAre("北岸佳园", "301", "3"));
    EXPECT_EQ(table->rows[1].number, 4U); // as people see it
    EXPECT_THAT(table->rows[1].cells, ElementsAre("北岸佳园", "", "2"));
}

TEST(XlsxReader, shared_inline_and_rich_strings_numbers_and_prefixes)
{
    auto const shared =
        "<x:sst><x:si><x:t xml:space=\"preserve\"> 大 门</x:t></x:si><x:si><x:r><x:t>路</x:t></x:r><x:r><x:t>灯 &amp; "
        "座椅</x:t></x:r><x:rPh><x:t>lu</x:t></x:rPh></x:si></x:sst>";
    auto const sheet = "<x:worksheet><x:dimension ref=\"A1:AMJ1048576\"/><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" "
                       "t=\"s\"><x:v>0</x:v></x:c><x:c r=\"C1\" t=\"s\"><x:v>1</x:v></x:c></x:row>"
                       "<x:row r=\"7\"><x:c r=\"A7\" "
                       "t=\"inlineStr\"><x:is><x:t>内联</x:t></x:is></x:c><x:c><x:v>1.38E+10</x:v></"
                       "x:c><x:c><x:v>0.10000000000000001</x:v></x:c></x:row>"
                       "<x:row r=\"8\"><x:c r=\"B8\" s=\"1\"/></x:row></x:sheetData></x:worksheet>";
    auto const book = read_xlsx(one_sheet(sheet, shared), "a.xlsx");
    ASSERT_TRUE(book) << book.error().code;
    auto const& rows = book->sheets[0].rows;
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_THAT(rows[0].cells, ElementsAre(" 大 门", "", "路灯 & 座椅"));
    EXPECT_THAT(rows[1].cells, ElementsAre("内联", "13800000000", "0.1"));
}

TEST(XlsxReader, a_wrong_cell_is_named_by_sheet_row_and_column_letter)
{
    auto const refused = read_xlsx(
        one_sheet(
            "<worksheet><sheetData><row r=\"3\"><c r=\"AB3\" t=\"e\"><v>#N/A</v></c></row></sheetData></worksheet>"),
        "a.xlsx");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "base.xlsx_cell_error");
    EXPECT_EQ(refused.error().fields[0].pointer, "登记!AB3");
    EXPECT_EQ(
        code_of(read_xlsx(
            one_sheet(
                "<worksheet><sheetData><row r=\"3\"><c r=\"A3\" t=\"s\"><v>5</v></c></row></sheetData></worksheet>"),
            "a.xlsx")),
        "base.xlsx_cell_wrong");
}

TEST(XlsxReader, hostile_files_are_refused) // S-5
{
    auto const cells = [](std::size_t rows, std::size_t columns) {
        std::string xml = "<worksheet><sheetData>";
        for (std::size_t r = 0; r < rows; ++r) {
            xml += "<row>";
            for (std::size_t c = 0; c < columns; ++c) xml += "<c><v>1</v></c>";
            xml += "</row>";
        }
        return xml + "</sheetData></worksheet>";
    };
    auto const empty = std::string{"<worksheet/>"};
    EXPECT_EQ(code_of(read_xlsx("not a zip", "a.xlsx")), "base.xlsx_not_a_workbook");
    EXPECT_EQ(code_of(read_xlsx(package({{"a.txt", "no workbook"}}), "a.xlsx")), "base.xlsx_not_a_workbook");
    EXPECT_EQ(code_of(read_xlsx(one_sheet("<!DOCTYPE worksheet [<!ENTITY a \"aa\">]><worksheet/>"), "a.xlsx")),
              "base.xlsx_hostile");
    EXPECT_EQ(code_of(read_xlsx(one_sheet(empty, "<sst/>", {{"../evil", "x"}}), "a.xlsx")), "base.xlsx_hostile");
    EXPECT_EQ(code_of(read_xlsx(one_sheet(empty, "<sst/>", {{"inner.zip", "x"}}), "a.xlsx")), "base.xlsx_hostile");
    EXPECT_EQ(code_of(read_xlsx(one_sheet("<worksheet>" + std::string(4'000'000, ' ') + "</worksheet>"), "a.xlsx")),
              "base.xlsx_hostile"); // ratio
    XlsxLimits limits{
        .entries = 5, .inflated_bytes = 100'000, .rows = 10, .columns = 5, .cells = 40, .shared_strings = 2};
    EXPECT_EQ(code_of(read_xlsx(one_sheet(cells(10, 4)), "a.xlsx", limits)), "read");
    EXPECT_EQ(code_of(read_xlsx(one_sheet(cells(11, 1)), "a.xlsx", limits)), "base.xlsx_too_large");
    EXPECT_EQ(code_of(read_xlsx(one_sheet(cells(1, 5)), "a.xlsx", limits)), "read");
    EXPECT_EQ(code_of(read_xlsx(one_sheet(cells(1, 6)), "a.xlsx", limits)), "base.xlsx_too_large");
    EXPECT_EQ(code_of(read_xlsx(one_sheet(cells(9, 5)), "a.xlsx", limits)), "base.xlsx_too_large"); // 45 cells
    EXPECT_EQ(code_of(read_xlsx(one_sheet(empty, "<sst><si/><si/><si/></sst>"), "a.xlsx", limits)),
              "base.xlsx_too_large");
    EXPECT_EQ(code_of(read_xlsx(one_sheet(empty + std::string(100'000, ' ')), "a.xlsx", limits)),
              "base.xlsx_too_large");
    EXPECT_EQ(code_of(read_xlsx(one_sheet(empty, "<sst/>", {{"a", ""}, {"b", ""}}), "a.xlsx", limits)),
              "base.xlsx_too_large");
}

TEST(XlsxReader, a_table_needs_a_header_with_each_name_once)
{
    auto const refused = [](std::vector<CsvRow> rows) { return table_of({"登记", std::move(rows)}).error(); };
    EXPECT_EQ(refused({}).code, "base.xlsx_no_header");
    EXPECT_EQ(refused({{1, {"door", "door"}}}).code, "base.xlsx_header_twice");
    EXPECT_EQ(refused({{1, {"door"}}, {2, {"301", "stray"}}}).facts.at("column"), "B");
}

TEST(XlsxReader, column_letters_count_like_a_spreadsheet)
{
    EXPECT_EQ(column_letters(0), "A");
    EXPECT_EQ(column_letters(25), "Z");
    EXPECT_EQ(column_letters(26), "AA");
    EXPECT_EQ(column_letters(701), "ZZ");
    EXPECT_EQ(column_letters(702), "AAA");
}

} // namespace
} // namespace lilong
