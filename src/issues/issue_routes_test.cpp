#include "issues/issue_routes.h"

#include <nlohmann/json.hpp>

#include "access/authorise_rule.h"
#include "access/permissions.h"
#include "issues/district_test.h"
#include "issues/permissions.h"

namespace lilong::issues
{
namespace
{

using nlohmann::json;

// The gate of the tests: whoever is set acts; the default grants decide.
class TableGate : public http::Gate
{
public:
    explicit TableGate(District& district) : district_(district) { table_.add(default_grants()); }
    Actor who(http::Request const&) override { return actor; }
    Result<void> may(Actor const& who, Permission permission, AreaId const& area) override
    {
        return access::authorise(who, table_, permission, area, [&](AreaId const& above, AreaId const& below) {
            return district_.tree.reaches(above, below);
        });
    }
    Result<void> may_somewhere(Actor const& who, Permission permission) override
    {
        return access::authorise_somewhere(who, table_, permission);
    }
    Actor actor;

private:
    District& district_;
    access::PermissionTable table_;
};

class IssueRoutesTest : public IssuesTest
{
protected:
    IssueRoutesTest()
    {
        add_issue_routes(router, issues);
        add_public_issue_routes(router, issues);
        add_agenda_routes(router, agenda);
    }
    http::Answer call(http::Method method, std::string path, Actor const& who, json const& body = {})
    {
        gate.actor = who;
        http::Request request;
        request.method = method;
        if (auto const question = path.find('?'); question != std::string::npos) {
            auto const equals = path.find('=', question);
            request.query[path.substr(question + 1, equals - question - 1)] = path.substr(equals + 1);
            path.resize(question);
        }
        request.path = path;
        if (!body.is_null()) request.body = body.dump(), request.headers["content-type"] = "application/json";
        request.headers["x-lilong-request"] = "lilong";
        return router.handle(request);
    }
    std::string area(AreaId const& id, std::string const& rest) { return "/api/v1/areas/" + id.text() + rest; }

    TableGate gate{*this};
    http::Router router{gate, rng};
};

TEST_F(IssueRoutesTest, a_resident_reports_without_account_and_follows_with_reference_and_code)
{
    auto const made = call(http::Method::post, "/api/v1/public/areas/" + beiyuan.text() + "/issues", stranger(),
                           {{"category", "lighting"}, {"text", "路灯不亮"}});
    ASSERT_EQ(made.status, 201) << made.body;
    auto const slip = json::parse(made.body);
    EXPECT_FALSE(slip.contains("id"));
    auto const path = "/api/v1/public/issues/" + slip["reference"].get<std::string>();
    auto const followed = call(http::Method::get, path + "?code=" + slip["code"].get<std::string>(), stranger());
    ASSERT_EQ(followed.status, 200) << followed.body;
    EXPECT_EQ(json::parse(followed.body)["state"], "registered");
    EXPECT_EQ(call(http::Method::get, path + "?code=AAAA", stranger()).status, 404);
    EXPECT_EQ(call(http::Method::get, path, stranger()).status, 404);
}

TEST_F(IssueRoutesTest, the_public_list_shows_only_what_was_released_and_never_who_reported)
{
    auto const issue = reported("lighting", "路灯不亮", households[0]).issue;
    auto const list = "/api/v1/public/areas/" + beiyuan.text() + "/issues";
    EXPECT_TRUE(json::parse(call(http::Method::get, list, stranger()).body)["items"].empty());
    ASSERT_EQ(call(http::Method::put, area(beiyuan, "/issues/" + issue.id.text() + "/release"), xiao_zhou(),
                   {{"released", true}})
                  .status,
              204);
    auto const shown = call(http::Method::get, list, stranger());
    EXPECT_EQ(json::parse(shown.body)["items"].size(), 1U);
    EXPECT_EQ(shown.body.find(households[0].text()), std::string::npos);
}

TEST_F(IssueRoutesTest, a_parked_issue_stands_on_its_public_list_with_the_review_date)
{
    auto const issue = reported("lighting", "路灯不亮", households[0]).issue;
    bring_to_work(issue);
    auto const parked = call(http::Method::post, area(beiyuan, "/issues/" + issue.id.text() + "/actions/park"),
                             lao_chen(), {{"reason", "next year's fund"}, {"review_date", "2026-05-01"}});
    ASSERT_EQ(parked.status, 200) << parked.body;
    auto const items = json::parse(
        call(http::Method::get, "/api/v1/public/areas/" + sub_district.text() + "/issues?parked=true", stranger())
            .body)["items"];
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0]["review_on"], "2026-05-01");
    EXPECT_TRUE(items[0]["text"].is_null());
}

TEST_F(IssueRoutesTest, a_detail_names_what_may_be_done_and_what_is_still_missing)
{
    auto const issue = reported("lighting", "路灯不亮", households[0]).issue;
    auto const detail = json::parse(call(http::Method::get, area(beiyuan, "/issues/" + issue.id.text()), wang()).body);
    EXPECT_EQ(detail["state"], "registered");
    EXPECT_EQ(detail["timeline"].size(), 1U);
    auto const refuse =
        std::ranges::find_if(detail["actions"], [](json const& action) { return action["action"] == "refuse"; });
    ASSERT_NE(refuse, detail["actions"].end());
    EXPECT_EQ((*refuse)["missing"], json::array({"where_to_turn"}));
}

