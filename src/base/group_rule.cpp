#include "base/group_rule.h"

#include <algorithm>
#include <limits>

#include "base/text.h"

namespace lilong
{

namespace
{
constexpr std::size_t kLongestRule = 2000;
constexpr int kDeepest = 32;
constexpr int kOldest = 150;
} // namespace

// any  = all { "or" all }      all = term { "and" term }
// term = "(" any ")" | "age" comparison number | "sex" "=" word | "tag(" word ")" | "household_tag(" word ")"
class GroupRule::Parser
{
public:
    explicit Parser(GroupRule& rule) : rule_(rule), text_(rule.text_) {}

    Result<void> run()
    {
        rule_.root_ = TRY(any());
        skip_space();
        if (at_ != text_.size()) return expected("and, or");
        return {};
    }

private:
    Result<std::size_t> any()
    {
        return joined(Kind::any_of, "or", [this] { return all(); });
    }
    Result<std::size_t> all()
    {
        return joined(Kind::all_of, "and", [this] { return term(); });
    }

    template <typename Part>
    Result<std::size_t> joined(Kind kind, std::string_view joiner, Part part)
    {
        std::vector<std::size_t> parts;
        parts.push_back(TRY(part()));
        while (take_word(joiner)) parts.push_back(TRY(part()));
        if (parts.size() == 1) return parts.front();
        auto const begin = rule_.nodes_[parts.front()].begin;
        auto const end = rule_.nodes_[parts.back()].end;
        return add(Node{.kind = kind, .parts = std::move(parts), .begin = begin, .end = end});
    }

    Result<std::size_t> term()
    {
        skip_space();
        auto const begin = at_;
        if (take('(')) return in_brackets(begin);
        auto const word = next_word();
        if (word == "age") return age(begin);
        if (word == "sex") return sex(begin);
        if (word == "tag") return tag(Kind::tag, begin);
        if (word == "household_tag") return tag(Kind::household_tag, begin);
        at_ = begin;
        return expected("age, sex, tag(…), household_tag(…)");
    }

    Result<std::size_t> in_brackets(std::size_t begin)
    {
        if (++depth_ > kDeepest) return expected("and, or");
        auto const inside = TRY(any());
        --depth_;
        if (!take(')')) return expected(")");
        rule_.nodes_[inside].begin = begin;
        rule_.nodes_[inside].end = at_;
        return inside;
    }

    Result<std::size_t> age(std::size_t begin)
    {
        auto const comparison = next_comparison();
        if (!comparison) return expected("<=, >=, <, >, =");
        skip_space();
        auto const start = at_;
        while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
        auto const years = whole_number(text_.substr(start, at_ - start));
        if (!years || *years > kOldest) {
            at_ = start;
            return expected("0–150");
        }
        return add(Node{.kind = Kind::age,
                        .comparison = *comparison,
                        .number = static_cast<int>(*years),
                        .begin = begin,
                        .end = at_});
    }

    Result<std::size_t> sex(std::size_t begin)
    {
        if (!take('=')) return expected("=");
        skip_space();
        auto const start = at_;
        auto const word = next_word();
        if (word != "female" && word != "male") {
            at_ = start;
            return expected("female, male");
        }
        return add(Node{.kind = Kind::sex, .word = std::string{word}, .begin = begin, .end = at_});
    }

    Result<std::size_t> tag(Kind kind, std::size_t begin)
    {
        if (!take('(')) return expected("(");
        auto const word = next_word();
        if (word.empty()) return expected("tag");
        if (!take(')')) return expected(")");
        return add(Node{.kind = kind, .word = std::string{word}, .begin = begin, .end = at_});
    }

    std::optional<Comparison> next_comparison()
    {
        if (take('=')) return Comparison::equal;
        if (take('<'))
            return at_ < text_.size() && text_[at_] == '=' ? (++at_, Comparison::at_most) : Comparison::below;
        if (take('>'))
            return at_ < text_.size() && text_[at_] == '=' ? (++at_, Comparison::at_least) : Comparison::above;
        return std::nullopt;
    }

    std::string_view next_word()
    {
        skip_space();
        auto const start = at_;
        auto const belongs = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
        while (at_ < text_.size() && belongs(text_[at_])) ++at_;
        return text_.substr(start, at_ - start);
    }

    bool take_word(std::string_view word)
    {
        auto const before = at_;
        if (next_word() == word) return true;
        at_ = before;
        return false;
    }

