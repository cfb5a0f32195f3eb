#include "http/router.h"

#include <spdlog/spdlog.h>
#include <stdexcept>

#include "http/json_body.h"
#include "http/security_headers.h"

namespace lilong::http {

namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;

bool matches(std::string_view pattern, std::string_view path, Parameters* parameters)
{
    auto const wanted = split(pattern, '/'), given = split(path, '/');
    if (wanted.size() != given.size()) return false;
    Parameters found;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].starts_with('{')) {
            if (given[i].empty()) return false;
            found.emplace(wanted[i].substr(1, wanted[i].size() - 2), given[i]);
        } else if (wanted[i] != given[i]) {
            return false;
        }
    }
    if (parameters) *parameters = std::move(found);
    return true;
}

// A browser that carries our cookie must prove that our own page sent the request (trust.md 5.10).
Result<void> not_forged(Route const& route, Request const& request)
{
    if (is_safe(request.method)) return {};
    if (request.header("x-lilong-request").empty()) return refuse(ErrorKind::not_permitted, "http.forged_request");
    auto const origin = request.header("origin");
    if (!origin.empty() && origin.substr(origin.find("//") == std::string_view::npos ? 0 : origin.find("//") + 2) != request.header("host"))
        return refuse(ErrorKind::not_permitted, "http.forged_request");
    if (request.body.empty()) return {};
    auto const type = trimmed(split(request.header("content-type"), ';').front());
    if (std::ranges::find(route.options.content_types, type) == route.options.content_types.end())
        return refuse(ErrorKind::bad_input, "http.content_type", {{"expected", route.options.content_types.front()}});
    return {};
}

// For the Allow header of a 405 (RFC 9110, 15.5.6).
std::string methods_of(std::vector<Route> const& routes, std::string_view path)
{
    std::string list;
    for (auto method : {Method::get, Method::post, Method::put, Method::patch, Method::del})
        for (auto const& route : routes)
            if (route.method == method && matches(route.pattern, path, nullptr)) {
                list += (list.empty() ? "" : ", ") + std::string{method == Method::get ? "GET, HEAD" : name(method)};
                break;
            }
    return list;
}

} // namespace

Result<JsonBody> Request::json() const { return JsonBody::parse(body.empty() ? std::string_view{"{}"} : std::string_view{body}); }

void Router::add_in_area(Method method, std::string pattern, Permission permission, RouteOptions options, Handler handler)
{
    if (pattern.find("{area}") == std::string::npos) throw std::logic_error("route without an area: " + pattern);
    if (permission == anyone || permission == signed_in) throw std::logic_error("route in an area for everyone: " + pattern);
    routes_.push_back({method, std::move(pattern), permission, std::nullopt, std::move(options), std::move(handler)});
}

void Router::add(Method method, std::string pattern, Permission permission, Reach reach, Handler handler, RouteOptions options)
{
    auto const fits = reach == Reach::everyone ? permission == anyone : reach == Reach::own ? permission == signed_in : !(permission == anyone || permission == signed_in);
    if (!fits) throw std::logic_error("permission and reach disagree: " + pattern);
    routes_.push_back({method, std::move(pattern), permission, reach, std::move(options), std::move(handler)});
}

Route const* Router::find(Method method, std::string_view path, Parameters* parameters, bool* other_method) const
{
    auto const wanted = method == Method::head ? Method::get : method;
    for (auto const& route : routes_) {
        if (!matches(route.pattern, path, route.method == wanted ? parameters : nullptr)) continue;
        if (route.method == wanted) return &route;
        if (other_method) *other_method = true;
    }
    return nullptr;
}

std::size_t Router::largest_body(Method method, std::string_view path) const
{
    auto const* route = find(method, path, nullptr, nullptr);
    return route ? route->options.largest_body : limits::kBodyBytesWithoutRoute;
}

Result<void> Router::authorise(Route const& route, Request const& request) const
{
    if (!route.reach) {
        auto const area = TRY(request.area());
        return gate_.may(request.actor, route.permission, area);
    }
    switch (*route.reach) {
    case Reach::everyone: return {};
    case Reach::own:
        if (request.actor.known()) return {};
        return refuse(ErrorKind::not_signed_in, "http.not_signed_in");
    case Reach::somewhere: return gate_.may_somewhere(request.actor, route.permission);
    }
    return refuse(ErrorKind::not_permitted, "http.not_permitted");
}

Result<Answer> Router::dispatch(Request& request, bool& handled) const
{
    bool other_method = false;
    auto const* route = find(request.method, request.path, &request.parameters, &other_method);
    if (!route) {
        if (fallback_ && is_safe(request.method) && !request.path.starts_with("/api/")) return fallback_(request);
        if (other_method) return refuse(ErrorKind::not_found, "http.method_not_allowed");
        return refuse(ErrorKind::not_found, "http.not_found");
    }
    request.actor = gate_.who(request);
    TRY(not_forged(*route, request));
    TRY(authorise(*route, request));
    handled = true;
    auto const may_repeat = memory_ && route->method == Method::post && route->options.repeats == Repeats::remembered;
    if (may_repeat && !request.header("idempotency-key").empty()) return memory_->once(request, route->handler);
    return route->handler(request);
}

Answer Router::handle(Request request) const
{
    if (request.id.empty()) request.id = random_uuid(rng_).text().substr(0, 13);
    request.language = language_of(request.header("accept-language"));
    bool handled = false;
    Answer answer;
    try {
        auto result = dispatch(request, handled);
        answer = result ? std::move(*result) : problem(result.error(), request);
        if (answer.status == 405) answer.with("Allow", methods_of(routes_, request.path));
    } catch (std::exception const& fault) {
        spdlog::error("{} {} {}: {}", request.id, name(request.method), request.path, fault.what());
        answer = problem({ErrorKind::failed, "http.fault", {{"request_id", request.id}}, {}}, request);
    }
    answer.handled = handled;
    add_security_headers(answer, request);
    return answer;
}

} // namespace lilong::http
