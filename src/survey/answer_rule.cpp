#include "survey/answer_rule.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "survey/codebook_rule.h"

namespace lilong::survey
{

using nlohmann::json;

namespace
{

constexpr std::string_view kCodes = "123456789abcdefghijklmnopq";
constexpr std::size_t kLongestText = 4000; // code points

// The start of a text, cut between characters, for a message.
std::string beginning(std::string_view text)
{
    auto length = std::min<std::size_t>(text.size(), 40);
    while (length < text.size() && length > 0 && (static_cast<unsigned char>(text[length]) & 0xc0U) == 0x80U) --length;
    return std::string{text.substr(0, length)};
}

FieldError fault(Item const& item, std::string code, Facts facts = {})
{
    facts.emplace("item", item.name);
    return {"/answers/" + item.name, std::move(code), std::move(facts)};
}

std::size_t position(ValueList const& list, std::string_view name)
{
    auto const found = std::ranges::find(list.options, name, &Option::name);
    return found == list.options.end() ? 0 : static_cast<std::size_t>(found - list.options.begin()) + 1;
}

char const* fault_of_type(ItemType type)
{
    switch (type) {
    case ItemType::choice:
        return "survey.answer_not_in_list";
    case ItemType::text:
        return "survey.answer_not_text";
    case ItemType::integer:
        return "survey.answer_not_integer";
    case ItemType::decimal:
        return "survey.answer_not_number";
    case ItemType::date:
        return "survey.answer_not_date";
    case ItemType::flag:
        return "survey.answer_not_flag";
    }
    return "survey.answer_not_text";
}

class Encoder
{
public:
    Encoder(Codebook const& codebook, GroupMask groups)
        : codebook_(codebook), groups_(groups), coded_(nothing_asked(codebook))
    {
    }

    Result<Stored> run(Answers const& answers)
    {
        for (auto const& [name, value] : answers) {
            auto const* const item = codebook_.item(name);
            if (!item)
                faults_.push_back({"/answers/" + name, "survey.item_unknown", {{"item", name}}});
            else
                put(*item, value);
        }
        if (!faults_.empty())
            return refuse(ErrorKind::bad_input, "survey.answers_wrong", {{"count", std::to_string(faults_.size())}},
                          std::move(faults_));
        for (auto const& item : codebook_.items) remark(item, answers);
        return Stored{std::move(coded_), others_.dump(), std::move(remarks_)};
    }

private:
    void put(Item const& item, AnswerValue const& value)
    {
        if (auto const* empty = std::get_if<Empty>(&value)) return put_empty(item, *empty);
        if (item.type == ItemType::choice) return put_choice(item, value);
        auto encoded = other(item, value);
        if (encoded.is_discarded())
            faults_.push_back(fault(item, fault_of_type(item.type)));
        else
            others_[item.name] = std::move(encoded);
    }
    void put_empty(Item const& item, Empty empty)
    {
        if (item.type == ItemType::choice)
            place(item) = empty == Empty::refused ? kRefused : empty == Empty::no_answer ? kNoAnswer : kNotAsked;
        else if (empty == Empty::no_answer)
            others_[item.name] = nullptr;
        else if (empty == Empty::refused)
            others_[item.name] = {{"refused", true}};
    }
    void put_choice(Item const& item, AnswerValue const& value)
    {
        auto const* const name = std::get_if<std::string>(&value);
        auto const n = name ? position(codebook_.list_of(item), *name) : 0;
        if (n == 0)
            faults_.push_back(fault(item, "survey.answer_not_in_list", {{"value", name ? beginning(*name) : ""}}));
        else
            place(item) = code_of_position(n);
    }
    // Discarded JSON: the value is not of the item's type.
    static json other(Item const& item, AnswerValue const& value)
    {
        json const wrong(json::value_t::discarded);
        if (auto const* text = std::get_if<std::string>(&value))
            return item.type == ItemType::text && valid_utf8(*text) && code_points(*text) <= kLongestText ? json(*text)
                                                                                                          : wrong;
        if (auto const* number = std::get_if<std::int64_t>(&value)) {
            if (item.type == ItemType::decimal) return static_cast<double>(*number);
            return item.type == ItemType::integer ? json(*number) : wrong;
        }
        if (auto const* number = std::get_if<double>(&value))
            return item.type == ItemType::decimal && std::isfinite(*number) ? json(*number) : wrong;
        if (auto const* date = std::get_if<Date>(&value))
            return item.type == ItemType::date ? json(date->text()) : wrong;
        if (auto const* flag = std::get_if<bool>(&value)) return item.type == ItemType::flag ? json(*flag) : wrong;
        return wrong;
    }
    void remark(Item const& item, Answers const& answers)
    {
        auto const found = answers.find(item.name);
        auto const* const empty = found == answers.end() ? nullptr : std::get_if<Empty>(&found->second);
        auto const answered = found != answers.end() && !empty;
        auto const asked = asked_of(codebook_, item, groups_);
        if (answered && !asked)
            remarks_.push_back(fault(item, "survey.answered_outside_group", {{"group", item.asked_of}}));
        if (item.required && asked && (found == answers.end() || (empty && *empty != Empty::refused)))
            remarks_.push_back(fault(item, "survey.required_without_answer"));
    }
    char& place(Item const& item) { return coded_[static_cast<std::size_t>(item.place) - 1]; }

