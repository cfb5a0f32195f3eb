// The small language of groups and of who may use an offer: `age >= 60 and (tag(lives_alone) or
// household_tag(low_income))`. A rule is parsed once and then evaluated in three values: a fact that nobody knows gives
// `unknown`, which means "ask", never yes.
//     auto rule = TRY(GroupRule::parse("sex = female and age >= 15 or household_tag(pregnancy)"));
//     rule.check(person).truth == Truth::yes
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace lilong
{

enum class Truth { no, unknown, yes };

// What is known of a person, or of all members of a group: the age lies within the bounds; a tag that is not listed is
// unknown unless the list is complete.
struct PersonFacts {
    std::optional<int> age_from, age_to;
    std::optional<std::string> sex; // female, male
    std::set<std::string, std::less<>> tags, household_tags;
    bool tags_complete = false, household_tags_complete = false;
    static PersonFacts of_age(int years) { return {.age_from = years, .age_to = years}; }
};

class GroupRule
{
public:
    struct Verdict {
        Truth truth = Truth::yes;
        std::string clause; // the part of the text that did not hold; empty when the rule holds
    };

    GroupRule() = default; // holds for everybody
    static Result<GroupRule>
    parse(std::string_view text); // base.group_rule_not_readable; empty text holds for everybody
    Verdict check(PersonFacts const& person) const;
    bool holds(PersonFacts const& person) const { return check(person).truth == Truth::yes; }
    std::string const& text() const { return text_; }
    // What the rule itself says of everybody in it, e.g. age >= 60 for the elderly: facts of a need that belongs to a
    // group.
    PersonFacts facts_of_members() const;

private:
    enum class Kind { age, sex, tag, household_tag, all_of, any_of };
    enum class Comparison { at_most, at_least, below, above, equal };
    struct Node {
        Kind kind = Kind::age;
        Comparison comparison = Comparison::equal;
        int number = 0;
        std::string word;
        std::vector<std::size_t> parts; // of all_of and any_of
        std::size_t begin = 0, end = 0; // of the text
    };
    class Parser;
    Truth evaluate(Node const& node, PersonFacts const& person) const;
    static Truth compare_age(Node const& node, PersonFacts const& person);
    Node const* failing(Node const& node, PersonFacts const& person) const;
    void collect(Node const& node, PersonFacts& facts) const;

    std::string text_;
    std::vector<Node> nodes_;
    std::size_t root_ = 0;
};

} // namespace lilong
