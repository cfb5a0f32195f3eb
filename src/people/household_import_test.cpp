#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "areas/import_routes.h"
#include "areas/test_district_test.h"
#include "people/household_importer.h"
#include "people/household_routes.h"
#include "people/permissions.h"
#include "people/register_counts.h"

namespace lilong::people
{
namespace
{

using nlohmann::json;
using testing::ElementsAre;

constexpr char const* kFile = "小区,楼栋,户门,家庭人数,家庭标签,出生年份,性别,个人标签,备注\n"
                              "北岸佳园,1号楼,301,2,纯老,1948,女,,\n"
                              "北岸佳园,1号楼,301,,,1945,男,残疾、独居,\n"
                              "北岸佳园,2号楼,101,3,,,,,新楼\n"
                              "E2,1,102,1,低保,,,,\n";

class HouseholdImportTest : public areas::DistrictTest
{
protected:
    HouseholdImportTest()
    {
        permissions.add(default_grants());
        imports.add(household_importer(tree, clock, rng));
        imports.add(areas::area_importer(tree, clock, rng));
        areas::add_import_routes(router, imports);
        add_household_routes(router, households, *database, tree, taxonomy, clock);
    }
    std::string at(AreaId const& area, std::string const& rest) const { return "/api/v1/areas/" + area.text() + rest; }
    json preview(std::string const& csv)
    {
        auto const answer = post(at(beiyuan(), "/imports/households?file_name=hushu.csv"), secretary, csv, "text/csv");
        EXPECT_EQ(answer.status, 201) << answer.body;
        return json::parse(answer.body);
    }
    http::Answer act(json const& import, std::string const& action, std::string const& body = "{}")
    {
        return post(at(beiyuan(), "/imports/" + import["id"].get<std::string>() + "/actions/" + action), secretary,
                    body);
    }
    RegisterCounts counts()
    {
        return database->read(
            [&](storage::Connection& c) { return register_counts(c, beiyuan(), taxonomy.groups(), clock.today()); });
    }

