#include "http/openapi.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/resource.h"

namespace lilong::http
{
namespace
{

using nlohmann::json;

class OpenApiTest : public testing::Test
{
protected:
    json const document = openapi_document();
    void each_operation(std::function<void(std::string const& path, json const& operation)> const& look) const
    {
        for (auto const& [path, item] : document.at("paths").items())
            for (auto const& [_, operation] : item.items()) look(path, operation);
    }
};

TEST_F(OpenApiTest, the_fragments_of_all_capabilities_stand_in_one_document)
{
    EXPECT_EQ(document.at("openapi"), "3.1.0");
    EXPECT_TRUE(document.at("paths").contains("/api/v1/session"));
    EXPECT_EQ(document.at("paths").at("/api/v1/session").size(), 3U); // get, post, delete
    EXPECT_TRUE(document.at("components").at("schemas").contains("Session"));
    EXPECT_TRUE(document.at("components").at("schemas").contains("Problem"));
}

TEST_F(OpenApiTest, every_operation_names_its_permission_and_what_a_refusal_looks_like)
{
    each_operation([](std::string const& path, json const& operation) {
        EXPECT_TRUE(operation.contains("x-permission")) << path;
        EXPECT_TRUE(operation.contains("summary")) << path;
        EXPECT_TRUE(operation.at("responses").contains("default")) << path;
        for (auto const& [status, response] : operation.at("responses").items())
            EXPECT_TRUE(response.contains("description")) << path << " " << status;
    });
}

TEST_F(OpenApiTest, every_part_of_a_path_in_braces_is_described_as_a_parameter)
{
    each_operation([](std::string const& path, json const& operation) {
        for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1)) {
            auto const name = path.substr(open + 1, path.find('}', open) - open - 1);
            auto const described = std::ranges::count_if(operation.at("parameters"), [&](json const& p) {
                return p.at("name") == name && p.at("in") == "path";
            });
            EXPECT_EQ(described, 1) << path << " " << name;
        }
    });
}

TEST_F(OpenApiTest, every_reference_leads_somewhere)
{
    auto const text = document.dump();
    std::string const sign = "\"$ref\":\"#/components/schemas/";
    for (auto at = text.find(sign); at != std::string::npos; at = text.find(sign, at + 1)) {
        auto const begin = at + sign.size();
        auto const name = text.substr(begin, text.find('"', begin) - begin);
        EXPECT_TRUE(document.at("components").at("schemas").contains(name)) << name;
    }
}

} // namespace
} // namespace lilong::http