TEST_F(IssueRoutesTest, each_door_opens_for_its_roles_and_for_nobody_else)
{
    auto const issue = reported("lighting", "路灯不亮").issue;
    auto const status = [&](Role role, AreaId const& where, std::string const& rest) {
        return call(http::Method::get, area(beiyuan, rest), person("somebody", role, where)).status;
    };
    EXPECT_EQ(status(Role::committee_worker, beiyuan, "/issues"), 200);
    EXPECT_EQ(status(Role::sub_district_dispatcher, sub_district, "/issues"), 200);
    EXPECT_EQ(status(Role::committee_worker, nanjing, "/issues"), 404);
    EXPECT_EQ(status(Role::provider, beiyuan, "/issues"), 403);
    EXPECT_EQ(status(Role::analyst, beiyuan, "/issues"), 403);
    EXPECT_EQ(status(Role::analyst, district, "/issue-rates"), 200);
    EXPECT_EQ(status(Role::system_administrator, beiyuan, "/issue-rates"), 403);
    EXPECT_EQ(status(Role::committee_secretary, beiyuan, "/agenda-items"), 200);
    EXPECT_EQ(status(Role::resident, beiyuan, "/agenda-items"), 403);
    EXPECT_EQ(call(http::Method::get, area(beiyuan, "/issues"), stranger()).status, 401);
    auto const report = [&](Role role) {
        return call(http::Method::post, area(beiyuan, "/issues"), person("somebody", role, beiyuan),
                    {{"category", "lighting"}, {"text", "x"}})
            .status;
    };
    EXPECT_EQ(report(Role::committee_worker), 201);
    EXPECT_EQ(report(Role::collector), 403);
    auto const release = [&](Role role) {
        return call(http::Method::put, area(beiyuan, "/issues/" + issue.id.text() + "/release"),
                    person("somebody", role, beiyuan), {{"released", true}})
            .status;
    };
    EXPECT_EQ(release(Role::committee_worker), 204);
    EXPECT_EQ(release(Role::sub_district_handler), 403);
    auto const act = [&](Role role) {
        return call(http::Method::post, area(beiyuan, "/issues/" + issue.id.text() + "/actions/accept"),
                    person("somebody", role, beiyuan), json::object())
            .status;
    };
    EXPECT_EQ(act(Role::analyst), 403);
    EXPECT_EQ(act(Role::committee_secretary), 200);
    auto const item = area(sub_district, "/agenda-items/" + issue.id.text() + "/actions/classify");
    EXPECT_EQ(
        call(http::Method::post, item, person("clerk", Role::sub_district_callback_clerk, sub_district), json::object())
            .status,
        403);
    EXPECT_EQ(call(http::Method::post, item, lao_chen(), json::object()).status,
              404); // no such item, but the door is open
}

TEST_F(IssueRoutesTest, a_body_with_members_nobody_asked_for_is_refused)
{
    auto const made = call(http::Method::post, "/api/v1/public/areas/" + beiyuan.text() + "/issues", stranger(),
                           {{"category", "lighting"}, {"text", "x"}, {"household_id", households[0].text()}});
    EXPECT_EQ(made.status, 400);
}

TEST_F(IssueRoutesTest, a_decision_is_taken_over_http)
{
    auto const issue = reported("car_parking", "停车难", households[0]).issue;
    bring_to_work(issue);
    ASSERT_EQ(call(http::Method::post, area(beiyuan, "/issues/" + issue.id.text() + "/actions/raise"), wang(),
                   {{"reason", "needs the road"}, {"rule", "c"}})
                  .status,
              200);
    auto const items =
        json::parse(call(http::Method::get, area(sub_district, "/agenda-items"), lao_chen()).body)["items"];
    ASSERT_EQ(items.size(), 1U);
    auto const item = area(sub_district, "/agenda-items/" + items[0]["id"].get<std::string>());
    ASSERT_EQ(call(http::Method::post, item + "/actions/classify", lao_chen(),
                   {{"domain", "public_management"}, {"lead_unit", "urban_management_team"}})
                  .status,
              200);
    ASSERT_EQ(call(http::Method::post, item + "/actions/accept", lao_chen(), {{"plan_date", "2026-04-01"}}).status,
              200);
    json const decision{
        {"body", "社区代表会议"},
        {"accepts", true},
        {"text_zh", "新增车位"},
        {"text_en", "More spaces"},
        {"measures",
         json::array(
             {{{"what", "mark spaces"}, {"who", "traffic_office"}, {"due", "2026-05-01"}, {"cost_fen", 2'000'000}}})}};
    auto const decided = call(http::Method::post, item + "/actions/decide", lao_chen(), decision);
    ASSERT_EQ(decided.status, 200) << decided.body;
    EXPECT_EQ(json::parse(decided.body)["decision"]["measures"][0]["cost_fen"], 2'000'000);
    EXPECT_EQ(state(issue), "in_progress");
}

} // namespace
} // namespace lilong::issues
