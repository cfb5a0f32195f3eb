// What comes in and what goes out, apart from any HTTP library: Request and Answer.
//     return ok(json);   return created(json);   return no_content();
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/actor.h"
#include "base/error.h"
#include "base/text.h"

namespace lilong::http {

enum class Method { get, head, post, put, patch, del };
std::string_view name(Method method);
constexpr bool is_safe(Method method) { return method == Method::get || method == Method::head; }

class JsonBody;

struct Request {
    Method method = Method::get;
    std::string path;                                  // decoded, without query
    std::map<std::string, std::string, std::less<>> query;
    std::map<std::string, std::string, std::less<>> headers; // names in lower case
    std::string body;
    std::string remote; // address of the client, for throttling only
    std::string id;     // request id, in every log line and problem answer

    // filled by the router
    std::map<std::string, std::string, std::less<>> parameters; // {area} → its text
    Actor actor;
    Language language = Language::zh_cn;

    std::string_view header(std::string_view name) const;
    std::optional<std::string> option(std::string_view name) const; // of the query; empty counts as absent
    std::string cookie(std::string_view name) const;
    // The member of the path as an id; what is no id is "not found".
    template <typename IdType>
    Result<IdType> path_id(std::string_view name) const
    {
        auto const found = parameters.find(name);
        if (found == parameters.end()) return refuse(ErrorKind::not_found, "http.not_found");
        return IdType::parse(found->second);
    }
    Result<AreaId> area() const { return path_id<AreaId>("area"); }
    // An id given as ?name=…; absent: nothing; present but wrong: refused.
    template <typename IdType>
    Result<std::optional<IdType>> option_id(std::string_view name) const
    {
        auto const text = option(name);
        if (!text) return std::optional<IdType>{};
        auto id = IdType::parse(*text);
        if (!id) return tl::unexpected(std::move(id).error());
        return std::optional<IdType>{*id};
    }
    Result<JsonBody> json() const;
    // The version named by If-Match: 428 when it is missing (D-14).
    Result<std::int64_t> if_match() const;
};

struct Answer {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::string_view fixed_body; // instead of body: bytes that live as long as the program
    bool handled = false;        // the handler ran: permission and area were in order (read by the matrix test)

    Answer& with(std::string name, std::string value) &
    {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }
    Answer&& with(std::string name, std::string value) && { return std::move(with(std::move(name), std::move(value))); }
    Answer&& version(std::int64_t number) &&; // ETag
    std::string_view content() const { return fixed_body.empty() ? std::string_view{body} : fixed_body; }
    std::string_view header(std::string_view name) const;
};

Answer json_answer(int status, nlohmann::json const& content);
Answer ok(nlohmann::json const& content);
Answer created(nlohmann::json const& content);
Answer no_content();
Answer text_answer(std::string content_type, std::string content);
Answer download(std::string content_type, std::string file_name, std::string content);

int status_of(ErrorKind kind);
// RFC 9457: {type, title, status, code, detail, request_id, errors: [{pointer, code, detail}]} in the caller's language.
Answer problem(Error const& error, Request const& request);

} // namespace lilong::http
