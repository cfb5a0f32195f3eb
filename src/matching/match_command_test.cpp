#include "matching/match_command.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>
#include <unistd.h>

#include "base/csv.h"

namespace lilong::matching
{
namespace
{

namespace fs = std::filesystem;

// A folder with files for one test, and the command run in it.
class MatchCommand : public ::testing::Test
{
protected:
    fs::path folder = fs::temp_directory_path() / ("lilong-match-" + std::to_string(::getpid()) + "-" +
                                                   ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::ostringstream out, err;

    MatchCommand() { fs::create_directories(folder); }
    ~MatchCommand() override { fs::remove_all(folder); }

    std::string file(std::string const& name, std::string const& text)
    {
        std::ofstream{folder / name, std::ios::binary} << text;
        return (folder / name).string();
    }
    std::string text_of(std::string const& name) { return read_file((folder / name).string()).value(); }
    void usual_files()
    {
        file("needs.csv", "id,committee,sub_district,category,heads,severity,x,y,window,facts\n"
                          "N-1,beiyuan,liuan,food_market,30,3,0,0,sat 07:00-12:00,\n"
                          "N-2,nanjing,liuan,food_market,20,5,100,0,,age=82\n"
                          "N-3,nanjing,liuan,lighting,4,2,100,0,,\n");
        file("resources.csv",
             "\xEF\xBB\xBFid,category,capacity,radius_m,x,y,window,unit_cost_fen,status,valid_until,eligibility\n"
             "R-1,food_market;daily_shops,25,500,0,0,\"sat,sun 06:00-10:00\",,active,2026-12-31,\n"
             "R-2,shops_and_repairs,10,,,,,300,,,age >= 60\n");
    }
    int run(std::vector<std::string> more = {}, std::string const& lang = "en")
    {
        std::vector<std::string> arguments{"--needs",     (folder / "needs.csv").string(),
                                           "--resources", (folder / "resources.csv").string(),
                                           "--lang",      lang};
        arguments.insert(arguments.end(), more.begin(), more.end());
        out.str(""), err.str("");
        return match(arguments, out, err);
    }
};

TEST_F(MatchCommand, prints_matches_an_empty_line_and_the_unmet_heads)
{
    usual_files();
    ASSERT_EQ(run({"--format", "csv"}), 0) << err.str();
    EXPECT_EQ(out.str(), "need,resource,heads,distance_m,reason\r\n"
                         "N-1,R-1,15,0,only_offer; overlap 180 min\r\n"
                         "N-2,R-1,10,100,cheapest; overlap 240 min\r\n"
                         "N-2,R-2,10,,nearest\r\n"
                         "\r\n"
                         "need,heads,cause,detail\r\n"
                         "N-1,15,capacity,S-1: 50 heads share 35 places: R-1 R-2\r\n"
                         "N-3,4,no_offer,\r\n");
    EXPECT_NE(err.str().find("heads 54  served 35  unmet 19"), std::string::npos) << err.str();
}

TEST_F(MatchCommand, a_file_takes_its_table_off_the_screen)
{
    usual_files();
    ASSERT_EQ(run({"--unmet", (folder / "unmet.csv").string(), "--export-dimacs", (folder / "flow.min").string()}), 0);
    EXPECT_EQ(out.str().find("cause"), std::string::npos);
    EXPECT_NE(text_of("unmet.csv").find("N-3,4,no_offer"), std::string::npos);
    EXPECT_NE(text_of("flow.min").find("p min 6 "), std::string::npos); // sink, three needs, two offers
}

TEST_F(MatchCommand, json_carries_run_matches_unmet_shortages_and_groups)
{
    usual_files();
    ASSERT_EQ(run({"--format", "json"}), 0);
    auto const json = nlohmann::json::parse(out.str());
    EXPECT_EQ(json["run"]["served"], 35);
    EXPECT_EQ(json["matches"].size(), 3U);
    EXPECT_EQ(json["shortages"][0]["heads"], 50);
    EXPECT_EQ(json["groups"].size(), 2U);
    EXPECT_NE(json["unmet"][0]["sentence"]["zh"].get<std::string>().find("名额"), std::string::npos);
}

TEST_F(MatchCommand, explain_prints_the_clauses_of_one_need)
{
    usual_files();
    ASSERT_EQ(run({"--explain", "N-1", "--format", "csv"}), 0);
    EXPECT_NE(out.str().find("R-2,0,,category active,eligible,age >= 60 ?"), std::string::npos) << out.str();
    EXPECT_EQ(run({"--explain", "N-9"}), 2);
}

TEST_F(MatchCommand, every_bad_cell_is_named_with_file_row_and_column_at_once)
{
    usual_files();
    file("needs.csv", "id,committee,sub_district,category,heads,severity,x,y,lon,lat,window,facts\n"
                      "N-1,beiyuan,liuan,food_markt,-1,6,0,0,,,sat 7-9,shoe=42\n"
                      "N-1,beiyuan,liuan,zzz,1,1,,,121,95,,\n"
                      "N-3,,liuan,lighting,1,1,,,,,,\n");
    EXPECT_EQ(run(), 3);
    EXPECT_TRUE(out.str().empty());
    for (auto const* part :
         {"needs.csv:2:category: There is no category \"food_markt\". Did you mean \"food_market\"?",
          "needs.csv:2:heads:", "needs.csv:2:severity:", "needs.csv:2:window:", "needs.csv:2:facts:", "needs.csv:3:id:",
          "needs.csv:3:category:", "needs.csv:3:lon:", "needs.csv:4:committee:", "needs.csv:4:x:"})
        EXPECT_NE(err.str().find(part), std::string::npos) << part << "\n" << err.str();
    EXPECT_EQ(run({}, "zh-CN"), 3);
    EXPECT_NE(err.str().find("没有类别“food_markt”"), std::string::npos);
}

TEST_F(MatchCommand, bad_cells_of_the_resources_are_named_too)
{
    usual_files();
    file("resources.csv", "id,category,capacity,radius_m,x,y,status,valid_until,eligibility\n"
                          "R-1,food_market,x,1.2345,0,0,open,2026-02-30,age > \n"
                          "R-2,food_market,5,100,,,,,\n");
    EXPECT_EQ(run(), 3);
    for (auto const* part :
         {":2:capacity:", ":2:radius_m:", ":2:status:", ":2:valid_until:", ":2:eligibility:", ":3:x:"})
        EXPECT_NE(err.str().find(part), std::string::npos) << part << "\n" << err.str();
}

TEST_F(MatchCommand, a_missing_column_is_named)
{
    usual_files();
    file("needs.csv", "id,committee\nN-1,beiyuan\n");
    EXPECT_EQ(run(), 3);
    EXPECT_NE(err.str().find("no column \"category\""), std::string::npos);
}

TEST_F(MatchCommand, pins_stay_and_pins_that_do_not_fit_are_refused_by_rule)
{
    usual_files();
    file("pins.csv", "need,resource,heads\nN-2,R-1,12\n");
    ASSERT_EQ(run({"--pins", (folder / "pins.csv").string(), "--format", "csv"}), 0);
    EXPECT_NE(out.str().find("N-2,R-1,12,100,cheapest; overlap 240 min; pinned 12"), std::string::npos) << out.str();
    file("pins.csv", "need,resource,heads\nN-2,R-1,21\n");
    EXPECT_EQ(run({"--pins", (folder / "pins.csv").string()}), 4);
    EXPECT_NE(err.str().find("20 heads, but 21 are pinned"), std::string::npos) << err.str();
    file("pins.csv", "need,resource,heads\nN-7,R-1,0\n");
    EXPECT_EQ(run({"--pins", (folder / "pins.csv").string()}), 3);
}

TEST_F(MatchCommand, the_day_decides_expiry)
{
    usual_files();
    ASSERT_EQ(run({"--on", "2027-01-01", "--format", "csv"}), 0);
    EXPECT_NE(out.str().find("N-1,30,ineligible,R-2: age >= 60 ?"), std::string::npos) << out.str();
    EXPECT_EQ(run({"--on", "tomorrow"}), 2);
}

TEST_F(MatchCommand, wrong_use_says_how_to_use_it)
{
    usual_files();
    EXPECT_EQ(run({"--objective", "fair"}), 2);
    EXPECT_NE(err.str().find("not offered"), std::string::npos);
    EXPECT_EQ(run({"--objective", "best"}), 2);
    EXPECT_EQ(run({"--nonsense"}), 2);
    std::ostringstream help, none;
    EXPECT_EQ(match({"--help"}, help, none), 0);
    EXPECT_NE(help.str().find("Example: lilong match"), std::string::npos);
    EXPECT_EQ(match({"--needs", "/nowhere.csv", "--resources", "/nowhere.csv"}, help, none), 3);
}

TEST_F(MatchCommand, free_categories_are_matched_by_equality)
{
    file("needs.csv", "id,committee,sub_district,category,heads,severity,x,y\nN-1,a,b,kites,3,1,0,0\n");
    file("resources.csv", "id,category,capacity\nR-1,kites,9\n");
    EXPECT_EQ(run(), 3);
    ASSERT_EQ(run({"--free-categories", "--format", "csv"}), 0) << err.str();
    EXPECT_NE(out.str().find("N-1,R-1,3,,only_offer"), std::string::npos);
}

TEST_F(MatchCommand, odd_coordinates_and_unknown_columns_are_warned_about)
{
    file("needs.csv",
         "id,committee,sub_district,category,heads,severity,lon,lat,mood\nN-1,a,b,lighting,3,1,31.2,89.5,good\n");
    file("resources.csv", "id,category,capacity,lon,lat\nR-1,lighting,9,31.2,80\n");
    ASSERT_EQ(run(), 0);
    for (auto const* part : {"\"mood\" is not known", "look swapped", "km apart"})
        EXPECT_NE(err.str().find(part), std::string::npos) << part << err.str();
    file("needs.csv", "id,committee,sub_district,category,heads,severity,x,y\nN-1,a,b,lighting,3,1,121.47,31.23\n");
    file("resources.csv", "id,category,capacity,x,y\nR-1,lighting,9,121.48,31.24\n");
    ASSERT_EQ(run(), 0);
    EXPECT_NE(err.str().find("look like degrees"), std::string::npos);
}

TEST_F(MatchCommand, text_that_a_spreadsheet_would_run_is_neutralised)
{
    file("needs.csv", "id,committee,sub_district,category,heads,severity,x,y\n=1+1,a,b,lighting,3,1,0,0\n");
    file("resources.csv", "id,category,capacity\nR-1,lighting,9\n");
    ASSERT_EQ(run({"--format", "csv"}), 0);
    EXPECT_NE(out.str().find("'=1+1,R-1,3"), std::string::npos) << out.str();
}

} // namespace
} // namespace lilong::matching
