#include "http/json_body.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace lilong::http
{
namespace
{

std::vector<std::string> wrong(Result<void> const& finished)
{
    std::vector<std::string> out;
    if (finished) return out;
    for (auto const& field : finished.error().fields) out.push_back(field.pointer + " " + field.code);
    return out;
}

std::string refusal(std::string_view bytes)
{
    auto const body = JsonBody::parse(bytes);
    return body ? "" : body.error().code;
}

TEST(JsonBody, members_of_every_kind_are_read)
{
    auto body = *JsonBody::parse(
        R"({"title": " 路灯 ", "cost_fen": 13600000, "share": 0.5, "open": true, "on": "2026-05-08", "kind": "lamp",
        "words": ["a", "b"], "area": "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "shape": {"type": "Point"}})");
    EXPECT_EQ(body.text("title"), "路灯");
    EXPECT_EQ(body.money("cost_fen"), Money::yuan(136'000));
    EXPECT_EQ(body.number("share", 0, 1), 0.5);
    EXPECT_TRUE(body.flag("open"));
    EXPECT_EQ(body.date("on"), Date(2026, 5, 8));
    EXPECT_EQ(body.choice("kind", {"lamp", "bench"}), "lamp");
    EXPECT_EQ(body.texts("words"), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(body.id<AreaId>("area").text(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    EXPECT_EQ(body.raw("shape").at("type"), "Point");
    EXPECT_TRUE(body.finish());
}

TEST(JsonBody, all_that_is_wrong_is_told_at_once)
{
    auto body = *JsonBody::parse(
        R"({"title": 7, "cost_fen": -1, "on": "2026-02-30", "kind": "king", "area": "home", "more": 1, "open": "yes"})");
    body.text("title");
    body.text("reason");
    body.money("cost_fen");
    body.date("on");
    body.choice("kind", {"lamp", "bench"});
    body.id<AreaId>("area");
    body.flag("open");
    EXPECT_EQ(wrong(body.finish()),
              (std::vector<std::string>{"/title http.field_not_text", "/reason http.field_missing",
                                        "/cost_fen http.field_out_of_range", "/on http.field_not_a_date",
                                        "/kind http.field_not_a_choice", "/area http.field_not_an_id",
                                        "/open http.field_not_a_flag", "/more http.field_unknown"}));
}

TEST(JsonBody, limits_hold_just_above_and_not_just_below)
{
    auto body = *JsonBody::parse(
        R"({"three": "里弄社", "four": "里弄社区", "least": 1, "below": 0, "most": 99, "above": 100})");
    body.text("three", {.longest = 3});
    body.text("four", {.longest = 3});
    for (auto const* name : {"least", "below", "most", "above"}) body.integer(name, 1, 99);
    EXPECT_EQ(wrong(body.finish()),
              (std::vector<std::string>{"/four http.field_too_long", "/below http.field_out_of_range",
                                        "/above http.field_out_of_range"}));
}

TEST(JsonBody, a_number_too_large_for_64_bits_does_not_wrap_round)
{
    auto body = *JsonBody::parse(R"({"n": 18446744073709551615, "m": 1e3, "x": 1.5})");
    body.integer("n", -10, 10);
    body.integer("m", 0, 10'000);
    body.integer("x", 0, 10);
    EXPECT_EQ(wrong(body.finish()),
              (std::vector<std::string>{"/n http.field_out_of_range", "/m http.field_not_a_whole_number",
                                        "/x http.field_not_a_whole_number"}));
}

TEST(JsonBody, null_and_absent_mean_the_same)
{
    auto body = *JsonBody::parse(R"({"note": null})");
    EXPECT_FALSE(body.has("note"));
    EXPECT_EQ(body.optional_text("note"), std::nullopt);
    EXPECT_EQ(body.optional_integer("heads", 0, 9), std::nullopt);
    EXPECT_EQ(body.optional_date("on"), std::nullopt);
    EXPECT_EQ(body.optional_id<NeedId>("need"), std::nullopt);
    EXPECT_TRUE(body.flag("open", true));
    EXPECT_TRUE(body.finish());
}

TEST(JsonBody, entries_of_a_list_are_checked_with_their_place)
{
    auto body = *JsonBody::parse(R"({"lines": [{"name": "gate", "cost_fen": 1}, {"name": "", "cost": 2}]})");
    for (auto& line : body.list("lines")) {
        line.text("name");
        line.money("cost_fen");
    }
    EXPECT_EQ(wrong(body.finish()),
              (std::vector<std::string>{"/lines/1/name http.field_missing", "/lines/1/cost_fen http.field_missing",
                                        "/lines/1/cost http.field_unknown"}));
}

TEST(JsonBody, a_list_has_an_end_and_holds_what_it_should)
{
    auto body = *JsonBody::parse(R"({"long": ["a", "b", "c"], "mixed": ["a", 1], "objects": [1], "none": "x"})");
    body.texts("long", 2);
    body.texts("mixed");
    body.list("objects");
    body.texts("none");
    EXPECT_EQ(wrong(body.finish()),
              (std::vector<std::string>{"/long http.field_list_too_long", "/mixed http.field_not_text",
                                        "/objects http.field_not_a_list", "/none http.field_not_a_list"}));
}

TEST(JsonBody, what_is_no_object_or_nested_beyond_measure_is_not_read)
{
    for (auto const* text : {"[]", "7", "\"x\"", "{", "{\"a\": 1,}", "{\"a\": \"\x80\"}", "null"})
        EXPECT_EQ(refusal(text), "http.not_json") << text;
    auto const nested = [](std::size_t depth) {
        return "{\"a\":" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
    };
    EXPECT_EQ(refusal(nested(64)), "");
    EXPECT_EQ(refusal(nested(65)), "http.json_too_deep");
    EXPECT_EQ(refusal(R"({"a": "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["})"),
              ""); // brackets in text do not nest
}

} // namespace
} // namespace lilong::http
