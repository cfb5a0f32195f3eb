#include "analysis/analyse_command.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>
#include <unistd.h>

namespace lilong::analysis
{
namespace
{

using testing::HasSubstr;
using testing::StartsWith;

constexpr auto kHeader = "variable,by,n,population,estimate,se,lower,upper,df,deff,interval,flag\n";

struct Outcome {
    int code = 0;
    std::string out, err;
};

class AnalyseCommand : public testing::Test
{
protected:
    void SetUp() override
    {
        folder_ = std::filesystem::temp_directory_path() / ("lilong-analyse-" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string file(std::string const& name, std::string const& text)
    {
        auto const path = (folder_ / name).string();
        std::ofstream{path, std::ios::binary} << text;
        return path;
    }

    Outcome run(std::string const& csv, std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), file("answers.csv", csv));
        return run_words(std::move(arguments));
    }

    static Outcome run_words(std::vector<std::string> const& arguments)
    {
        std::ostringstream out, err;
        auto const code = analyse(arguments, out, err);
        return {code, out.str(), err.str()};
    }

    std::filesystem::path folder_;
};

// N = 10, n = 5, x = 2
constexpr auto kCommittee = "gate,committee,households\n1,A,10\n1,A,10\n0,A,10\n0,A,10\n0,A,10\n";

TEST_F(AnalyseCommand, a_committee_is_counted_exactly_and_printed_with_15_digits)
{
    auto const result = run(
        kCommittee, {"--variable", "gate", "--population", "households", "--stratum", "committee", "--format", "csv"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(result.out,
              std::string{kHeader} + "gate,,5,10,0.4,0.173205080756888,0.2,0.7,4,1,hypergeometric,insufficient\n");
}

TEST_F(AnalyseCommand, json_has_numbers_as_numbers_and_undefined_ones_as_null)
{
    auto const result = run("gate\n1\n0\n", {"--variable", "gate", "--format", "json"});
    EXPECT_THAT(result.out,
                HasSubstr(R"("variable": "gate", "by": "", "n": 2, "population": 2, "estimate": 0.5, "se": 0.5)"));
    EXPECT_THAT(result.out, HasSubstr(R"("deff": null, "interval": "wilson", "flag": "insufficient")"));
}

TEST_F(AnalyseCommand, the_table_says_how_the_numbers_came_about_in_both_languages)
{
    auto const zh = run(kCommittee, {"--variable", "gate", "--population", "households"});
    EXPECT_THAT(zh.out, HasSubstr("已作有限总体校正"));
    auto const en = run(kCommittee, {"--variable", "gate", "--lang", "en"});
    EXPECT_THAT(en.out, HasSubstr("Without finite population correction"));
}

TEST_F(AnalyseCommand, residents_of_one_household_answer_together)
{
    auto const result = run("household,yes,N\n1,1,6\n1,0,6\n2,1,6\n3,0,6\n",
                            {"--variable", "yes", "--psu", "household", "--population", "N", "--format", "csv"});
    EXPECT_THAT(result.out, HasSubstr("yes,,4,8,0.5,0.153093108923949,"));
    auto const total =
        run("household,yes,N\n1,1,6\n1,0,6\n2,1,6\n3,0,6\n", {"--variable", "yes", "--psu", "household", "--population",
                                                              "N", "--estimator", "total", "--format", "csv"});
    EXPECT_THAT(total.out, HasSubstr("yes,,4,8,4,"));
}

TEST_F(AnalyseCommand, a_lonely_household_is_bad_data_unless_a_rule_is_chosen)
{
    auto const csv = "y,s,w\n1,A,2\n3,A,2\n5,B,4\n";
    std::vector<std::string> const words{"--variable", "y",           "--stratum", "s",        "--weight",
                                         "w",          "--estimator", "total",     "--format", "csv"};
    auto with = [&](std::string rule) {
        auto all = words;
        all.insert(all.end(), {"--lonely-psu", rule});
        return run(csv, all);
    };
    auto const refused = run(csv, words);
    EXPECT_EQ(refused.code, 3);
    EXPECT_THAT(refused.err, HasSubstr("answers.csv:1:s: "));
    EXPECT_THAT(refused.err, HasSubstr("“B”"));
    EXPECT_THAT(with("adjust").out, HasSubstr("y,,3,8,28,11.3920"));
    EXPECT_THAT(with("adjust").out, HasSubstr("insufficient;lonely-psu"));
    EXPECT_THAT(with("certainty").out, HasSubstr("y,,3,8,28,4,"));
}

TEST_F(AnalyseCommand, the_median_of_ten_answers_lies_between_two_and_five)
{
    auto const result =
        run("q\n1\n2\n2\n3\n3\n3\n4\n4\n5\n5\n", {"--variable", "q", "--estimator", "quantile", "--format", "csv"});
    EXPECT_THAT(result.out, HasSubstr("q@0.5,,10,10,3,0.66308"));
    EXPECT_THAT(result.out, HasSubstr(",2,5,9,,woodruff,insufficient\n"));
}

TEST_F(AnalyseCommand, two_rounds_give_both_shares_and_their_difference)
{
    auto const csv = "year,door,gate,N\n2024,1,1,6\n2024,2,0,6\n2024,3,1,6\n2025,2,0,6\n2025,3,1,6\n2025,4,1,6\n";
    auto const result = run(csv, {"--variable", "gate", "--population", "N", "--wave", "year", "--waves", "2024,2025",
                                  "--household", "door", "--format", "csv"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("gate,year=2024,3,6,0.666666666666667,"));
    EXPECT_THAT(result.out, HasSubstr("gate,year=2025,3,6,0.666666666666667,"));
    EXPECT_THAT(result.out, HasSubstr("gate,year=2025-2024,6,6,0,0.235702260395516,"));
}

TEST_F(AnalyseCommand, levels_domains_and_missing_codes)
{
    auto const csv = "\xEF\xBB\xBFq,group\n10,b\n9,b\n2,a\n,a\nNA,a\n99,\n2,\n";
    auto const result = run(csv, {"--variable", "q", "--by", "group", "--missing", "99", "--format", "csv"});
    EXPECT_THAT(result.out, StartsWith(std::string{kHeader} + "q=2,group=a,1,1,1,"));
    EXPECT_THAT(result.out, HasSubstr("q=2,group=b,2,2,0,"));
    EXPECT_LT(result.out.find("q=9,group=b"), result.out.find("q=10,group=b")); // by number
    EXPECT_THAT(result.out, testing::Not(HasSubstr("q=99")));
    auto const chosen = run(csv, {"--variable", "q", "--value", "2.0", "--missing", "99", "--format", "csv"});
    EXPECT_THAT(chosen.out, HasSubstr("q,,4,4,0.5,"));
}

TEST_F(AnalyseCommand, rows_with_weight_zero_only_count_as_answering_households)
{
    auto const result = run("y,w\n1,1\n0,1\n1,0\n", {"--variable", "y", "--weight", "w", "--format", "csv"});
    EXPECT_THAT(result.out, HasSubstr("y,,2,2,0.5,0.433012701892219,")); // sqrt(3/2 * .5)/2: n_h = 3
}

TEST_F(AnalyseCommand, more_answers_than_households_are_flagged)
{
    auto const result = run("y,N\n1,2\n0,2\n1,2\n", {"--variable", "y", "--population", "N", "--format", "csv"});
    EXPECT_THAT(result.out, HasSubstr(",coverage>100%\n"));
}

TEST_F(AnalyseCommand, an_empty_group_is_printed_without_numbers)
{
    auto const result = run("y,g\n1,a\n0,a\n,b\n", {"--variable", "y", "--by", "g", "--format", "csv"});
    EXPECT_THAT(result.out, HasSubstr("y,g=b,0,0,,,,,,,wilson,insufficient\n"));
}

// SRS of 4 of 12: a answers 1, 0 and b answers 1, 1; the register counts 3 and 9.
TEST_F(AnalyseCommand, totals_from_the_register_correct_the_weights)
{
    auto const totals = file("totals.csv", "stair,total\na,3\nb,9\n");
    auto const csv = "y,stair,N\n1,a,12\n0,a,12\n1,b,12\n1,b,12\n";
    for (auto words : {std::vector<std::string>{"--post-stratify", "stair=" + totals}, {"--rake", totals}}) {
        words.insert(words.end(), {"--variable", "y", "--population", "N", "--estimator", "mean", "--format", "csv"});
        auto const result = run(csv, words);
        EXPECT_EQ(result.code, 0) << result.err;
        EXPECT_THAT(result.out, HasSubstr("y,,4,12,0.875,0.0833333333333333,"));
    }
}

TEST_F(AnalyseCommand, totals_that_do_not_fit_the_data_are_bad_data)
{
    auto const csv = "y,stair,age\n1,a,old\n0,a,old\n1,b,young\n1,b,old\n";
    auto const rake = [&](std::string const& totals) {
        return run(csv, {"--variable", "y", "--rake", file("totals.csv", totals)});
    };
    std::vector<std::pair<std::string, std::string>> const cases{
        {"stair,total\na,3\n", "answers.csv:4:stair: "},      {"stair,total\na,3\nb,9\nc,1\n", "totals.csv:4:stair: "},
        {"stair,total\na,3\na,9\n", "totals.csv:3:stair: "},  {"stair,total\na,3\nb,-9\n", "totals.csv:3:total: "},
        {"stair,total,note\na,3,\n", "totals.csv:1:stair: "}, {"floor,total\na,3\n", "answers.csv:1:floor: "}};
    for (auto const& [totals, place] : cases) {
        auto const result = rake(totals);
        EXPECT_EQ(result.code, 3) << totals;
        EXPECT_THAT(result.err, HasSubstr(place));
    }
    auto const stairs = file("stairs.csv", "stair,total\na,3\nb,9\n");
    auto const ages = file("ages.csv", "age,total\nold,5\nyoung,5\n");
    auto const differ = run(csv, {"--variable", "y", "--rake", stairs + "," + ages});
    EXPECT_EQ(differ.code, 3);
    EXPECT_THAT(differ.err, HasSubstr("“stair”和“age”"));
}

TEST_F(AnalyseCommand, a_table_is_tested_with_five_rows)
{
    std::string csv = "r,c\n";
    for (auto const& [line, times] : {std::pair{"a,x\n", 4}, {"a,y\n", 2}, {"b,x\n", 1}, {"b,y\n", 5}})
        for (int i = 0; i < times; ++i) csv += line;
    auto const result = run(csv, {"--chisq", "r,c", "--format", "csv"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("chisq:r*c:pearson,,12,12,3.08571428571429,,,,,,,\n"));
    EXPECT_THAT(result.out, HasSubstr("chisq:r*c:F,,12,12,2.82857142857143,,,,11,,,\n"));
    EXPECT_THAT(result.out, HasSubstr("chisq:r*c:df1,,12,12,1,"));
    EXPECT_THAT(result.out, HasSubstr("chisq:r*c:df2,,12,12,11,"));
}

struct Bad {
    std::string csv;
    std::vector<std::string> words;
    std::string place;
};

TEST_F(AnalyseCommand, bad_data_is_refused_with_file_row_and_column)
{
    std::vector<Bad> const cases{
        {"y\n1\n", {"--variable", "gate"}, "answers.csv:1:gate: "},
        {"y\n1\nx\n", {"--variable", "y", "--estimator", "mean"}, "answers.csv:3:y: "},
        {"y,w\n1,1\n0,-1\n", {"--variable", "y", "--weight", "w"}, "answers.csv:3:w: "},
        {"y,w\n1,\n0,1\n", {"--variable", "y", "--weight", "w"}, "answers.csv:2:w: "},
        {"y,w\n1,heavy\n0,1\n", {"--variable", "y", "--weight", "w"}, "answers.csv:2:w: "},
        {"y,s\n1,A\n0,NA\n", {"--variable", "y", "--stratum", "s"}, "answers.csv:3:s: "},
        {"y,p\n1,\n0,1\n", {"--variable", "y", "--psu", "p"}, "answers.csv:2:p: "},
        {"y,N\n1,5\n0,6\n", {"--variable", "y", "--population", "N"}, "answers.csv:3:N: "},
        {"y,N\n1,0\n0,0\n", {"--variable", "y", "--population", "N"}, "answers.csv:2:N: "},
        {"y,N\n1,\n0,5\n", {"--variable", "y", "--population", "N"}, "answers.csv:2:N: "},
        {"y\n1\n0\n", {"--variable", "y", "--interval", "hypergeometric"}, "answers.csv:1:y: "},
        {"y\n", {"--variable", "y"}, "answers.csv:1:y: "},
        {"y,t,d\n1,1,a\n0,1,b\n",
         {"--variable", "y", "--wave", "t", "--waves", "1,2", "--household", "d"},
         "answers.csv:1:t: "},
        {"y,t,d\n1,1,a\n0,2,\n",
         {"--variable", "y", "--wave", "t", "--waves", "1,2", "--household", "d"},
         "answers.csv:3:d: "},
        {"y,t,d\n1,1,a\n0,2,a\n1,2,b\n0,2,a\n",
         {"--variable", "y", "--wave", "t", "--waves", "1,2", "--household", "d"},
         "answers.csv:5:d: "},
        {"y,x\n\"1,2\n", {"--variable", "y"}, "answers.csv:2: "},
    };
    for (auto const& bad : cases) {
        auto const result = run(bad.csv, bad.words);
        EXPECT_EQ(result.code, 3) << bad.csv;
        EXPECT_THAT(result.err, HasSubstr(bad.place)) << bad.csv;
        EXPECT_EQ(result.out, "");
        auto english = bad.words;
        english.insert(english.end(), {"--lang", "en"});
        EXPECT_NE(run(bad.csv, english).err, result.err);
    }
    EXPECT_EQ(run_words({(folder_ / "nothing.csv").string(), "--variable", "y"}).code, 3);
}

TEST_F(AnalyseCommand, a_wrong_or_contradictory_option_is_a_usage_error)
{
    std::vector<std::vector<std::string>> const cases{
        {},
        {"--variable", "y", "--estimator", "median"},
        {"--variable", "y", "--lonely-psu", "ignore"},
        {"--variable", "y", "--interval", "exact"},
        {"--variable", "y", "--format", "xml"},
        {"--variable", "y", "--level", "95"},
        {"--variable", "y", "--probs", "0.5"},
        {"--variable", "y", "--estimator", "quantile", "--probs", "5"},
        {"--variable", "y", "--estimator", "ratio"},
        {"--variable", "y", "--denominator", "x"},
        {"--variable", "y", "--estimator", "mean", "--interval", "wilson"},
        {"--variable", "y", "--estimator", "quantile", "--value", "1"},
        {"--chisq", "a,b", "--by", "g"},
        {"--chisq", "a"},
        {"--variable", "y", "--wave", "t"},
        {"--variable", "y", "--waves", "1,2"},
        {"--variable", "y", "--wave", "t", "--waves", "1,2", "--household", "h", "--psu", "p"},
        {"--variable", "y", "--wave", "t", "--waves", "1,2", "--household", "h", "--estimator", "quantile"},
        {"--variable", "y", "--wave", "t", "--waves", "1,2", "--household", "h", "--rake", "m.csv"},
        {"--variable", "y", "--post-stratify", "g=m.csv", "--rake", "m.csv"},
        {"--variable", "y", "--post-stratify", "g"},
        {"--variable", "y", "--no-such-option", "1"},
        {"--variable", "y", "second.csv"},
    };
    for (auto const& words : cases) {
        auto const result = run("y,x,g,t,h,p\n1,1,1,1,1,1\n0,1,1,2,1,1\n", words);
        EXPECT_EQ(result.code, 2) << testing::PrintToString(words);
        EXPECT_THAT(result.err, StartsWith("lilong analyse: "));
    }
    EXPECT_EQ(run_words({"--variable", "y"}).code, 2);
}

TEST_F(AnalyseCommand, help_shows_examples_in_both_languages)
{
    auto const zh = run_words({"--help"}), en = run_words({"--help", "--lang", "en"});
    EXPECT_EQ(zh.code, 0);
    EXPECT_THAT(zh.out, HasSubstr("示例"));
    EXPECT_THAT(en.out, HasSubstr("Examples"));
    for (auto const* option : {"--variable", "--missing", "--chisq", "--post-stratify", "--rake", "--waves"}) {
        EXPECT_THAT(zh.out, HasSubstr(option));
        EXPECT_THAT(en.out, HasSubstr(option));
    }
}

// A real residents' survey, where it lies beside the project; R survey 4.1-1 printed the expected numbers.
TEST_F(AnalyseCommand, a_real_survey_agrees_with_r_survey)
{
    auto const path = std::filesystem::path{LILONG_SOURCE_DIR} /
                      "../shared/conformance/surveys/kansas_city_resident_survey_fy2022_q1.csv";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "skipped: conformance data not present";
    auto const result = run_words({path.string(), "--variable", "q1_01,q1_02,q2_01", "--by", "counci", "--estimator",
                                   "mean", "--missing", "9", "--format", "csv"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("\nq1_01,counci=1,157,157,3.8343949044586,0.0731297510932429,3.68994262068265,3."
                                      "97884718823454,156,,wald,\n"));
    EXPECT_THAT(result.out, HasSubstr("\nq1_02,counci=4,143,143,3.35664335664336,0.0940777507285146,3.17066942474698,3."
                                      "54261728853974,142,,wald,\n"));
    EXPECT_THAT(result.out, HasSubstr("\nq2_01,counci=6,212,212,3.24056603773585,0.0704311716994185,3.10172713639798,3."
                                      "37940493907372,211,,wald,\n"));
}

} // namespace
} // namespace lilong::analysis
