#include "areas/setting_routes.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "areas/test_district_test.h"

namespace lilong::areas
{
namespace
{

using nlohmann::json;

class SettingTest : public DistrictTest
{
protected:
    SettingTest() { add_setting_routes(router, settings); }
    http::Answer change(AreaId const& area, char const* key, double value, std::vector<RoleGrant> const& grants)
    {
        return send(http::Method::put, "/api/v1/areas/" + area.text() + "/settings/" + key, grants,
                    json{{"value", value}, {"reason", "tried for a year"}}.dump());
    }
    double here(AreaId const& area, char const* key)
    {
        return database->read([&](storage::Connection& c) { return setting(c, area, key); });
    }
    AreaId liuan() const { return id("990101002"); }
    std::vector<RoleGrant> district{{Role::district_dispatcher, qingchuan()}},
        sub_district{{Role::sub_district_dispatcher, liuan()}};
    SettingService settings{*database, audit, tree, clock};
};

TEST_F(SettingTest, without_a_change_the_default_applies) // LO-95
{
    EXPECT_EQ(here(beiyuan(), "gate.threshold"), 0.30);
    EXPECT_EQ(here(beiyuan(), "clocks.complex_answer_days"), 15);
    EXPECT_THROW(here(beiyuan(), "no.such_key"), std::logic_error);
}

TEST_F(SettingTest, the_nearest_area_decides_and_every_change_is_a_new_version)
{
    ASSERT_EQ(change(qingchuan(), "offers.valid_months", 6, district).status, 200);
    ASSERT_EQ(change(liuan(), "offers.valid_months", 9, sub_district).status, 200);
    EXPECT_EQ(here(qingchuan(), "offers.valid_months"), 6);
    EXPECT_EQ(here(beiyuan(), "offers.valid_months"), 9);
    auto const again = change(liuan(), "offers.valid_months", 10, sub_district);
    EXPECT_EQ(json::parse(again.body)["version"], 2);
    EXPECT_EQ(json::parse(again.body)["author"], "王书记");
    EXPECT_EQ(here(beiyuan(), "offers.valid_months"), 10);
}

TEST_F(SettingTest, out_of_range_too_low_unknown_and_not_permitted_are_refused)
{
    auto const code = [](http::Answer const& answer) { return json::parse(answer.body)["code"].get<std::string>(); };
    EXPECT_EQ(code(change(qingchuan(), "gate.threshold", 1.5, district)), "areas.setting_out_of_range");
    EXPECT_EQ(code(change(liuan(), "gate.threshold", 0.4, sub_district)), "areas.setting_set_higher_up");
    EXPECT_EQ(code(change(liuan(), "gate.treshold", 0.4, sub_district)), "areas.setting_unknown");
    EXPECT_EQ(change(qingchuan(), "gate.threshold", 0.4, {{Role::analyst, qingchuan()}}).status, 403);
    EXPECT_EQ(change(qingchuan(), "gate.threshold", 0.4, sub_district).status, 404);
    EXPECT_EQ(here(qingchuan(), "gate.threshold"), 0.30);
}

TEST_F(SettingTest, the_list_shows_what_applies_here_with_its_origin)
{
    ASSERT_EQ(change(qingchuan(), "gate.threshold", 0.4, district).status, 200);
    auto const items = json::parse(get("/api/v1/areas/" + liuan().text() + "/settings", sub_district).body)["items"];
    ASSERT_EQ(items.size(), setting_rows().size());
    EXPECT_EQ(items[0]["key"], "gate.threshold");
    EXPECT_EQ(items[0]["value"], 0.4);
    EXPECT_EQ(items[0]["standard"], 0.30);
    EXPECT_EQ(items[0]["set_in"], qingchuan().text());
}

TEST(SettingRows, a_default_outside_its_own_bounds_is_refused_with_row_and_column)
{
    auto const refused = read_settings(
        parse_csv("key,value,least,most,unit,lowest,zh,en\na.b,7,1,5,days,village,甲,A\n", "settings.csv").value());
    ASSERT_FALSE(refused);
    ASSERT_EQ(refused.error().fields.size(), 2U);
    EXPECT_EQ(refused.error().fields[0].pointer, "settings.csv:2:value");
    EXPECT_EQ(refused.error().fields[1].pointer, "settings.csv:2:lowest");
}

} // namespace
} // namespace lilong::areas
