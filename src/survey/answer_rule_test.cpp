#include "survey/answer_rule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.h"
#include "survey/codebook_json.h"
#include "survey/codebook_rule.h"
#include "survey/need_questionnaire_rule.h"

namespace lilong::survey
{
namespace
{

Codebook const& household_needs()
{
    static auto const codebook = need_questionnaire(areas::read_reference_data().value()).value();
    return codebook;
}

GroupMask elderly() { return mask_of(household_needs(), {"elderly"}, nullptr); }
std::size_t at(char const* item) { return static_cast<std::size_t>(household_needs().item(item)->place) - 1; }

AnswerValue any_value(Item const& item)
{
    if (*rc::gen::inRange(0, 5) == 0) return *rc::gen::element(Empty::no_answer, Empty::refused);
    switch (item.type) {
    case ItemType::choice:
        return (*rc::gen::elementOf(household_needs().list_of(item).options)).name;
    case ItemType::integer:
        return *rc::gen::arbitrary<std::int64_t>();
    case ItemType::decimal:
        return static_cast<double>(*rc::gen::inRange(-100000, 100000)) / 8;
    case ItemType::date:
        return Date{2026, 1, 1}.plus_days(*rc::gen::inRange(-20000, 20000));
    case ItemType::flag:
        return *rc::gen::arbitrary<bool>();
    case ItemType::text:
        break;
    }
    return *rc::gen::element<std::string>("", "路灯", "a \"quoted\" wish", "1");
}

TEST(AnswerRule, a_need_is_one_character_in_the_order_of_the_codebook)
{
    auto const stored = encode(
        household_needs(), {{"property", "need"}, {"repairs", "cannot_say"}, {"household_size", std::int64_t{3}}}, 0);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->coded.substr(0, 4), "1.4.");
    EXPECT_EQ(stored->answers, R"({"household_size":3})");
}

TEST(AnswerRule, the_four_kinds_of_empty_are_told_apart) // CO-10
{
    auto const stored =
        encode(household_needs(), {{"canteen", Empty::no_answer}, {"lift", Empty::refused}, {"pets", "cannot_say"}}, 0);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->coded[at("canteen")], '-');
    EXPECT_EQ(stored->coded[at("lift")], 'r');
    EXPECT_EQ(stored->coded[at("noise")], '.');
    EXPECT_TRUE(household_needs().list("need")->options[position_of_code(stored->coded[at("pets")]) - 1].does_not_know);
}

TEST(AnswerRule, every_wrong_answer_is_named_in_one_refusal)
{
    auto const refused =
        encode(household_needs(), {{"canteen", "perhaps"}, {"household_size", "three"}, {"moon", "need"}}, 0);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "survey.answers_wrong");
    ASSERT_EQ(refused.error().fields.size(), 3u);
    EXPECT_EQ(refused.error().fields[0].code, "survey.answer_not_in_list");
    EXPECT_EQ(refused.error().fields[1].code, "survey.answer_not_integer");
    EXPECT_EQ(refused.error().fields[2].code, "survey.item_unknown");
}

TEST(AnswerRule, an_answer_of_somebody_outside_the_group_is_kept_and_remarked) // CO-107
{
    auto const outside = encode(household_needs(), {{"elderly_meals", "need"}}, 0);
    ASSERT_TRUE(outside);
    EXPECT_EQ(outside->coded[at("elderly_meals")], '1');
    ASSERT_EQ(outside->remarks.size(), 1u);
    EXPECT_EQ(outside->remarks[0].code, "survey.answered_outside_group");
    EXPECT_TRUE(encode(household_needs(), {{"elderly_meals", "need"}}, elderly())->remarks.empty());
}

TEST(AnswerRule, cells_may_hold_names_positions_or_labels)
{
    auto const& item = *household_needs().item("canteen");
    for (auto const* cell : {"need_a_little", "2", "有点需要", " need a little "})
        EXPECT_EQ(read_cell(household_needs(), item, cell, 0).value(), AnswerValue{"need_a_little"}) << cell;
    EXPECT_EQ(read_cell(household_needs(), item, "5", 0).error().code, "survey.answer_not_in_list");
    EXPECT_EQ(read_cell(household_needs(), item, "拒答", 0).value(), AnswerValue{Empty::refused});
}

TEST(AnswerRule, an_empty_cell_means_not_asked_outside_the_group_and_no_answer_inside)
{
    auto const& item = *household_needs().item("elderly_meals");
    EXPECT_EQ(read_cell(household_needs(), item, "", 0).value(), AnswerValue{Empty::not_asked});
    EXPECT_EQ(read_cell(household_needs(), item, " ", elderly()).value(), AnswerValue{Empty::no_answer});
}

