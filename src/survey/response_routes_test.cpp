#include <nlohmann/json.hpp>

#include "access/permissions.h"
#include "survey/ground_test.h"
#include "survey/permissions.h"
#include "survey/questionnaire_routes.h"
#include "survey/response_routes.h"
#include "survey/round_routes.h"

namespace lilong::survey
{
namespace
{

using http::Method;
using nlohmann::json;

// Lets one person after the other come in, with the rights of the real table.
class OneAtATime final : public http::Gate
{
public:
    explicit OneAtATime(areas::AreaTree const& tree) : tree_(tree) { table_.add(default_grants()); }
    Actor who(http::Request const&) override { return actor; }
    Result<void> may(Actor const& somebody, Permission permission, AreaId const& area) override
    {
        return access::authorise(somebody, table_, permission, area,
                                 [this](AreaId const& a, AreaId const& b) { return tree_.reaches(a, b); });
    }
    Result<void> may_somewhere(Actor const& somebody, Permission permission) override
    {
        return access::authorise_somewhere(somebody, table_, permission);
    }
    Actor actor;

private:
    areas::AreaTree const& tree_;
    access::PermissionTable table_;
};

class SurveyRoutesTest : public Ground
{
protected:
    void SetUp() override
    {
        Ground::SetUp();
        add_questionnaire_routes(router, questionnaires);
        add_round_routes(router, rounds, progress);
        add_response_routes(router, responses, *database);
        add_visit_routes(router, visits, clock);
    }
    http::Answer ask(Actor const& who, Method method, std::string const& path, json const& body = nullptr,
                     std::string const& if_match = "")
    {
        gate.actor = who;
        http::Request request;
        request.method = method;
        auto const query = path.find('?');
        request.path = path.substr(0, query);
        if (query != std::string::npos)
            for (auto part : split(std::string_view{path}.substr(query + 1), '&'))
                request.query.emplace(part.substr(0, part.find('=')), part.substr(part.find('=') + 1));
        if (!body.is_null()) {
            request.body = body.dump();
            request.headers["content-type"] = "application/json";
        }
        if (!if_match.empty()) request.headers["if-match"] = if_match;
        request.headers["accept-language"] = "en";
        request.headers["x-lilong-request"] = "1";
        return router.handle(std::move(request));
    }
    std::string in(AreaId const& area) { return "/api/v1/areas/" + area.text(); }
    json form(std::size_t n)
    {
        return {{"household_id", households[n].text()},
                {"mode", "paper"},
                {"answers", {{"canteen", 1}, {"lift", nullptr}, {"pets", "cannot_say"}}}};
    }