    Codebook const& codebook_;
    GroupMask groups_;
    std::string coded_;
    json others_ = json::object();
    std::vector<FieldError> faults_, remarks_;
};

std::optional<AnswerValue> decoded(Item const& item, json const& value)
{
    if (value.is_null()) return Empty::no_answer;
    if (value.is_object() && value.value("refused", false)) return Empty::refused;
    if (item.type == ItemType::text && value.is_string()) return value.get<std::string>();
    if (item.type == ItemType::integer && value.is_number_integer()) return value.get<std::int64_t>();
    if (item.type == ItemType::decimal && value.is_number()) return value.get<double>();
    if (item.type == ItemType::flag && value.is_boolean()) return value.get<bool>();
    if (item.type == ItemType::date && value.is_string())
        if (auto const date = Date::parse(value.get<std::string>())) return *date;
    return std::nullopt;
}

std::optional<AnswerValue> decoded(Codebook const& codebook, Item const& item, char code)
{
    if (code == kNoAnswer) return Empty::no_answer;
    if (code == kRefused) return Empty::refused;
    auto const n = position_of_code(code);
    auto const& options = codebook.list_of(item).options;
    if (n == 0 || n > options.size()) return std::nullopt;
    return options[n - 1].name;
}

std::optional<bool> flag_of(std::string_view text)
{
    static std::set<std::string, std::less<>> const yes{"1", "yes", "true", "y", "是", "有"};
    static std::set<std::string, std::less<>> const no{"0", "no", "false", "n", "否", "无"};
    auto const word = lower_ascii(text);
    if (yes.contains(word)) return true;
    if (no.contains(word)) return false;
    return std::nullopt;
}

std::optional<AnswerValue> option_of(ValueList const& list, std::string_view text)
{
    auto const word = lower_ascii(text);
    for (auto const& option : list.options)
        if (option.name == word || option.label.zh == text || lower_ascii(option.label.en) == word) return option.name;
    if (auto const n = whole_number(text); n && *n >= 1 && *n <= static_cast<std::int64_t>(list.options.size()))
        return list.options[static_cast<std::size_t>(*n - 1)].name;
    return std::nullopt;
}

std::optional<AnswerValue> value_of_cell(Codebook const& codebook, Item const& item, std::string_view text)
{
    switch (item.type) {
    case ItemType::choice:
        return option_of(codebook.list_of(item), text);
    case ItemType::text:
        return code_points(text) <= kLongestText ? std::optional<AnswerValue>{std::string{text}} : std::nullopt;
    case ItemType::integer:
        return whole_number(text);
    case ItemType::decimal:
        return decimal_number(text);
    case ItemType::date:
        return Date::parse(text);
    case ItemType::flag:
        return flag_of(text);
    }
    return std::nullopt;
}

} // namespace

char code_of_position(std::size_t position) { return kCodes.at(position - 1); }

std::size_t position_of_code(char code)
{
    auto const at = kCodes.find(code);
    return at == std::string_view::npos ? 0 : at + 1;
}

std::string nothing_asked(Codebook const& codebook)
{
    return std::string(static_cast<std::size_t>(codebook.places()), kNotAsked);
}

Result<Stored> encode(Codebook const& codebook, Answers const& answers, GroupMask groups)
{
    return Encoder{codebook, groups}.run(answers);
}

Result<Answers> decode(Codebook const& codebook, std::string_view coded, std::string_view answers)
{
    auto const others = json::parse(answers, nullptr, false);
    auto const broken = refuse(ErrorKind::failed, "survey.answers_not_readable");
    if (coded.size() != static_cast<std::size_t>(codebook.places()) || !others.is_object()) return broken;
    Answers out;
    for (auto const& item : codebook.items) {
        std::optional<AnswerValue> value;
        if (item.type == ItemType::choice) {
            auto const code = coded[static_cast<std::size_t>(item.place) - 1];
            if (code == kNotAsked) continue;
            value = decoded(codebook, item, code);
        } else {
            auto const found = others.find(item.name);
            if (found == others.end()) continue;
            value = decoded(item, *found);
        }
        if (!value) return broken;
        out.emplace(item.name, *value);
    }
    return out;
}

Result<AnswerValue> read_cell(Codebook const& codebook, Item const& item, std::string_view cell, GroupMask groups)
{
    static std::set<std::string, std::less<>> const refused{"refused", "拒答", "拒绝回答"};
    auto const text = trimmed(cell);
    if (text.empty()) return AnswerValue{asked_of(codebook, item, groups) ? Empty::no_answer : Empty::not_asked};
    if (refused.contains(lower_ascii(text))) return AnswerValue{Empty::refused};
    if (auto const value = value_of_cell(codebook, item, text)) return *value;
    return refuse(ErrorKind::bad_input, fault_of_type(item.type), {{"item", item.name}, {"value", beginning(text)}});
}

} // namespace lilong::survey
