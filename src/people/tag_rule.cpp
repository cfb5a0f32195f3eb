#include "people/tag_rule.h"

#include <array>

#include "base/text.h"

namespace lilong::people
{

namespace
{

constexpr std::array<Tag, 15> kTags{{
    {"disability", "残疾", "disability", TagOf::person},
    {"unemployed", "失业", "unemployed", TagOf::person},
    {"returning_to_work", "再就业", "returning to work", TagOf::person},
    {"new_resident", "新居民", "new resident", TagOf::person},
    {"tenant", "租户", "tenant", TagOf::person},
    {"veteran", "退役军人", "veteran", TagOf::person},
    {"veteran_family", "优抚对象", "veteran's family", TagOf::person},
    {"lives_alone", "独居", "lives alone", TagOf::person},
    {"long_term_care", "长期照护", "long-term care", TagOf::person},
    {"minimum_income", "低保", "minimum income", TagOf::household},
    {"low_income", "低收入", "low income", TagOf::household},
    {"serious_illness", "大病", "serious illness", TagOf::household},
    {"pregnancy", "孕产", "pregnancy", TagOf::household},
    {"infant", "婴幼儿", "infant", TagOf::household},
    {"all_elderly", "纯老", "all elderly", TagOf::household},
}};

} // namespace

std::span<Tag const> known_tags() { return kTags; }

std::optional<std::string> tag_key(std::string_view word, TagOf of)
{
    for (auto const& tag : kTags)
        if (tag.of == of && (tag.key == word || tag.zh == word)) return std::string{tag.key};
    return std::nullopt;
}

TagCell read_tags(std::string_view cell, TagOf of)
{
    std::string text{cell};
    for (std::string_view separator : {";", ",", "、", "，", "；"})
        for (auto at = text.find(separator); at != std::string::npos; at = text.find(separator, at))
            text.replace(at, separator.size(), "|");
    TagCell out;
    for (auto part : split(text, '|')) {
        auto const word = trimmed(part);
        if (word.empty()) continue;
        if (auto key = tag_key(word, of))
            out.tags.insert(std::move(*key));
        else
            out.unknown.emplace_back(word);
    }
    return out;
}

} // namespace lilong::people
