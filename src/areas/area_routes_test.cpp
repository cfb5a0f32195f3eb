#include "areas/area_routes.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "areas/taxonomy_routes.h"
#include "areas/test_district_test.h"

namespace lilong::areas
{
namespace
{

using nlohmann::json;

class AreaRoutesTest : public DistrictTest
{
protected:
    AreaRoutesTest()
    {
        add_area_routes(router, tree);
        add_taxonomy_routes(router, taxonomy);
    }
    Taxonomy taxonomy = read_reference_data().value();
};

TEST_F(AreaRoutesTest, somebody_signed_in_sees_the_roots_of_their_own_areas)
{
    auto const answer =
        get("/api/v1/areas", {{Role::committee_secretary, beiyuan()}, {Role::committee_worker, jiayuan()}});
    ASSERT_EQ(answer.status, 200);
    auto const items = json::parse(answer.body)["items"];
    ASSERT_EQ(items.size(), 1U); // the estate lies inside the neighbourhood
    EXPECT_EQ(items[0]["name"]["zh"], "北苑居民区");
    EXPECT_EQ(items[0]["path"].size(), 3U);
    EXPECT_EQ(get("/api/v1/areas", {}).status, 401);
}

TEST_F(AreaRoutesTest, an_area_shows_its_path_and_its_parts)
{
    auto const answer = get("/api/v1/areas/" + beiyuan().text(), {{Role::committee_secretary, beiyuan()}});
    ASSERT_EQ(answer.status, 200);
    auto const area = json::parse(answer.body);
    EXPECT_EQ(area["kind"], "neighbourhood");
    EXPECT_EQ(area["occupied_households"], 1415);
    EXPECT_EQ(area["path"][0]["name"]["en"], "Qingchuan District");
    ASSERT_EQ(area["children"].size(), 2U);
    EXPECT_EQ(area["children"][0]["build_year"], 2005);
    EXPECT_EQ(area["children"][1]["estate_type"], "sold_public");
}

TEST_F(AreaRoutesTest, an_area_outside_ones_own_does_not_exist)
{
    auto const path = "/api/v1/areas/" + beiyuan().text();
    EXPECT_EQ(get(path, {{Role::committee_secretary, nanyuan()}}).status, 404);
    EXPECT_EQ(get(path + "/children", {{Role::committee_secretary, nanyuan()}}).status, 404);
    EXPECT_EQ(get(path + "/children", {{Role::district_dispatcher, qingchuan()}}).status, 200);
}

TEST_F(AreaRoutesTest, the_public_page_has_names_but_no_buildings)
{
    auto const public_page = json::parse(get("/api/v1/public/areas/" + jiayuan().text(), {}).body);
    EXPECT_EQ(public_page["name"]["zh"], "北岸佳园");
    EXPECT_TRUE(public_page["children"].empty());
    EXPECT_FALSE(public_page.contains("occupied_households"));
    EXPECT_EQ(get("/api/v1/public/areas/" + building_1().text(), {}).status, 404);
    EXPECT_EQ(json::parse(get("/api/v1/public/areas", {}).body)["items"].size(), 1U);
}

TEST_F(AreaRoutesTest, everybody_may_read_taxonomy_items_and_groups)
{
    auto const categories = json::parse(get("/api/v1/taxonomy", {}).body)["categories"];
    ASSERT_EQ(categories.size(), 78U);
    EXPECT_EQ(categories[5]["key"], "gate_and_paths");
    EXPECT_EQ(categories[5]["duties"][0]["competent"], "yes");
    EXPECT_EQ(json::parse(get("/api/v1/need-items", {}).body)["items"].size(), 66U);
    EXPECT_EQ(json::parse(get("/api/v1/groups", {}).body)["items"][2]["rule"], "age >= 60");
}

TEST_F(AreaRoutesTest, a_role_in_the_installation_itself_has_a_label_too)
{
    EXPECT_EQ(describe_area(tree, AreaId::random(rng))["kind"], "installation");
}

} // namespace
} // namespace lilong::areas