    bool take(char c)
    {
        skip_space();
        if (at_ == text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    void skip_space()
    {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    }

    std::size_t add(Node node)
    {
        rule_.nodes_.push_back(std::move(node));
        return rule_.nodes_.size() - 1;
    }

    Refusal expected(std::string_view what) const
    {
        return refuse(
            ErrorKind::bad_input, "base.group_rule_not_readable",
            {{"rule", std::string{text_}}, {"position", std::to_string(at_ + 1)}, {"expected", std::string{what}}});
    }

    GroupRule& rule_;
    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

Result<GroupRule> GroupRule::parse(std::string_view text)
{
    GroupRule rule;
    rule.text_ = std::string{trimmed(text)};
    if (rule.text_.empty()) return rule;
    if (rule.text_.size() > kLongestRule)
        return refuse(ErrorKind::bad_input, "base.group_rule_too_long", {{"most", std::to_string(kLongestRule)}});
    TRY(Parser{rule}.run());
    return rule;
}

GroupRule::Verdict GroupRule::check(PersonFacts const& person) const
{
    if (nodes_.empty()) return {};
    auto const& root = nodes_[root_];
    auto const truth = evaluate(root, person);
    if (truth == Truth::yes) return {};
    auto const* part = failing(root, person);
    return {truth, text_.substr(part->begin, part->end - part->begin)};
}

// Kleene's logic: `and` is the least of its parts, `or` the greatest.
Truth GroupRule::evaluate(Node const& node, PersonFacts const& person) const
{
    auto const of_tag = [&](auto const& tags, bool complete) {
        return tags.contains(node.word) ? Truth::yes : complete ? Truth::no : Truth::unknown;
    };
    switch (node.kind) {
    case Kind::age:
        return compare_age(node, person);
    case Kind::sex:
        return !person.sex ? Truth::unknown : *person.sex == node.word ? Truth::yes : Truth::no;
    case Kind::tag:
        return of_tag(person.tags, person.tags_complete);
    case Kind::household_tag:
        return of_tag(person.household_tags, person.household_tags_complete);
    case Kind::all_of:
    case Kind::any_of:
        break;
    }
    auto result = node.kind == Kind::all_of ? Truth::yes : Truth::no;
    for (auto part : node.parts) {
        auto const truth = evaluate(nodes_[part], person);
        result = node.kind == Kind::all_of ? std::min(result, truth) : std::max(result, truth);
    }
    return result;
}

Truth GroupRule::compare_age(Node const& node, PersonFacts const& person)
{
    auto const from = person.age_from.value_or(0);
    auto const to = person.age_to.value_or(std::numeric_limits<int>::max());
    auto const among = [&](int least, int most) {
        return from >= least && to <= most ? Truth::yes : to < least || from > most ? Truth::no : Truth::unknown;
    };
    constexpr auto any_age = std::numeric_limits<int>::max();
    switch (node.comparison) {
    case Comparison::at_most:
        return among(0, node.number);
    case Comparison::at_least:
        return among(node.number, any_age);
    case Comparison::below:
        return among(0, node.number - 1);
    case Comparison::above:
        return among(node.number + 1, any_age);
    case Comparison::equal:
        return among(node.number, node.number);
    }
    return Truth::unknown;
}

// The first part of an `and` that is refused, before one that is only unknown; an `or` fails as a whole.
GroupRule::Node const* GroupRule::failing(Node const& node, PersonFacts const& person) const
{
    if (node.kind != Kind::all_of) return &node;
    for (auto wanted : {Truth::no, Truth::unknown})
        for (auto part : node.parts)
            if (evaluate(nodes_[part], person) == wanted) return failing(nodes_[part], person);
    return &node;
}

PersonFacts GroupRule::facts_of_members() const
{
    PersonFacts facts;
    if (!nodes_.empty()) collect(nodes_[root_], facts);
    return facts;
}

// Only what every member fulfils: the parts of an `and`; nothing follows from an `or`.
void GroupRule::collect(Node const& node, PersonFacts& facts) const
{
    auto const at_least = [&](int years) { facts.age_from = std::max(facts.age_from.value_or(0), years); };
    auto const at_most = [&](int years) { facts.age_to = std::min(facts.age_to.value_or(kOldest), years); };
    switch (node.kind) {
    case Kind::age:
        if (node.comparison == Comparison::at_least || node.comparison == Comparison::equal) at_least(node.number);
        if (node.comparison == Comparison::at_most || node.comparison == Comparison::equal) at_most(node.number);
        if (node.comparison == Comparison::above) at_least(node.number + 1);
        if (node.comparison == Comparison::below) at_most(node.number - 1);
        break;
    case Kind::sex:
        facts.sex = node.word;
        break;
    case Kind::tag:
        facts.tags.insert(node.word);
        break;
    case Kind::household_tag:
        facts.household_tags.insert(node.word);
        break;
    case Kind::all_of:
        for (auto part : node.parts) collect(nodes_[part], facts);
        break;
    case Kind::any_of:
        break;
    }
}

} // namespace lilong
