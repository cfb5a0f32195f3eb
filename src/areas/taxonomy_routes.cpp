#include "areas/taxonomy_routes.h"

#include <nlohmann/json.hpp>

namespace lilong::areas
{

using http::Answer;
using http::Method;
using http::Reach;
using http::Request;
using nlohmann::json;

namespace
{

template <typename T>
json names(T const& thing)
{
    return {{"zh", thing.zh}, {"en", thing.en}};
}

json or_null(std::optional<std::string> const& text) { return text ? json(*text) : json(nullptr); }

json duties_json(Taxonomy const& taxonomy, std::string const& category)
{
    auto out = json::array();
    for (auto level : {Level::committee, Level::sub_district, Level::district})
        if (auto const* duty = taxonomy.duty(category, level))
            out.push_back({{"level", name(level)},
                           {"unit", duty->unit},
                           {"competent", name(duty->competent)},
                           {"service_class", name(duty->service_class)}});
    return out;
}

json category_json(Taxonomy const& taxonomy, Category const& category)
{
    return {{"key", category.key},
            {"parent", or_null(category.parent)},
            {"name", names(category)},
            {"domain", name(category.domain)},
            {"need_items", category.need_items},
            {"resource_kinds", category.resource_kinds},
            {"issue_category", category.issue_category},
            {"duties", duties_json(taxonomy, category.key)}};
}

json item_json(Taxonomy const& taxonomy, NeedItem const& item)
{
    return {{"key", item.key},
            {"name", names(item)},
            {"domain", name(item.domain)},
            {"group", or_null(item.group)},
            {"official", item.official},
            {"categories", taxonomy.categories_of(item.key)}};
}

json group_json(Group const& group)
{
    return {{"key", group.key}, {"name", names(group)}, {"rule", group.rule.text()}};
}

} // namespace

void add_taxonomy_routes(http::Router& router, Taxonomy const& taxonomy)
{
    router.add(Method::get, "/api/v1/taxonomy", anyone, Reach::everyone, [&](Request const&) -> Result<Answer> {
        auto categories = json::array();
        for (auto const& category : taxonomy.categories()) categories.push_back(category_json(taxonomy, category));
        return http::ok({{"categories", std::move(categories)}});
    });
    router.add(Method::get, "/api/v1/need-items", anyone, Reach::everyone, [&](Request const&) -> Result<Answer> {
        auto items = json::array();
        for (auto const& item : taxonomy.need_items()) items.push_back(item_json(taxonomy, item));
        return http::ok({{"items", std::move(items)}, {"next", nullptr}});
    });
    router.add(Method::get, "/api/v1/groups", anyone, Reach::everyone, [&](Request const&) -> Result<Answer> {
        auto items = json::array();
        for (auto const& group : taxonomy.groups()) items.push_back(group_json(group));
        return http::ok({{"items", std::move(items)}, {"next", nullptr}});
    });
}

} // namespace lilong::areas
