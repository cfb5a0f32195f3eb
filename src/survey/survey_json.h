// What several routes of this folder say in the same words.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "areas/area_tree.h"
#include "base/machine_rule.h"
#include "base/text.h"
#include "http/json_body.h"
#include "survey/types.h"

namespace lilong::survey
{

nlohmann::json actions_json(std::vector<AllowedAction> const& actions);
nlohmann::json area_json(areas::Area const& area);
nlohmann::json remarks_json(std::vector<FieldError> const& remarks, Language language);

// {"zh": "…", "en": "…"}; zh is needed, en falls back to it (CO-14).
Names names_in(http::JsonBody& body, char const* member);

} // namespace lilong::survey