    std::vector<RoleGrant> secretary{{Role::committee_secretary, beiyuan()}};
    areas::Taxonomy taxonomy = areas::read_reference_data().value();
    areas::ImportService imports{*database, audit, permissions, tree, clock, rng};
    HouseholdService households{*database, audit, tree, clock, rng};
};

TEST_F(HouseholdImportTest, nothing_is_written_before_the_confirmation) // UI-13
{
    auto const import = preview(kFile);
    EXPECT_EQ(import["rows"], 4);
    EXPECT_EQ(import["rows_wrong"], 0);
    EXPECT_EQ(import["ignored_columns"], json::array({"备注"}));
    EXPECT_EQ(import["first_rows"][0]["row"], 2);
    EXPECT_EQ(counts().households, 0);
    ASSERT_EQ(act(import, "confirm").status, 200);
    EXPECT_EQ(counts().households, 3);
    EXPECT_EQ(counts().people, 6);
    EXPECT_EQ(counts().by_estate.at(jiayuan()), 2);
    EXPECT_EQ(counts().by_group.at("elderly"), 1);
    EXPECT_EQ(counts().by_group.at("disabled"), 1);
    EXPECT_EQ(counts().by_group.at("hardship"), 1);
    EXPECT_TRUE(tree.by_code("E1-2号楼")); // a building nobody had listed
}

TEST_F(HouseholdImportTest, the_same_file_again_changes_nothing) // CO-110
{
    ASSERT_EQ(act(preview(kFile), "confirm").status, 200);
    auto const before = database->read([&](storage::Connection& c) { return household_store::all(c, beiyuan()); });
    ASSERT_EQ(act(preview(kFile), "confirm").status, 200);
    auto const after = database->read([&](storage::Connection& c) { return household_store::all(c, beiyuan()); });
    ASSERT_EQ(after.size(), before.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
        EXPECT_EQ(after[i].id, before[i].id);
        EXPECT_EQ(after[i].version, 1);
    }
    EXPECT_EQ(
        database->read([&](storage::Connection& c) { return household_store::all_residents(c, beiyuan()); }).size(),
        2U);
}

TEST_F(HouseholdImportTest, wrong_rows_are_listed_downloaded_and_left_out_only_when_asked) // SC-4
{
    auto const import = preview("estate,building,door,household_size,tags,birth_year\n"
                                "北岸佳园,1号楼,301,2,,\n"
                                "不存在小区,1号楼,302,2,,\n"
                                "北岸佳园,1号楼,303,many,发财,1700\n"
                                "北岸佳园,1号楼,301,4,,\n");
    std::vector<std::string> faults;
    for (auto const& error : import["errors"])
        faults.push_back(std::to_string(error["row"].get<int>()) + " " + error["column"].get<std::string>() + " " +
                         error["code"].get<std::string>());
    EXPECT_THAT(faults, ElementsAre("3 estate people.estate_unknown", "4 household_size areas.cell_not_a_whole_number",
                                    "4 tags people.tag_unknown", "4 birth_year areas.cell_not_a_whole_number",
                                    "5 household_size people.household_rows_differ"));
    auto const refused = act(import, "confirm");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(json::parse(refused.body)["code"], "areas.import_has_wrong_rows");
    EXPECT_EQ(counts().households, 0);

    auto const csv = get(at(beiyuan(), "/imports/" + import["id"].get<std::string>() + "/errors.csv"), secretary).body;
    EXPECT_THAT(csv, testing::HasSubstr("不存在小区,1号楼,302,2,,,"));
    EXPECT_THAT(csv, testing::Not(testing::HasSubstr("301,2")));

    ASSERT_EQ(act(import, "confirm", R"({"skip_wrong_rows": true})").status, 200);
    EXPECT_EQ(counts().households, 1);
}

TEST_F(HouseholdImportTest, an_import_is_undone_within_a_day_and_puts_back_what_it_changed)
{
    ASSERT_EQ(act(preview("estate,building,door,household_size\nE1,1号楼,301,2\n"), "confirm").status, 200);
    auto const second = preview("estate,building,door,household_size\nE1,1号楼,301,5\nE1,1号楼,302,1\n");
    ASSERT_EQ(act(second, "confirm").status, 200);
    EXPECT_EQ(counts().people, 6);
    clock.advance(std::chrono::hours{23});
    auto const undone = act(second, "undo");
    ASSERT_EQ(undone.status, 200) << undone.body;
    EXPECT_EQ(json::parse(undone.body)["state"], "undone");
    EXPECT_EQ(counts().households, 1);
    EXPECT_EQ(counts().people, 2);
    EXPECT_EQ(act(second, "undo").status, 409);
}

TEST_F(HouseholdImportTest, after_a_day_or_once_a_household_was_used_there_is_no_way_back)
{
    auto const import = preview(kFile);
    ASSERT_EQ(act(import, "confirm").status, 200);
    auto const household =
        database->read([&](storage::Connection& c) { return household_store::all(c, beiyuan()); }).front().id.text();
    ASSERT_EQ(send(http::Method::put, at(beiyuan(), "/households/" + household + "/contact"), secretary,
                   R"({"name":"孙阿姨","channel":"door"})")
                  .status,
              204);
    EXPECT_EQ(json::parse(act(import, "undo").body)["code"], "people.import_in_use");
    clock.advance(std::chrono::hours{25});
    EXPECT_EQ(json::parse(act(import, "undo").body)["code"], "areas.import_too_late_to_undo");
}

TEST_F(HouseholdImportTest, gb18030_files_are_read_and_unknown_bytes_refused)
{
    // 小区,楼栋,户门,家庭人数 ⏎ 北岸佳园,1号楼,301,2 in GB 18030
    std::string const gb =
        "\xD0\xA1\xC7\xF8,\xC2\xA5\xB6\xB0,\xBB\xA7\xC3\xC5,"
        "\xBC\xD2\xCD\xA5\xC8\xCB\xCA\xFD\n\xB1\xB1\xB0\xB6\xBC\xD1\xD4\xB0,1\xBA\xC5\xC2\xA5,301,2\n";
    EXPECT_EQ(preview(gb)["rows_wrong"], 0);
    EXPECT_EQ(post(at(beiyuan(), "/imports/households"), secretary, "estate\n\xFF\xFF\n", "text/csv").status, 400);
}

TEST_F(HouseholdImportTest, a_missing_column_is_said_and_cannot_be_skipped)
{
    auto const import = preview("estate,door\nE1,301\n");
    EXPECT_EQ(import["errors"].size(), 2U);
    EXPECT_EQ(act(import, "confirm", R"({"skip_wrong_rows": true})").status, 409);
}

TEST_F(HouseholdImportTest, only_the_committee_imports_and_sees_households_and_higher_levels_see_counts)
{
    auto const import = preview(kFile);
    ASSERT_EQ(act(import, "confirm").status, 200);
    auto const list = at(beiyuan(), "/households"), register_counts = at(beiyuan(), "/register-counts");
    std::vector<RoleGrant> const dispatcher{{Role::district_dispatcher, qingchuan()}},
        administrator{{Role::system_administrator, qingchuan()}}, collector{{Role::collector, beiyuan()}};
    EXPECT_EQ(get(list, secretary).status, 200);
    EXPECT_EQ(get(list, collector).status, 403);
    EXPECT_EQ(get(list, dispatcher).status, 403);
    EXPECT_EQ(get(list, administrator).status, 403);
    EXPECT_EQ(get(list, {{Role::committee_secretary, nanyuan()}}).status, 404);
    EXPECT_EQ(get(register_counts, dispatcher).status, 200);
    EXPECT_EQ(get(register_counts, collector).status, 403);
    EXPECT_EQ(post(at(beiyuan(), "/imports/households"), administrator, kFile, "text/csv").status, 403);
    EXPECT_TRUE(json::parse(get(at(beiyuan(), "/imports"), administrator).body)["items"].empty());
    EXPECT_EQ(json::parse(get(at(beiyuan(), "/imports"), secretary).body)["items"].size(), 1U);
    auto const above = json::parse(get(at(qingchuan(), "/register-counts"), dispatcher).body);
    EXPECT_EQ(above["households"], 3);
    EXPECT_FALSE(above.contains("buildings"));
}

TEST_F(HouseholdImportTest, households_are_listed_added_moved_and_their_contact_needs_a_reason)
{
    auto const added = post(at(beiyuan(), "/households"), secretary,
                            R"({"building":")" + building_1().text() + R"(","door":"501","size":2,"tags":["低保"]})");
    ASSERT_EQ(added.status, 201) << added.body;
    auto const household = json::parse(added.body)["id"].get<std::string>();
    auto const record = json::parse(get(at(jiayuan(), "/households/" + household), secretary).body);
    EXPECT_EQ(record["building"]["name"]["zh"], "1号楼");
    EXPECT_EQ(record["tags"], json::array({"minimum_income"}));
    EXPECT_EQ(json::parse(get(at(building_1(), "/households?text=50"), secretary).body)["items"].size(), 1U);
    EXPECT_EQ(json::parse(get(at(id("E2"), "/households"), secretary).body)["items"].size(), 0U);
    EXPECT_EQ(get(at(id("E2"), "/households/" + household), secretary).status, 404);

    auto const contact = at(beiyuan(), "/households/" + household + "/actions/reveal-contact");
    EXPECT_EQ(post(contact, secretary, "{}").status, 400);
    EXPECT_EQ(post(contact, secretary, R"({"reason":"call about the canteen"})").status, 404); // none is kept yet
    ASSERT_EQ(send(http::Method::put, at(beiyuan(), "/households/" + household + "/contact"), secretary,
                   R"({"name":"孙阿姨","phone":"000-1","channel":"phone"})")
                  .status,
              204);
    EXPECT_EQ(json::parse(post(contact, secretary, R"({"reason":"call about the canteen"})").body)["name"], "孙阿姨");

    auto const move = at(beiyuan(), "/households/" + household + "/actions/move-away");
    EXPECT_EQ(post(move, secretary, R"({"date":"2026-03-01"})").status, 200);
    EXPECT_EQ(post(move, secretary, R"({"date":"2026-03-01"})").status, 409);
    EXPECT_EQ(counts().households, 0);
}

TEST_F(HouseholdImportTest, parts_of_the_callers_area_are_imported_and_a_neighbours_are_not_touched)
{
    std::vector<RoleGrant> const administrator{{Role::system_administrator, beiyuan()}};
    auto const answer =
        post(at(beiyuan(), "/imports/areas"), administrator,
             "code,parent_code,kind,zh,en\nB7,E1,building,7号楼,Building 7\nE9,990101002002,estate,外,Outside\n",
             "text/csv");
    auto const import = json::parse(answer.body);
    ASSERT_EQ(import["errors"].size(), 1U) << answer.body;
    EXPECT_EQ(import["errors"][0]["code"], "areas.parent_unknown");
    ASSERT_EQ(post(at(beiyuan(), "/imports/" + import["id"].get<std::string>() + "/actions/confirm"), administrator,
                   R"({"skip_wrong_rows":true})")
                  .status,
              200);
    EXPECT_TRUE(tree.by_code("B7"));
    EXPECT_FALSE(tree.by_code("E9"));
    EXPECT_EQ(post(at(beiyuan(), "/imports/areas"), secretary, "code\n", "text/csv").status, 403);
}

} // namespace
} // namespace lilong::people
