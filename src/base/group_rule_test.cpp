#include "base/group_rule.h"

#include <gtest/gtest.h>
#include <map>

#include "base/csv.h"
#include "base/messages.h"
#include "base/resource.h"

namespace lilong
{
namespace
{

GroupRule rule(std::string_view text)
{
    auto parsed = GroupRule::parse(text);
    EXPECT_TRUE(parsed) << text << ": " << (parsed ? "" : sentence(parsed.error(), Language::en));
    return parsed ? *parsed : GroupRule{};
}

PersonFacts known(int age, std::string sex, std::set<std::string, std::less<>> tags = {},
                  std::set<std::string, std::less<>> household = {})
{
    return {.age_from = age,
            .age_to = age,
            .sex = std::move(sex),
            .tags = std::move(tags),
            .household_tags = std::move(household),
            .tags_complete = true,
            .household_tags_complete = true};
}

std::map<std::string, GroupRule> shipped_groups()
{
    std::map<std::string, GroupRule> groups;
    auto const table = parse_csv(resource("data/groups.csv"), "groups.csv").value();
    for (auto const& row : table.rows) groups[row.cells[*table.column("key")]] = rule(row.cells[*table.column("rule")]);
    return groups;
}

TEST(GroupRule, all_eight_groups_of_the_seed_data_take_whom_they_name)
{
    auto const groups = shipped_groups();
    ASSERT_EQ(groups.size(), 8U);
    auto const member = [&](std::string const& group, PersonFacts const& person) {
        return groups.at(group).holds(person);
    };
    EXPECT_TRUE(member("children", known(14, "male")));
    EXPECT_FALSE(member("children", known(15, "male")));
    EXPECT_TRUE(member("youth", known(15, "male")));
    EXPECT_TRUE(member("youth", known(35, "male")));
    EXPECT_FALSE(member("youth", known(36, "male")));
    EXPECT_TRUE(member("elderly", known(60, "female")));
    EXPECT_FALSE(member("elderly", known(59, "female")));
    EXPECT_TRUE(member("disabled", known(40, "male", {"disability"})));
    EXPECT_TRUE(member("hardship", known(40, "male", {}, {"serious_illness"})));
    EXPECT_FALSE(member("hardship", known(40, "male", {"serious_illness"}))); // a personal tag is not a household's
    EXPECT_TRUE(member("unemployed", known(40, "male", {"returning_to_work"})));
    EXPECT_TRUE(member("women_maternity", known(15, "female")));
    EXPECT_TRUE(member("women_maternity", known(30, "male", {}, {"pregnancy"})));
    EXPECT_FALSE(member("women_maternity", known(30, "male")));
    EXPECT_TRUE(member("newcomers_veterans", known(30, "male", {"veteran_family"})));
}

TEST(GroupRule, and_binds_tighter_than_or_and_brackets_change_that)
{
    auto const baby_at_home = known(10, "female", {}, {"infant"});
    EXPECT_TRUE(rule("sex = female and age >= 15 or household_tag(infant)").holds(baby_at_home));
    EXPECT_FALSE(rule("age >= 15 and (sex = female or household_tag(infant))").holds(baby_at_home));
}

TEST(GroupRule, each_comparison_stands_on_its_boundary)
{
    auto const at = [](std::string_view text, int age) { return rule(text).holds(PersonFacts::of_age(age)); };
    EXPECT_TRUE(at("age <= 60", 60));
    EXPECT_FALSE(at("age < 60", 60));
    EXPECT_TRUE(at("age >= 60", 60));
    EXPECT_FALSE(at("age > 60", 60));
    EXPECT_TRUE(at("age = 60", 60));
    EXPECT_FALSE(at("age = 60", 61));
}

TEST(GroupRule, an_unknown_fact_is_a_question_and_never_a_yes)
{
    auto const elder = PersonFacts::of_age(82);
    auto const verdict = rule("age >= 60 and (tag(lives_alone) or household_tag(low_income))").check(elder);
    EXPECT_EQ(verdict.truth, Truth::unknown);
    EXPECT_EQ(verdict.clause, "(tag(lives_alone) or household_tag(low_income))");
    EXPECT_EQ(rule("tag(lives_alone) or age >= 60").check(elder).truth, Truth::yes);
    EXPECT_EQ(rule("tag(lives_alone) and age < 60").check(elder).truth, Truth::no);
    EXPECT_EQ(rule("sex = female").check({}).truth, Truth::unknown);
}

TEST(GroupRule, the_clause_that_refuses_is_named_before_one_that_is_only_unknown)
{
    EXPECT_EQ(rule("tag(veteran) and age >= 60").check(PersonFacts::of_age(30)).clause, "age >= 60");
    EXPECT_EQ(rule("age >= 60").check(PersonFacts::of_age(82)).clause, "");
}

TEST(GroupRule, a_group_says_what_holds_for_all_its_members)
{
    auto const elders = rule("age >= 60").facts_of_members();
    EXPECT_EQ(rule("age >= 55").check(elders).truth, Truth::yes);
    EXPECT_EQ(rule("age >= 70").check(elders).truth, Truth::unknown);
    EXPECT_EQ(rule("age < 60").check(elders).truth, Truth::no);
    auto const disabled = rule("tag(disability)").facts_of_members();
    EXPECT_TRUE(rule("tag(disability)").holds(disabled));
    EXPECT_EQ(rule("tag(veteran)").check(disabled).truth, Truth::unknown);
    EXPECT_EQ(rule("tag(a) or tag(b)").facts_of_members().tags.size(), 0U);
}

TEST(GroupRule, an_empty_rule_holds_for_everybody) { EXPECT_TRUE(rule("  ").holds({})); }

TEST(GroupRule, what_cannot_be_read_is_refused_with_the_place_and_what_was_expected)
{
    for (auto const* text : {"age", "age >= ", "age >= x", "age >= 151", "sex = woman", "tag()", "tag(a",
                             "age >= 1 age", "or", "(age > 1", "name = x"})
        EXPECT_FALSE(GroupRule::parse(text)) << text;
    auto const refusal = GroupRule::parse("age >= 60 or color = red");
    ASSERT_FALSE(refusal);
    EXPECT_EQ(refusal.error().facts.at("position"), "14");
    EXPECT_FALSE(GroupRule::parse(std::string(40, '(') + "age > 1" + std::string(40, ')')));
    EXPECT_FALSE(GroupRule::parse(std::string(2001, 'a')));
}

} // namespace
} // namespace lilong
