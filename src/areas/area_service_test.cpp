#include "areas/area_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lilong::areas
{
namespace
{

using testing::ElementsAre;

constexpr char const* kList = "code,parent_code,kind,zh,en,estate_type,build_year,occupied_households,lon,lat\n"
                              "B1,E1,building,1号楼,Building 1,,,,,\n" // before its estate: order does not matter
                              "990101,,district,晴川区,Qingchuan District,,,,121.4,31.2\n"
                              "990101002,990101,sub_district,柳岸街道,Liu'an Sub-district,,,,,\n"
                              "990101002001,990101002,neighbourhood,北苑居民区,Beiyuan,,,,,\n"
                              "990101002002,990101002,neighbourhood,南园居民区,Nanyuan,,,900,,\n"
                              "E1,990101002001,estate,北岸佳园,Bei'an Jiayuan,commodity,2005,520,,\n"
                              "E2,990101002001,estate,南泾苑,Nanjing Yuan,sold_public,1986,895,,\n";

class AreaServiceTest : public testing::Test
{
protected:
    Result<AreaImportCount> import(std::string const& csv)
    {
        auto const table = parse_csv(csv, "areas.csv");
        return service.import_areas(system_actor(), table.value());
    }
    AreaId id(char const* code) { return tree.by_code(code).value().id; }

    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    TestClock clock{Instant::parse("2026-03-02T01:00:00.000Z").value()};
    SeededRng rng{7};
    access::AuditTrail audit{clock};
    AreaTree tree{*database};
    AreaService service{*database, audit, tree, clock, rng};
};

std::vector<std::string> codes(std::vector<Area> const& areas)
{
    std::vector<std::string> out;
    for (auto const& area : areas) out.push_back(area.code);
    return out;
}

TEST_F(AreaServiceTest, an_imported_list_becomes_a_tree)
{
    ASSERT_TRUE(import(kList));
    EXPECT_THAT(codes(tree.roots()), ElementsAre("990101"));
    EXPECT_THAT(codes(tree.path(id("E1"))), ElementsAre("990101", "990101002", "990101002001", "E1"));
    EXPECT_THAT(codes(tree.children(id("990101002001"))), ElementsAre("E1", "E2"));
    EXPECT_THAT(codes(tree.below(id("990101"), AreaKind::neighbourhood)), ElementsAre("990101002001", "990101002002"));
    EXPECT_EQ(tree.ancestor(id("B1"), AreaKind::neighbourhood), id("990101002001"));
    EXPECT_EQ(tree.ancestor(id("990101"), AreaKind::estate), std::nullopt);
    EXPECT_EQ(tree.find(id("E1"))->build_year, 2005);
}

TEST_F(AreaServiceTest, a_grant_reaches_down_and_never_up_or_aside)
{
    ASSERT_TRUE(import(kList));
    EXPECT_TRUE(tree.reaches(id("990101002001"), id("B1")));
    EXPECT_TRUE(tree.reaches(id("E1"), id("E1")));
    EXPECT_FALSE(tree.reaches(id("E1"), id("990101002001")));
    EXPECT_FALSE(tree.reaches(id("990101002002"), id("E1")));
}

TEST_F(AreaServiceTest, households_sum_upward_where_no_number_is_given)
{
    ASSERT_TRUE(import(kList));
    EXPECT_EQ(tree.find(id("990101002001"))->occupied_households, 1415);
    EXPECT_EQ(tree.find(id("990101"))->occupied_households, 2315);
}

TEST_F(AreaServiceTest, the_closure_holds_every_ancestor_with_its_depth)
{
    constexpr storage::Sql kDepth{"test.depth",
                                  "select depth from area_closure where ancestor_id = $1 and descendant_id = $2"};
    ASSERT_TRUE(import(kList));
    auto const depth = [&](char const* above, char const* below) {
        return database->read([&](storage::Connection& c) { return c.scalar<int>(kDepth, id(above), id(below)); });
    };
    EXPECT_EQ(depth("990101", "B1"), 4);
    EXPECT_EQ(depth("B1", "B1"), 0);
    EXPECT_EQ(depth("990101002002", "B1"), std::nullopt);
}

TEST_F(AreaServiceTest, the_same_list_again_changes_nothing)
{
    ASSERT_EQ(import(kList).value().added, 7U);
    auto const before = id("E1");
    auto const again = import(kList).value();
    EXPECT_EQ(again.unchanged, 7U);
    EXPECT_EQ(again.added + again.changed, 0U);
    EXPECT_EQ(id("E1"), before);
}

TEST_F(AreaServiceTest, a_new_number_of_households_keeps_the_id)
{
    ASSERT_TRUE(import(kList));
    auto const before = id("990101002002");
    auto const count = import("code,parent_code,kind,zh,en,occupied_households\n990101002002,990101002,neighbourhood,"
                              "南园居民区,Nanyuan,950\n")
                           .value();
    EXPECT_EQ(count.changed, 1U);
    EXPECT_EQ(id("990101002002"), before);
    EXPECT_EQ(tree.find(before)->occupied_households, 950);
}

TEST_F(AreaServiceTest, all_faults_are_named_at_once_with_row_and_column_and_nothing_is_imported)
{
    auto const refused = import("code,parent_code,kind,zh,en,estate_type,build_year,occupied_households,lon,lat\n"
                                "D1,,district,甲区,,,,,,\n"
                                "S1,D9,sub_district,乙街道,Yi,,,,,\n"
                                "N1,D1,neighbourhood,丙居民区,Bing,,,many,,\n"
                                "D1,,village,丁区,Ding,castle,2005,,200,31\n");
    ASSERT_FALSE(refused);
    std::vector<std::string> faults;
    for (auto const& field : refused.error().fields) faults.push_back(field.pointer + " " + field.code);
    EXPECT_THAT(faults, testing::UnorderedElementsAre("2:en areas.cell_empty", "3:parent_code areas.parent_unknown",
                                                      "4:occupied_households areas.cell_not_a_whole_number",
                                                      "4:parent_code areas.parent_of_wrong_kind",
                                                      "5:kind areas.word_unknown", "5:estate_type areas.word_unknown",
                                                      "5:lon areas.cell_not_a_number", "5:code areas.key_twice"));
    EXPECT_TRUE(tree.roots().empty());
}

TEST_F(AreaServiceTest, an_area_is_not_moved_by_an_import)
{
    ASSERT_TRUE(import(kList));
    auto const refused = import("code,parent_code,kind,zh,en\nE1,990101002002,estate,北岸佳园,Bei'an Jiayuan\n");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.front().code, "areas.parent_changed");
}

} // namespace
} // namespace lilong::areas
