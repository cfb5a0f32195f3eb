#include "areas/area_routes.h"

#include <algorithm>

#include <nlohmann/json.hpp>
#include <set>

#include "areas/permissions.h"

namespace lilong::areas
{

using http::Answer;
using http::Method;
using http::Reach;
using http::Request;
using nlohmann::json;

namespace
{

json step(Area const& area)
{
    return {{"id", area.id.text()}, {"kind", name(area.kind)}, {"name", {{"zh", area.zh}, {"en", area.en}}}};
}

template <typename T>
json or_null(std::optional<T> const& value)
{
    return value ? json(*value) : json(nullptr);
}

json in_full(Area const& area)
{
    auto out = step(area);
    out["code"] = area.code;
    out["estate_type"] = area.estate_type.empty() ? json(nullptr) : json(area.estate_type);
    out["build_year"] = or_null(area.build_year);
    out["occupied_households"] = area.occupied_households;
    out["lon"] = or_null(area.lon);
    out["lat"] = or_null(area.lat);
    return out;
}

template <typename View>
json list(std::vector<Area> const& areas, View view)
{
    auto out = json::array();
    for (auto const& area : areas) out.push_back(view(area));
    return out;
}

Result<Area> known(AreaTree const& tree, Request const& request)
{
    auto const id = TRY(request.area());
    auto area = tree.find(id);
    if (!area) return refuse(ErrorKind::not_found, "areas.not_found");
    return *area;
}

Result<Answer> own_areas(AreaTree const& tree, Request const& request)
{
    std::set<AreaId> ids;
    for (auto const& grant : request.actor.grants) ids.insert(grant.area);
    auto items = json::array();
    for (auto const& id : ids) {
        auto const covered =
            std::ranges::any_of(ids, [&](AreaId const& other) { return other != id && tree.reaches(other, id); });
        if (!covered && tree.find(id)) items.push_back(describe_area(tree, id));
    }
    return http::ok({{"items", std::move(items)}, {"next", nullptr}});
}

Result<Answer> one_area(AreaTree const& tree, Request const& request)
{
    auto const area = TRY(known(tree, request));
    auto out = in_full(area);
    out["path"] = list(tree.path(area.id), step);
    out["children"] = list(tree.children(area.id), in_full);
    return http::ok(out);
}

Result<Answer> children_of(AreaTree const& tree, Request const& request)
{
    auto const area = TRY(known(tree, request));
    return http::ok({{"items", list(tree.children(area.id), in_full)}, {"next", nullptr}});
}

// Buildings stay inside: a public page ends at the estate.
Result<Answer> public_area(AreaTree const& tree, Request const& request)
{
    auto const area = TRY(known(tree, request));
    if (area.kind == AreaKind::building) return refuse(ErrorKind::not_found, "areas.not_found");
    auto out = describe_area(tree, area.id);
    out["children"] = area.kind < AreaKind::estate ? list(tree.children(area.id), step) : json::array();
    return http::ok(out);
}

Result<Answer> public_areas(AreaTree const& tree)
{
    return http::ok({{"items", list(tree.roots(), step)}, {"next", nullptr}});
}

} // namespace

json describe_area(AreaTree const& tree, AreaId const& id)
{
    auto const area = tree.find(id);
    // Administrators hold their roles in the installation itself, which is above every district.
    if (!area)
        return {{"id", id.text()},
                {"kind", "installation"},
                {"name", {{"zh", "本系统"}, {"en", "This installation"}}},
                {"path", json::array()}};
    auto out = step(*area);
    out["path"] = list(tree.path(id), step);
    return out;
}

void add_area_routes(http::Router& router, AreaTree const& tree)
{
    router.add(Method::get, "/api/v1/areas", signed_in, Reach::own,
               [&tree](Request const& request) { return own_areas(tree, request); });
    router.get("/api/v1/areas/{area}", see_areas, [&tree](Request const& request) { return one_area(tree, request); });
    router.get("/api/v1/areas/{area}/children", see_areas,
               [&tree](Request const& request) { return children_of(tree, request); });
    router.add(Method::get, "/api/v1/public/areas", anyone, Reach::everyone,
               [&tree](Request const&) { return public_areas(tree); });
    router.add(Method::get, "/api/v1/public/areas/{area}", anyone, Reach::everyone,
               [&tree](Request const& request) { return public_area(tree, request); });
}

} // namespace lilong::areas
