// Which handler answers which path, and who may reach it. No route exists without a permission and a rule for its area:
// a path with {area} is checked in that area; a path without one says in words whom it is for.
//     router.get("/api/v1/areas/{area}/needs", see_needs, [&](Request const& request) -> Result<Answer> { … });
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/chance.h"
#include "base/limits.h"
#include "http/message.h"

namespace lilong::http {

// Who is asking and what they may do; implemented by access/, wired in lilong/.
class Gate {
public:
    virtual ~Gate() = default;
    virtual Actor who(Request const& request) = 0;
    // Refused as not_found when the area is outside all of the actor's areas, not_permitted when it is inside (S-11).
    virtual Result<void> may(Actor const& actor, Permission permission, AreaId const& area) = 0;
    virtual Result<void> may_somewhere(Actor const& actor, Permission permission) = 0;
};

// For paths without {area}.
enum class Reach {
    everyone,  // permission `anyone`: public facts
    own,       // permission `signed_in`: the caller's own things only
    somewhere  // the permission must be held in some area; the handler shows only what lies inside it
};

using Handler = std::function<Result<Answer>(Request const&)>;

// Whether a POST with an Idempotency-Key is answered a second time with the answer of the first (D-3). forgotten: the answer
// holds a secret, or the work is too long for the writer's thread.
enum class Repeats { remembered, forgotten };

struct RouteOptions {
    std::size_t largest_body = limits::kJsonBytes;
    std::vector<std::string> content_types = {"application/json"};   // of the request body
    Repeats repeats = Repeats::remembered;
};

// Implemented by access/, wired in lilong/.
class RepeatMemory {
public:
    virtual ~RepeatMemory() = default;
    // The answer given before to this key and this request; else the handler's, kept in one transaction with what it changed.
    virtual Result<Answer> once(Request const& request, Handler const& handler) = 0;
};

struct Route {
    Method method;
    std::string pattern;
    Permission permission;
    std::optional<Reach> reach; // nothing: the {area} of the path
    RouteOptions options;
    Handler handler;
};

class Router {
public:
    Router(Gate& gate, Rng& rng) : gate_(gate), rng_(rng) {}

    void get(std::string pattern, Permission permission, Handler handler) { add_in_area(Method::get, std::move(pattern), permission, {}, std::move(handler)); }
    void post(std::string pattern, Permission permission, Handler handler, RouteOptions options = {}) { add_in_area(Method::post, std::move(pattern), permission, std::move(options), std::move(handler)); }
    void put(std::string pattern, Permission permission, Handler handler, RouteOptions options = {}) { add_in_area(Method::put, std::move(pattern), permission, std::move(options), std::move(handler)); }
    void patch(std::string pattern, Permission permission, Handler handler) { add_in_area(Method::patch, std::move(pattern), permission, {}, std::move(handler)); }
    void del(std::string pattern, Permission permission, Handler handler) { add_in_area(Method::del, std::move(pattern), permission, {}, std::move(handler)); }
    // Public paths (with or without {area}) and paths about the caller.
    void add(Method method, std::string pattern, Permission permission, Reach reach, Handler handler, RouteOptions options = {});
    // Pages and files: whatever no route matches, GET and HEAD only.
    void otherwise(Handler handler) { fallback_ = std::move(handler); }

    void remember_repeats(std::unique_ptr<RepeatMemory> memory) { memory_ = std::move(memory); }

    Answer handle(Request request) const;
    std::size_t largest_body(Method method, std::string_view path) const;
    std::vector<Route> const& routes() const { return routes_; }

private:
    void add_in_area(Method method, std::string pattern, Permission permission, RouteOptions options, Handler handler);
    Route const* find(Method method, std::string_view path, std::map<std::string, std::string, std::less<>>* parameters, bool* other_method) const;
    Result<Answer> dispatch(Request& request, bool& handled) const;
    Result<void> authorise(Route const& route, Request const& request) const;

    Gate& gate_;
    Rng& rng_;
    std::vector<Route> routes_;
    Handler fallback_;
    std::unique_ptr<RepeatMemory> memory_;
};

} // namespace lilong::http
