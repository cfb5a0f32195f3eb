#include "http/router.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "http/json_body.h"

namespace lilong::http
{
namespace
{

using nlohmann::json;

constexpr Permission kSeeNeeds{"needs.see_needs"}, kDecide{"needs.decide"};
constexpr char const* kHome = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
constexpr char const* kElsewhere = "017f22e2-79b0-7cc3-98c4-dc0c0c070000";

// Wang may see the needs of her own committee; who sends no name is a stranger.
class Doorkeeper final : public Gate
{
public:
    Actor who(Request const& request) override
    {
        Actor actor;
        if (request.header("cookie") == "wang") actor.user = *UserId::parse(kHome);
        return actor;
    }
    Result<void> may(Actor const& actor, Permission permission, AreaId const& area) override
    {
        if (!actor.known()) return refuse(ErrorKind::not_signed_in, "http.not_signed_in");
        if (area.text() != kHome) return refuse(ErrorKind::not_found, "http.not_found");
        if (!(permission == kSeeNeeds)) return refuse(ErrorKind::not_permitted, "http.not_permitted");
        return {};
    }
    Result<void> may_somewhere(Actor const& actor, Permission permission) override
    {
        return may(actor, permission, *AreaId::parse(kHome));
    }
};

class RouterTest : public testing::Test
{
protected:
    RouterTest()
    {
        router.get("/api/v1/areas/{area}/needs", kSeeNeeds, [](Request const&) -> Result<Answer> {
            return ok({{"items", json::array()}}).version(3);
        });
        router.get("/api/v1/areas/{area}/needs/{id}", kSeeNeeds, [](Request const& request) -> Result<Answer> {
            auto const id = TRY(request.path_id<NeedId>("id"));
            return ok({{"id", id.text()}});
        });
        router.post("/api/v1/areas/{area}/needs", kSeeNeeds, [](Request const& request) -> Result<Answer> {
            auto body = TRY(request.json());
            auto const heads = body.integer("heads", 1, 99);
            TRY(body.finish());
            return created({{"heads", heads}});
        });
        router.put("/api/v1/areas/{area}/needs/{id}", kSeeNeeds, [](Request const& request) -> Result<Answer> {
            auto const version = TRY(request.if_match());
            return ok({{"version", version}});
        });
        router.post("/api/v1/areas/{area}/decisions", kDecide,
                    [](Request const&) -> Result<Answer> { return no_content(); });
        router.add(Method::get, "/api/v1/public/areas/{area}/facts", anyone, Reach::everyone,
                   [](Request const&) -> Result<Answer> {
                       return ok({{"public", true}});
                   });
        router.add(Method::get, "/api/v1/mine", signed_in, Reach::own, [](Request const&) -> Result<Answer> {
            return ok({{"mine", true}});
        });
        router.add(Method::get, "/api/v1/needs", kSeeNeeds, Reach::somewhere,
                   [](Request const&) -> Result<Answer> { return ok(json::object()); });
        router.add(Method::get, "/api/v1/fault", anyone, Reach::everyone,
                   [](Request const&) -> Result<Answer> { throw std::runtime_error("a secret of the log"); });
    }
    Answer ask(Method method, std::string path, std::string who = "wang", std::string body = {},
               std::map<std::string, std::string> headers = {})
    {
        Request request;
        request.method = method;
        request.path = std::move(path);
        request.body = std::move(body);
        request.headers = {{"accept-language", "en"}, {"host", "lilong.example"}, {"cookie", who}};
        if (!is_safe(method))
            request.headers.insert({{"x-lilong-request", "1"},
                                    {"content-type", "application/json"},
                                    {"origin", "https://lilong.example"}});
        for (auto const& [name, value] : headers) request.headers[name] = value;
        return router.handle(request);
    }
    static std::string code(Answer const& answer) { return json::parse(answer.body).at("code"); }

