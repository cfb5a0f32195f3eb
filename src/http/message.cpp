#include "http/message.h"

#include <nlohmann/json.hpp>

#include "base/messages.h"

namespace lilong::http {

using nlohmann::json;

std::string_view name(Method method)
{
    switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::del: return "DELETE";
    }
    return "GET";
}

std::string_view Request::header(std::string_view wanted) const
{
    auto const found = headers.find(wanted);
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

std::optional<std::string> Request::option(std::string_view wanted) const
{
    auto const found = query.find(wanted);
    if (found == query.end() || found->second.empty()) return std::nullopt;
    return found->second;
}

std::string Request::cookie(std::string_view wanted) const
{
    for (auto part : split(header("cookie"), ';')) {
        part = trimmed(part);
        auto const equals = part.find('=');
        if (equals != std::string_view::npos && part.substr(0, equals) == wanted) return std::string{part.substr(equals + 1)};
    }
    return {};
}

Result<std::int64_t> Request::if_match() const
{
    auto tag = header("if-match");
    if (tag.empty()) return refuse(ErrorKind::version_needed, "http.version_needed");
    if (tag.size() > 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
    if (auto const version = whole_number(tag)) return *version;
    return refuse(ErrorKind::stale, "http.stale");
}

Answer&& Answer::version(std::int64_t number) && { return std::move(*this).with("ETag", fmt::format("\"{}\"", number)); }

std::string_view Answer::header(std::string_view wanted) const
{
    for (auto const& [header_name, value] : headers)
        if (header_name == wanted) return value;
    return {};
}

Answer json_answer(int status, json const& content)
{
    return Answer{.status = status, .headers = {{"Content-Type", "application/json; charset=utf-8"}}, .body = content.dump()};
}

Answer ok(json const& content) { return json_answer(200, content); }
Answer created(json const& content) { return json_answer(201, content); }
Answer no_content() { return Answer{.status = 204}; }

Answer text_answer(std::string content_type, std::string content)
{
    return Answer{.status = 200, .headers = {{"Content-Type", std::move(content_type)}}, .body = std::move(content)};
}

Answer download(std::string content_type, std::string file_name, std::string content)
{
    auto answer = text_answer(std::move(content_type), std::move(content));
    answer.with("Content-Disposition", "attachment; filename=\"" + file_name + "\"");
    return answer;
}

int status_of(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::bad_input: return 400;
    case ErrorKind::not_signed_in: return 401;
    case ErrorKind::not_permitted: return 403;
    case ErrorKind::not_found: return 404;
    case ErrorKind::conflict: return 409;
    case ErrorKind::stale: return 412;
    case ErrorKind::too_large: return 413;
    case ErrorKind::limit_reached: return 422;
    case ErrorKind::version_needed: return 428;
    case ErrorKind::busy: return 503;
    case ErrorKind::disk_full: return 507;
    case ErrorKind::failed: return 500;
    }
    return 500;
}

Answer problem(Error const& error, Request const& request)
{
    // the one status that no rule can give, only the way in
    auto const status = error.code == "http.method_not_allowed" ? 405 : status_of(error.kind);
    json body{{"type", "about:blank"},
              {"title", sentence("http.title_" + std::to_string(status), {}, request.language)},
              {"status", status},
              {"code", error.code},
              {"detail", sentence(error, request.language)},
              {"facts", error.facts},
              {"request_id", request.id}};
    if (!error.fields.empty()) {
        auto fields = json::array();
        for (auto const& field : error.fields)
            fields.push_back({{"pointer", field.pointer}, {"code", field.code}, {"detail", sentence(field.code, field.facts, request.language)}});
        body["errors"] = std::move(fields);
    }
    auto answer = json_answer(status, body);
    answer.headers.front().second = "application/problem+json; charset=utf-8";
    if (error.kind == ErrorKind::busy) answer.with("Retry-After", "2");
    return answer;
}

} // namespace lilong::http