TEST(AnswerRule, a_long_wrong_cell_is_quoted_without_breaking_a_character)
{
    std::string cell;
    for (int n = 0; n < 30; ++n) cell += "需";
    auto const refused = read_cell(household_needs(), *household_needs().item("canteen"), cell, 0);
    EXPECT_TRUE(valid_utf8(refused.error().facts.at("value")));
}

RC_GTEST_PROP(AnswerRule, what_is_stored_reads_back_as_it_was_given, ())
{
    Answers answers;
    for (auto const& item : household_needs().items)
        if (*rc::gen::arbitrary<bool>()) answers.emplace(item.name, any_value(item));
    auto const groups = static_cast<GroupMask>(*rc::gen::inRange(0, 256));
    auto const stored = encode(household_needs(), answers, groups).value();
    RC_ASSERT(stored.coded.size() == static_cast<std::size_t>(household_needs().places()));
    RC_ASSERT(decode(household_needs(), stored.coded, stored.answers).value() == answers);
    RC_ASSERT(answers_of(household_needs(), to_json(answers)).value() == answers);
}

RC_GTEST_PROP(AnswerRule, any_text_in_a_cell_is_read_or_refused_and_never_breaks, (std::string const& cell))
{
    for (auto const& item : household_needs().items) {
        auto const value = read_cell(household_needs(), item, cell, 0);
        if (value && item.type == ItemType::choice)
            RC_ASSERT(encode(household_needs(), {{item.name, *value}}, 0).has_value());
    }
}

TEST(CodebookRule, the_household_questionnaire_has_the_items_of_the_library)
{
    auto const core = std::ranges::count_if(
        household_needs().items, [](Item const& item) { return !item.need_item.empty() && item.asked_of.empty(); });
    EXPECT_EQ(core, 26);
    EXPECT_EQ(std::ranges::count_if(household_needs().items, [](Item const& item) { return !item.need_item.empty(); }),
              66);
    EXPECT_EQ(household_needs().item("elderly_meals")->asked_of, "elderly");
    EXPECT_EQ(household_needs().groups.size(), 8u);
}

TEST(CodebookRule, a_codebook_survives_its_own_json)
{
    EXPECT_EQ(parse_codebook(codebook_text(household_needs())).value(), household_needs());
}

TEST(CodebookRule, every_fault_of_a_codebook_is_named_at_its_place)
{
    Codebook codebook;
    codebook.items = {
        {.name = "a b", .type = ItemType::text, .label = {"甲", ""}},
        {.name = "colour", .type = ItemType::choice, .label = {"颜色", ""}, .list = "colours"},
        {.name = "colour", .type = ItemType::text, .label = {"", ""}, .asked_of = "martians"},
        {.name = "income", .type = ItemType::integer, .label = {"收入", ""}, .sensitivity = Sensitivity::sensitive}};
    auto const refused = checked(codebook);
    ASSERT_FALSE(refused);
    std::vector<std::string> found;
    for (auto const& fault : refused.error().fields) found.push_back(fault.pointer + " " + fault.code);
    EXPECT_EQ(found, (std::vector<std::string>{
                         "/items/0/name survey.codebook_name_wrong", "/items/1/list survey.codebook_list_unknown",
                         "/items/2/name survey.codebook_name_wrong", "/items/2/label survey.codebook_label_missing",
                         "/items/2/asked_of survey.codebook_group_unknown",
                         "/items/3/purpose survey.codebook_purpose_missing"}));
}

TEST(CodebookRule, a_list_of_27_choices_is_refused)
{
    Codebook codebook{
        {}, {{"many", {}}}, {{.name = "x", .type = ItemType::choice, .label = {"甲", ""}, .list = "many"}}};
    for (int n = 0; n < 26; ++n) codebook.lists[0].options.push_back({"o" + std::to_string(n), {"甲", ""}});
    EXPECT_TRUE(checked(codebook));
    EXPECT_EQ(code_of_position(26), 'q');
    codebook.lists[0].options.push_back({"o26", {"甲", ""}});
    EXPECT_EQ(checked(codebook).error().fields[0].code, "survey.codebook_list_length");
}

TEST(CodebookRule, a_required_item_without_purpose_is_remarked_before_opening) // CO-15
{
    Codebook const codebook{{}, {}, {{.name = "x", .type = ItemType::text, .label = {"甲", ""}, .required = true}}};
    EXPECT_EQ(remarks_before_opening(codebook).at(0).code, "survey.codebook_purpose_missing");
}

} // namespace
} // namespace lilong::survey
