// The questionnaire that ships with Lilong: household needs, made from the need items and groups of the taxonomy
// (CO-17).
//     auto codebook = need_questionnaire(taxonomy);   // 26 core items, group items asked of their group, some facts
#pragma once

#include <string>
#include <vector>

#include "areas/taxonomy.h"
#include "survey/types.h"

namespace lilong::survey
{

// need, need_a_little, no_need, cannot_say: codes 1 to 4; the first two count as yes (ST-8).
inline constexpr std::string_view kNeedList = "need";

struct NeedQuestionnaire {
    bool facts = true;                   // household size, age band, years lived here, what else is needed
    std::vector<std::string> items = {}; // keys to keep; empty: all
};
// Refuses survey.need_item_unknown.
Result<Codebook> need_questionnaire(areas::Taxonomy const& taxonomy, NeedQuestionnaire const& wanted = {});

} // namespace lilong::survey
