// ST-94 (3): `lilong analyse` against values that the R package survey computed from invented answers
// (tests/reference/NAME.R makes NAME.expected.csv from NAME.csv). Tolerances of ST-95.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <sstream>
#include <unistd.h>

#include "analysis/analyse_command.h"
#include "base/csv.h"
#include "base/text.h"

namespace lilong::analysis
{
namespace
{

std::string const kFolder = std::string{LILONG_SOURCE_DIR} + "/tests/reference/";

using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(CsvTable const& table)
{
    std::vector<Row> rows;
    for (auto const& row : table.rows) {
        Row out;
        for (std::size_t c = 0; c < table.header.size(); ++c) out[table.header[c]] = row.cells[c];
        rows.push_back(std::move(out));
    }
    return rows;
}

std::vector<Row> expected_rows(std::string const& name)
{
    auto bytes = read_file(kFolder + name + ".expected.csv").value();
    bytes.erase(0, bytes.find('\n') + 1); // the head names the package version
    return rows_of(parse_csv(bytes, name).value());
}

// The scripts name files of totals by their bare name.
std::string in_folder(std::string word)
{
    for (auto at = word.find("totals_"); at != std::string::npos; at = word.find("totals_", at + kFolder.size() + 1))
        word.insert(at, kFolder);
    return word;
}

std::vector<Row> analysed(std::string const& path, std::string const& arguments)
{
    std::vector<std::string> words{path, "--format", "csv"};
    for (auto word : split(arguments, ' ')) words.emplace_back(in_folder(std::string{word}));
    std::ostringstream out, err;
    auto const code = analyse(words, out, err);
    EXPECT_EQ(code, 0) << err.str();
    return rows_of(parse_csv(out.str(), "result").value());
}

void expect_close(Row const& expected, Row const& ours, std::string const& column, double tolerance)
{
    auto const& text = expected.at(column);
    if (text.empty()) return; // not computed in R
    auto const theirs = decimal_number(text).value();
    auto const value = decimal_number(ours.at(column));
    ASSERT_TRUE(value) << column << " is empty, expected " << text;
    auto const scale = column == "lower" || column == "upper" ? std::max(1.0, std::abs(theirs)) : std::abs(theirs);
    EXPECT_NEAR(*value, theirs, tolerance * scale + 1e-300) << column;
}

void compare(std::string const& name, std::string const& data, double tolerance = 1e-9)
{
    std::map<std::string, std::vector<Row>> runs;
    int compared = 0;
    for (auto const& expected : expected_rows(name)) {
        auto const& arguments = expected.at("arguments");
        SCOPED_TRACE(arguments + " | " + expected.at("variable") + " | " + expected.at("by"));
        if (!runs.contains(arguments)) runs[arguments] = analysed(kFolder + data + ".csv", arguments);
        auto const& run = runs[arguments];
        auto const allowed = arguments.starts_with("--chisq") ? 1e-8 : tolerance;
        auto const found = std::ranges::find_if(run, [&](Row const& row) {
            return row.at("variable") == expected.at("variable") && row.at("by") == expected.at("by");
        });
        if (found == run.end()) {
            ADD_FAILURE() << "no such row";
            continue;
        }
        EXPECT_EQ(found->at("n"), expected.at("n"));
        EXPECT_EQ(found->at("df"), expected.at("df"));
        EXPECT_EQ(found->at("interval"), expected.at("interval"));
        for (auto const* column : {"population", "estimate", "se", "deff"})
            expect_close(expected, *found, column, allowed);
        for (auto const* column : {"lower", "upper"}) expect_close(expected, *found, column, std::max(allowed, 1e-8));
        ++compared;
    }
    EXPECT_GT(compared, 15);
}

TEST(Reference, several_residents_per_household_agree_with_r_survey) { compare("residents", "residents"); }

TEST(Reference, a_committee_with_one_answering_household_agrees_with_r_survey) { compare("lonely", "lonely"); }

TEST(Reference, two_rounds_with_common_households_agree_with_r_survey_and_the_overlap_formula)
{
    compare("waves", "waves");
}

// ST-95: R stops its iterations at 1e-12, we at 1e-9
TEST(Reference, calibrated_weights_and_the_test_of_a_table_agree_with_r_survey)
{
    compare("calibrated", "residents", 1e-6);
}

// ST-19: imported weights are floating, yet the order of rows moves nothing beyond 1e-12.
TEST(Reference, the_order_of_the_rows_does_not_matter)
{
    auto const bytes = read_file(kFolder + "residents.csv").value();
    auto lines = split(bytes, '\n');
    while (lines.back().empty()) lines.pop_back();
    std::string turned{lines.front()};
    for (auto i = lines.size() - 1; i > 0; --i) turned += "\n" + std::string{lines[i]};
    auto const path = std::filesystem::temp_directory_path() / ("lilong-turned-" + std::to_string(::getpid()) + ".csv");
    std::ofstream{path, std::ios::binary} << turned << '\n';
    for (auto const* estimator : {"proportion", "mean", "total"}) {
        std::string const arguments = std::string{"--variable score --by group --stratum committee --psu household "
                                                  "--weight w --population households --estimator "} +
                                      estimator;
        auto const one = analysed(kFolder + "residents.csv", arguments), other = analysed(path.string(), arguments);
        ASSERT_EQ(one.size(), other.size());
        for (std::size_t r = 0; r < one.size(); ++r)
            for (auto const* column : {"n", "population", "estimate", "se", "lower", "upper", "df", "deff"})
                expect_close(one[r], other[r], column, 1e-12);
    }
    std::filesystem::remove(path);
}

} // namespace
} // namespace lilong::analysis