    OneAtATime gate{tree};
    http::Router router{gate, rng};
};

TEST_F(SurveyRoutesTest, from_the_template_to_a_keyed_answer)
{
    auto const made = ask(dispatcher, Method::post, in(district) + "/questionnaires",
                          {{"key", "household_needs"}, {"title", {{"zh", "需求调查"}}}, {"kind", "household"}});
    ASSERT_EQ(made.status, 201) << made.body;
    auto const questionnaire = json::parse(made.body)["id"].get<std::string>();
    auto const version = in(district) + "/questionnaires/" + questionnaire + "/versions/1";
    ASSERT_EQ(ask(dispatcher, Method::post, version + "/actions/open").status, 200);
    auto const planned = ask(dispatcher, Method::post, in(district) + "/rounds",
                             {{"name", {{"zh", "2026 年"}, {"en", "2026"}}},
                              {"kind", "new"},
                              {"questionnaire_id", questionnaire},
                              {"questionnaire_version", 1},
                              {"opens_on", "2026-05-01"},
                              {"closes_on", "2026-06-30"},
                              {"design", "census_attempt"}});
    ASSERT_EQ(planned.status, 201) << planned.body;
    auto const round = json::parse(planned.body)["id"].get<std::string>();
    auto const opened = ask(dispatcher, Method::post, in(district) + "/rounds/" + round + "/actions/open");
    ASSERT_EQ(opened.status, 200) << opened.body;
    EXPECT_EQ(json::parse(opened.body)["timeline"][0]["to"], "open");

    auto const door =
        ask(collector, Method::get, in(first) + "/rounds/" + round + "/households/" + households[0].text());
    EXPECT_EQ(json::parse(door.body)["groups"], json({"elderly"}));
    auto const keyed = ask(collector, Method::post, in(first) + "/rounds/" + round + "/responses", form(0));
    ASSERT_EQ(keyed.status, 201) << keyed.body;
    auto const response = in(first) + "/responses/" + json::parse(keyed.body)["id"].get<std::string>();
    EXPECT_EQ(ask(collector, Method::get, response).status, 403); // does not read back
    auto const seen = ask(secretary, Method::get, response);
    ASSERT_EQ(seen.status, 200) << seen.body;
    EXPECT_EQ(json::parse(seen.body)["answers"],
              json({{"canteen", "need"}, {"lift", nullptr}, {"pets", "cannot_say"}}));
    EXPECT_EQ(ask(actor(Role::committee_secretary, second), Method::get, response).status, 404);
}

TEST_F(SurveyRoutesTest, a_correction_without_the_version_seen_is_asked_for_it)
{
    auto const round = open_round();
    auto const path = in(first) + "/rounds/" + round.id.text() + "/responses";
    auto const id = json::parse(ask(collector, Method::post, path, form(1)).body)["id"].get<std::string>();
    json const correction{{"answers", {{"canteen", 3}}}, {"reason", "read wrongly"}};
    auto const response = in(first) + "/responses/" + id;
    EXPECT_EQ(ask(worker, Method::put, response, correction).status, 428);
    EXPECT_EQ(ask(worker, Method::put, response, correction, "\"7\"").status, 412);
    auto const done = ask(worker, Method::put, response, correction, "\"1\"");
    EXPECT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(done.header("ETag"), "\"2\"");
    EXPECT_EQ(json::parse(ask(secretary, Method::get, response).body)["history"][0]["answers"]["canteen"], "need");
}

TEST_F(SurveyRoutesTest, a_wrong_answer_is_named_with_its_item_in_words)
{
    auto const round = open_round();
    auto body = form(1);
    body["answers"]["canteen"] = "perhaps";
    auto const refused = ask(collector, Method::post, in(first) + "/rounds/" + round.id.text() + "/responses", body);
    ASSERT_EQ(refused.status, 400);
    auto const fault = json::parse(refused.body)["errors"][0];
    EXPECT_EQ(fault["pointer"], "/answers/canteen");
    EXPECT_EQ(fault["code"], "survey.answer_not_in_list");
    EXPECT_NE(fault["detail"].get<std::string>().find("perhaps"), std::string::npos);
}

TEST_F(SurveyRoutesTest, the_list_goes_on_page_by_page)
{
    auto const round = open_round();
    auto const path = in(first) + "/rounds/" + round.id.text() + "/responses";
    for (std::size_t n = 0; n < 5; ++n) ASSERT_EQ(ask(collector, Method::post, path, form(n)).status, 201);
    std::set<std::string> seen;
    std::string next;
    for (int page = 0; page < 3; ++page) {
        auto const answer =
            json::parse(ask(secretary, Method::get, path + "?limit=2" + (next.empty() ? "" : "&cursor=" + next)).body);
        for (auto const& item : answer["items"]) EXPECT_TRUE(seen.insert(item["id"]).second);
        next = answer["next"].is_null() ? "" : answer["next"].get<std::string>();
    }
    EXPECT_EQ(seen.size(), 5u);
    EXPECT_TRUE(next.empty());
    EXPECT_EQ(ask(secretary, Method::get, path + "?cursor=nonsense").status, 400);
    EXPECT_EQ(ask(actor(Role::analyst, district), Method::get, path).status, 403);
}

TEST_F(SurveyRoutesTest, progress_tells_coverage_with_its_denominator_and_rates)
{
    auto const round = open_round();
    ASSERT_EQ(ask(collector, Method::post, in(first) + "/rounds/" + round.id.text() + "/responses", form(0)).status,
              201);
    auto const answer =
        json::parse(ask(worker, Method::get, in(first) + "/rounds/" + round.id.text() + "/progress").body);
    EXPECT_EQ(answer["whole"]["households"], 10);
    EXPECT_EQ(answer["whole"]["coverage"], 0.1);
    EXPECT_EQ(answer["whole"]["rates"]["rr1"], 0.1);
    EXPECT_EQ(answer["parts"][0]["area"]["kind"], "estate");
    EXPECT_EQ(answer["as_of"], start.text());
}

TEST_F(SurveyRoutesTest, a_visit_is_recorded_and_its_household_gets_a_final_disposition)
{
    auto const round = open_round();
    json const visit{{"round_id", round.id.text()},
                     {"household_id", households[3].text()},
                     {"disposition", "nobody_home"},
                     {"next_visit_on", "2026-05-09"},
                     {"next_day_part", "evening"}};
    auto const recorded = ask(collector, Method::post, in(first) + "/visits", visit);
    ASSERT_EQ(recorded.status, 201) << recorded.body;
    EXPECT_EQ(json::parse(recorded.body)["aapor"], "2.24");
    auto const list =
        json::parse(ask(collector, Method::get,
                        in(first) + "/visits?household=" + households[3].text() + "&round=" + round.id.text())
                        .body);
    EXPECT_EQ(list["items"].size(), 1u);
    EXPECT_EQ(list["final_disposition"], "nobody_home");
    EXPECT_EQ(ask(collector, Method::get, in(first) + "/visits").status, 400);
}

} // namespace
} // namespace lilong::survey
