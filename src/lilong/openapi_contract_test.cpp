// The merged OpenAPI document and the registered routes, held together in both directions.
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "http/openapi.h"
#include "lilong/test_installation.h"

namespace lilong
{
namespace
{

class OpenApiContract : public testing::Test
{
protected:
    TestInstallation at;
    nlohmann::json document = http::openapi_document();
};

TEST_F(OpenApiContract, every_registered_route_is_described_with_its_permission)
{
    for (auto const& route : at.app.router.routes()) {
        auto const method = lower_ascii(http::name(route.method));
        ASSERT_TRUE(document["paths"].contains(route.pattern)) << method << " " << route.pattern << " is not described in any src/*/api.yaml";
        ASSERT_TRUE(document["paths"][route.pattern].contains(method)) << method << " " << route.pattern << " is not described";
        EXPECT_EQ(document["paths"][route.pattern][method].value("x-permission", ""), route.permission.name()) << method << " " << route.pattern;
    }
}

TEST_F(OpenApiContract, everything_described_is_registered)
{
    for (auto const& [path, item] : document["paths"].items())
        for (auto const& [method, operation] : item.items()) {
            auto const found = std::ranges::any_of(at.app.router.routes(), [&, m = method, p = path](http::Route const& r) { return r.pattern == p && lower_ascii(http::name(r.method)) == m; });
            EXPECT_TRUE(found) << method << " " << path << " is described but not registered";
        }
}

TEST_F(OpenApiContract, every_reference_points_at_a_schema)
{
    std::function<void(nlohmann::json const&)> const walk = [&](nlohmann::json const& node) {
        if (node.is_object() && node.contains("$ref")) {
            auto const ref = node["$ref"].get<std::string>();
            EXPECT_TRUE(document.contains(nlohmann::json::json_pointer{ref.substr(1)})) << ref;
        }
        if (node.is_structured())
            for (auto const& child : node) walk(child);
    };
    walk(document);
}

// docs/openapi.json is what the pages' types are made from; LILONG_APPROVE=1 writes it anew.
TEST_F(OpenApiContract, the_committed_document_is_current)
{
    auto const path = std::string{LILONG_SOURCE_DIR} + "/docs/openapi.json";
    if (std::getenv("LILONG_APPROVE")) std::ofstream{path} << document.dump(1) << "\n";
    std::ifstream in{path};
    EXPECT_TRUE(nlohmann::json::parse(in, nullptr, false) == document) << "run with LILONG_APPROVE=1 to write docs/openapi.json anew";
}

} // namespace
} // namespace lilong