    Doorkeeper gate;
    SeededRng rng{1};
    Router router{gate, rng};
    std::string const needs = std::string{"/api/v1/areas/"} + kHome + "/needs";
    std::string const need = needs + "/" + kElsewhere;
};

TEST_F(RouterTest, no_route_can_be_added_without_saying_who_may_reach_it)
{
    auto const handler = [](Request const&) -> Result<Answer> { return no_content(); };
    EXPECT_THROW(router.get("/api/v1/needs/{id}", kSeeNeeds, handler), std::logic_error);
    EXPECT_THROW(router.get("/api/v1/areas/{area}/x", anyone, handler), std::logic_error);
    EXPECT_THROW(router.post("/api/v1/areas/{area}/x", signed_in, handler), std::logic_error);
    EXPECT_THROW(router.add(Method::get, "/api/v1/x", kSeeNeeds, Reach::everyone, handler), std::logic_error);
    EXPECT_THROW(router.add(Method::get, "/api/v1/x", anyone, Reach::own, handler), std::logic_error);
    EXPECT_THROW(router.add(Method::get, "/api/v1/x", signed_in, Reach::somewhere, handler), std::logic_error);
    EXPECT_EQ(router.routes().size(), 9U);
}

TEST_F(RouterTest, who_has_the_permission_gets_the_answer)
{
    auto const answer = ask(Method::get, needs);
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.handled);
    EXPECT_EQ(answer.header("ETag"), "\"3\"");
}

TEST_F(RouterTest, the_handler_does_not_run_for_strangers_outsiders_and_those_without_the_permission)
{
    auto const denied = [&](Answer const& answer, int status) {
        EXPECT_EQ(answer.status, status);
        EXPECT_FALSE(answer.handled);
    };
    denied(ask(Method::get, needs, ""), 401);
    denied(ask(Method::get, std::string{"/api/v1/areas/"} + kElsewhere + "/needs"), 404);
    denied(ask(Method::get, "/api/v1/areas/no-id/needs"), 404);
    denied(ask(Method::post, std::string{"/api/v1/areas/"} + kHome + "/decisions"), 403);
    denied(ask(Method::get, "/api/v1/mine", ""), 401);
    denied(ask(Method::get, "/api/v1/needs", ""), 401);
}

TEST_F(RouterTest, public_facts_need_no_name)
{
    EXPECT_EQ(ask(Method::get, std::string{"/api/v1/public/areas/"} + kElsewhere + "/facts", "").status, 200);
    EXPECT_EQ(ask(Method::get, "/api/v1/mine").status, 200);
    EXPECT_EQ(ask(Method::get, "/api/v1/needs").status, 200);
}

TEST_F(RouterTest, an_unknown_path_is_404_and_an_unknown_method_405_with_those_that_work)
{
    EXPECT_EQ(ask(Method::get, "/api/v1/nothing").status, 404);
    EXPECT_EQ(ask(Method::get, needs + "/").status, 404);
    auto const answer = ask(Method::del, needs);
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(answer.header("Allow"), "GET, HEAD, POST");
    EXPECT_EQ(code(answer), "http.method_not_allowed");
}

TEST_F(RouterTest, head_is_answered_like_get)
{
    EXPECT_EQ(ask(Method::head, needs).status, 200);
    EXPECT_EQ(ask(Method::head, needs, "").status, 401);
}

TEST_F(RouterTest, a_part_of_the_path_that_is_no_id_is_not_found)
{
    EXPECT_EQ(json::parse(ask(Method::get, need).body).at("id"), kElsewhere);
    EXPECT_EQ(ask(Method::get, needs + "/twelve").status, 404);
}

TEST_F(RouterTest, a_request_from_a_foreign_page_is_refused)
{
    EXPECT_EQ(ask(Method::post, needs, "wang", R"({"heads": 3})").status, 201);
    for (auto const& forged : {std::map<std::string, std::string>{{"x-lilong-request", ""}},
                               {{"origin", "https://evil.example"}},
                               {{"origin", "null"}},
                               {{"origin", "https://evil-lilong.example"}}}) {
        auto const answer = ask(Method::post, needs, "wang", R"({"heads": 3})", forged);
        EXPECT_EQ(answer.status, 403);
        EXPECT_EQ(code(answer), "http.forged_request");
    }
}

TEST_F(RouterTest, a_form_of_a_plain_web_page_is_not_taken_for_json)
{
    auto const answer = ask(Method::post, needs, "wang", "heads=3", {{"content-type", "text/plain"}});
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(code(answer), "http.content_type");
    EXPECT_EQ(ask(Method::post, needs, "wang", R"({"heads": 3})", {{"content-type", "application/json; charset=utf-8"}})
                  .status,
              201);
}

TEST_F(RouterTest, members_nobody_asked_for_are_named)
{
    auto const answer = ask(Method::post, needs, "wang", R"({"heads": 3, "hedas": 4})");
    EXPECT_EQ(answer.status, 400);
    auto const problem = json::parse(answer.body);
    EXPECT_EQ(problem.at("errors").at(0).at("pointer"), "/hedas");
    EXPECT_EQ(problem.at("errors").at(0).at("code"), "http.field_unknown");
}

TEST_F(RouterTest, an_edit_names_the_version_it_saw)
{
    EXPECT_EQ(ask(Method::put, need).status, 428);
    EXPECT_EQ(ask(Method::put, need, "wang", "", {{"if-match", "*"}}).status, 412);
    EXPECT_EQ(json::parse(ask(Method::put, need, "wang", "", {{"if-match", "\"7\""}}).body).at("version"), 7);
}

TEST_F(RouterTest, a_refusal_speaks_the_language_of_the_caller)
{
    auto const english = ask(Method::get, needs, "");
    auto const chinese = ask(Method::get, needs, "", "", {{"accept-language", "zh-CN,zh;q=0.9"}});
    EXPECT_EQ(english.header("Content-Type"), "application/problem+json; charset=utf-8");
    EXPECT_EQ(json::parse(english.body).at("title"), "Sign in first");
    EXPECT_EQ(json::parse(english.body).at("detail"), "Sign in, then continue.");
    EXPECT_EQ(json::parse(chinese.body).at("title"), "请先登录");
    EXPECT_EQ(json::parse(chinese.body).at("status"), 401);
    EXPECT_EQ(json::parse(chinese.body).at("request_id"), std::string{chinese.header("X-Request-Id")});
}

TEST_F(RouterTest, a_fault_tells_its_number_and_nothing_else)
{
    auto const answer = ask(Method::get, "/api/v1/fault");
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    auto const problem = json::parse(answer.body);
    EXPECT_NE(problem.at("detail").get<std::string>().find(problem.at("request_id").get<std::string>()),
              std::string::npos);
}

TEST_F(RouterTest, every_answer_carries_the_headers_that_protect_the_reader)
{
    router.otherwise([](Request const&) -> Result<Answer> {
        return text_answer("text/html", "<html></html>").with("Cache-Control", "no-cache");
    });
    for (auto const& answer :
         {ask(Method::get, needs), ask(Method::get, needs, ""), ask(Method::get, "/api/v1/nothing"),
          ask(Method::get, "/api/v1/fault"), ask(Method::del, needs), ask(Method::get, "/staff/x")}) {
        EXPECT_NE(answer.header("Content-Security-Policy").find("default-src 'none'"), std::string_view::npos);
        EXPECT_EQ(answer.header("Content-Security-Policy").find("unsafe"), std::string_view::npos);
        EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(answer.header("Cross-Origin-Resource-Policy"), "same-origin");
        EXPECT_FALSE(answer.header("X-Request-Id").empty());
        EXPECT_FALSE(answer.header("Cache-Control").empty());
    }
    EXPECT_EQ(ask(Method::get, needs).header("Cache-Control"), "no-store");
    EXPECT_EQ(ask(Method::get, "/staff/x").header("Cache-Control"), "no-cache");
}

TEST_F(RouterTest, pages_answer_what_no_route_knows_but_never_for_the_api)
{
    router.otherwise([](Request const&) -> Result<Answer> { return text_answer("text/html", "page"); });
    EXPECT_EQ(ask(Method::get, "/staff/needs", "").body, "page");
    EXPECT_EQ(ask(Method::get, "/api/v1/nothing").status, 404);
    EXPECT_EQ(ask(Method::post, "/staff/needs").status, 404);
}

TEST_F(RouterTest, the_limit_of_a_body_belongs_to_its_route)
{
    router.post("/api/v1/areas/{area}/imports", kSeeNeeds,
                [](Request const&) -> Result<Answer> { return no_content(); },
                {.largest_body = 5'000'000, .content_types = {"text/csv"}});
    EXPECT_EQ(router.largest_body(Method::post, "/api/v1/areas/x/imports"), 5'000'000U);
    EXPECT_EQ(router.largest_body(Method::post, needs), 1'000'000U);
    EXPECT_EQ(router.largest_body(Method::post, "/api/v1/nothing"), 65'536U);
}

} // namespace
} // namespace lilong::http
