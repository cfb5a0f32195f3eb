#include "survey/need_questionnaire_rule.h"

#include <algorithm>

#include "survey/codebook_rule.h"

namespace lilong::survey
{

namespace
{

ValueList need_list()
{
    return {std::string{kNeedList},
            {{"need", {"需要", "need"}, false},
             {"need_a_little", {"有点需要", "need a little"}, false},
             {"no_need", {"不需要", "no need"}, false},
             {"cannot_say", {"说不清", "cannot say"}, true}}};
}

ValueList age_band_list()
{
    return {"age_band",
            {{"under_35", {"35 岁以下", "under 35"}, false},
             {"from_35_to_59", {"35–59 岁", "35 to 59"}, false},
             {"from_60_to_79", {"60–79 岁", "60 to 79"}, false},
             {"from_80", {"80 岁及以上", "80 and older"}, false}}};
}

ValueList years_here_list()
{
    return {"years_here",
            {{"under_2", {"不到 2 年", "less than 2 years"}, false},
             {"from_2_to_10", {"2–10 年", "2 to 10 years"}, false},
             {"over_10", {"10 年以上", "more than 10 years"}, false}}};
}

Item fact(std::string name, ItemType type, Names label, std::string list, std::string purpose)
{
    return {.name = std::move(name),
            .type = type,
            .label = std::move(label),
            .list = std::move(list),
            .purpose = std::move(purpose),
            .sensitivity = Sensitivity::personal};
}

void add_facts(Codebook& codebook)
{
    codebook.lists.push_back(age_band_list());
    codebook.lists.push_back(years_here_list());
    codebook.items.push_back(fact("household_size", ItemType::integer,
                                  {"家中常住人数", "People living in the household"}, {},
                                  "used to compare the answers with the register"));
    codebook.items.push_back(fact("age_band", ItemType::choice, {"答卷人年龄段", "Age band of the respondent"},
                                  "age_band", "used to weight the answers by age"));
    codebook.items.push_back(fact("years_here", ItemType::choice, {"在本小区居住年限", "Years lived here"},
                                  "years_here", "used to tell the needs of newcomers apart"));
    codebook.items.push_back({.name = "other_need",
                              .type = ItemType::text,
                              .label = {"您家还需要什么?", "What else does your household need?"}});
}

} // namespace

Result<Codebook> need_questionnaire(areas::Taxonomy const& taxonomy, NeedQuestionnaire const& wanted)
{
    for (auto const& key : wanted.items)
        if (!taxonomy.need_item(key)) return refuse(ErrorKind::bad_input, "survey.need_item_unknown", {{"item", key}});
    Codebook codebook;
    for (auto const& group : taxonomy.groups()) codebook.groups.push_back(group.key);
    codebook.lists.push_back(need_list());
    for (auto const& item : taxonomy.need_items()) {
        if (!wanted.items.empty() && std::ranges::find(wanted.items, item.key) == wanted.items.end()) continue;
        codebook.items.push_back({.name = item.key,
                                  .type = ItemType::choice,
                                  .label = {item.zh, item.en},
                                  .list = std::string{kNeedList},
                                  .asked_of = item.group.value_or(""),
                                  .need_item = item.key});
    }
    if (wanted.facts) add_facts(codebook);
    return checked(std::move(codebook));
}

} // namespace lilong::survey
