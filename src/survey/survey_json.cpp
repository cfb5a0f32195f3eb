#include "survey/survey_json.h"

#include <nlohmann/json.hpp>

#include "base/messages.h"

namespace lilong::survey
{

using nlohmann::json;

json actions_json(std::vector<AllowedAction> const& actions)
{
    auto out = json::array();
    for (auto const& action : actions)
        out.push_back({{"action", action.action}, {"needs_reason", action.needs_reason}, {"missing", action.missing}});
    return out;
}

json area_json(areas::Area const& area)
{
    return {{"id", area.id.text()}, {"kind", name(area.kind)}, {"name", {{"zh", area.zh}, {"en", area.en}}}};
}

json remarks_json(std::vector<FieldError> const& remarks, Language language)
{
    auto out = json::array();
    for (auto const& remark : remarks)
        out.push_back({{"pointer", remark.pointer},
                       {"code", remark.code},
                       {"detail", sentence(remark.code, remark.facts, language)}});
    return out;
}

Names names_in(http::JsonBody& body, char const* member)
{
    auto const value = body.raw(member);
    auto const text = [&](char const* language) {
        if (!value.is_object() || !value.contains(language) || !value[language].is_string()) return std::string{};
        return std::string{trimmed(value[language].get<std::string>())};
    };
    Names names{text("zh"), text("en")};
    if (names.en.empty()) names.en = names.zh;
    if (names.zh.empty() || code_points(names.zh) > 200 || code_points(names.en) > 200)
        body.wrong(member, "survey.names_wrong");
    return names;
}

} // namespace lilong::survey
