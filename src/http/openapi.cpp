#include "http/openapi.h"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <yaml-cpp/yaml.h>

#include "base/resource.h"
#include "base/text.h"

namespace lilong::http {

using nlohmann::json;

namespace {

json plain_scalar(YAML::Node const& node)
{
    auto const& text = node.Scalar();
    if (node.Tag() == "!") return text; // quoted
    if (text == "true") return true;
    if (text == "false") return false;
    if (text == "null" || text == "~" || text.empty()) return nullptr;
    if (auto const whole = whole_number(text)) return *whole;
    if (auto const decimal = decimal_number(text)) return *decimal;
    return text;
}

json as_json(YAML::Node const& node)
{
    if (node.IsScalar()) return plain_scalar(node);
    if (node.IsSequence()) {
        auto out = json::array();
        for (auto const& entry : node) out.push_back(as_json(entry));
        return out;
    }
    if (node.IsMap()) {
        auto out = json::object();
        for (auto const& pair : node) out[pair.first.Scalar()] = as_json(pair.second);
        return out;
    }
    return nullptr;
}

void add_path_parameters(std::string const& path, json& operation)
{
    auto& parameters = operation["parameters"];
    if (parameters.is_null()) parameters = json::array();
    for (auto part : split(path, '/')) {
        if (!part.starts_with('{')) continue;
        auto const name = std::string{part.substr(1, part.size() - 2)};
        auto const given = std::ranges::any_of(parameters, [&](json const& p) { return p.value("name", "") == name; });
        if (!given) parameters.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
    }
    if (parameters.empty()) operation.erase("parameters");
}

void complete(std::string const& path, json& operation)
{
    add_path_parameters(path, operation);
    auto& responses = operation["responses"];
    if (responses.is_null()) responses = {{"200", {{"description", "done"}}}};
    for (auto& [status, response] : responses.items())
        if (!response.contains("description")) response["description"] = "answer";
    responses["default"] = {{"description", "refused"}, {"content", {{"application/problem+json", {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}};
}

json problem_schema()
{
    auto const text = json{{"type", "string"}};
    auto const field = json{{"type", "object"}, {"required", {"pointer", "code", "detail"}}, {"properties", {{"pointer", text}, {"code", text}, {"detail", text}}}};
    return {{"type", "object"},
            {"required", {"type", "title", "status", "code", "detail", "request_id"}},
            {"properties", {{"type", text}, {"title", text}, {"status", {{"type", "integer"}}}, {"code", text}, {"detail", text}, {"request_id", text}, {"facts", {{"type", "object"}, {"additionalProperties", text}}}, {"errors", {{"type", "array"}, {"items", field}}}}}};
}

} // namespace

json openapi_document()
{
    json document{{"openapi", "3.1.0"},
                  {"info", {{"title", "Lilong"}, {"version", "1"}, {"description", "Community needs analysis: from a household's answer to a decision and back."}, {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
                  {"servers", {{{"url", "/"}}}},
                  {"paths", json::object()},
                  {"components", {{"schemas", {{"Problem", problem_schema()}}}}}};
    for (auto const& fragment : resources_matching("src/", "/api.yaml")) {
        auto part = as_json(YAML::Load(std::string{fragment.bytes}));
        for (auto& [path, item] : part["paths"].items()) {
            auto& target = document["paths"][path];
            for (auto& [method, operation] : item.items()) {
                if (target.contains(method)) throw std::runtime_error("described twice: " + method + " " + path);
                complete(path, operation);
                target[method] = operation;
            }
        }
        for (auto& [schema_name, schema] : part["schemas"].items())
            if (!document["components"]["schemas"].emplace(schema_name, schema).second) throw std::runtime_error("schema given twice: " + schema_name);
    }
    return document;
}

} // namespace lilong::http
