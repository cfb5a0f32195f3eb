#include <nlohmann/json.hpp>

#include "access/permissions.h"
#include "analysis/round_cube_service.h"
#include "quality/permissions.h"
#include "quality/quality_routes.h"
#include "survey/answer_rule.h"
#include "survey/ground_test.h"
#include "survey/questionnaire_store.h"

namespace lilong::quality
{
namespace
{

using http::Method;
using nlohmann::json;
using survey::Ground;

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

// A committee with three collectors of 45 forms each; the third wrote "need" for every facility.
class QualityTest : public Ground
{
protected:
    void SetUp() override
    {
        Ground::SetUp();
        round = open_round();
        for (int i = 0; i < 3; ++i) collectors.push_back(UserId::random(rng));
        for (std::size_t n = 0; n < 135; ++n) forms.push_back(form(n, n / 45));
        for (std::size_t n = 90; n < 135; ++n) forms[n].coded[place("facilities")] = '1';
        database->load([&](storage::Transaction& tx) {
            survey::response_store::insert_all(tx, forms);
            survey::response_store::raise_change(tx, first, round.id);
        });
        add_quality_routes(router, quality, tree, *database,
                           [this](Actor const&, AreaId const&, RoundId const&) -> Result<void> {
                               if (locked) return refuse(ErrorKind::conflict, "analysis.guess_first");
                               return {};
                           });
    }

    bool locked = false; // as before the secretary's guess

    std::size_t place(std::string_view item) { return static_cast<std::size_t>(codebook.item(item)->place - 1); }
    survey::Response form(std::size_t n, std::size_t collector)
    {
        survey::Response out;
        out.area = first;
        out.id = ResponseId::random(rng);
        out.round = round.id;
        out.household = n < households.size() ? households[n] : HouseholdId::random(rng);
        out.estate = estate;
        out.building = building;
        out.coded = survey::nothing_asked(codebook);
        for (auto const& item : codebook.items)
            if (item.place > 0 && item.asked_of.empty())
                out.coded[static_cast<std::size_t>(item.place - 1)] =
                    static_cast<char>('1' + rng.below(codebook.list_of(item).options.size()));
        out.mode = survey::Mode::door_web;
        out.collector = collectors[collector];
        out.entered_by = collectors[collector];
        out.answered_on = clock.today();
        out.received_at = clock.now();
        out.review = survey::Review::approved;
        return out;
    }
    http::Answer ask(Actor const& who, Method method, std::string const& path, json const& body = nullptr)
    {
        gate.actor = who;
        http::Request request;
        request.method = method;
        request.path = "/api/v1/areas/" + first.text() + "/rounds/" + round.id.text() + path;
        if (!body.is_null()) {
            request.body = body.dump();
            request.headers["content-type"] = "application/json";
        }
        request.headers["x-lilong-request"] = "1";
        return router.handle(std::move(request));
    }
    json flags_for(Actor const& who) { return json::parse(ask(who, Method::get, "/quality-flags").body); }
    json only_flag(Actor const& who)
    {
        auto const found = flags_for(who);
        for (auto const& flag : found["items"])
            if (flag["rule"] == "all_equal_interviewer") return flag;
        return nullptr;
    }
    // as every estimate counts it
    double share_of(std::string_view item)
    {
        double yes = 0, answers = 0;
        EXPECT_TRUE(cubes.with(round.id, [&](analysis::RoundCube const& cube) -> Result<void> {
            for (auto const cell : cube.cube.cells_of(cube.axes.stratum_of.at(first))) {
                auto const moments = cube.cube.moments(cell, 0, *cube.axes.item(item));
                yes += static_cast<double>(moments.b);
                answers += static_cast<double>(moments.a);
            }
            return {};
        }));
        return yes / answers;
    }

    survey::Round round;
    std::vector<UserId> collectors;
    std::vector<survey::Response> forms;
    QualityService quality{*database, audit, tree, responses, progress, clock};
    analysis::RoundCubeService cubes{*database, tree};
    OneAtATime gate{tree};
    http::Router router{gate, rng};
};

TEST_F(QualityTest, the_collector_with_need_on_every_form_is_shown_to_the_secretary_with_forms_and_colleagues)
{
    auto const flag = only_flag(secretary);
    ASSERT_FALSE(flag.is_null()) << flags_for(secretary).dump(1);
    EXPECT_EQ(flag["family"], "zero_variance");
    EXPECT_EQ(flag["item"]["name"], "facilities");
    EXPECT_EQ(flag["answer"]["name"], "need");
    EXPECT_EQ(flag["answer"]["label"]["zh"], "需要");
    EXPECT_EQ(flag["forms"], 45);
    EXPECT_EQ(flag["collector"]["id"], collectors[2].text());
    EXPECT_EQ(flag["records"].size(), 45U);
    EXPECT_EQ(flag["dots"].size(), 2U);
    EXPECT_NEAR(flag["peers"].get<double>(), 0.25, 0.15);
    EXPECT_LT(flag["chance"].get<double>(), 1e-6);
    EXPECT_EQ(flag["state"], "open");
    EXPECT_EQ(flag["actions"].size(), 2U);
}

TEST_F(QualityTest, others_see_that_there_is_something_and_not_who)
{
    for (auto const& who : {worker, dispatcher}) {
        auto const flag = only_flag(who);
        ASSERT_FALSE(flag.is_null());
        EXPECT_TRUE(flag["about_interviewer"].get<bool>());
        EXPECT_TRUE(flag["collector"].is_null());
        EXPECT_TRUE(flag["records"].empty());
        EXPECT_TRUE(flag["dots"].empty());
        EXPECT_TRUE(flag["notes"].empty());
        EXPECT_TRUE(flag["actions"].empty());
        EXPECT_EQ(flag.dump().find(collectors[2].text()), std::string::npos);
    }
    EXPECT_EQ(ask(collector, Method::get, "/quality-flags").status, 403);
}

TEST_F(QualityTest, forms_set_aside_stay_with_their_reason_and_count_in_no_estimate_until_they_are_taken_back)
{
    auto const before = share_of("facilities");
    auto const key = only_flag(secretary)["key"].get<std::string>();
    auto const action = "/quality-flags/" + key + "/actions/";
    EXPECT_EQ(ask(secretary, Method::post, action + "set_aside", json{{"reason", " "}}).status, 400);
    auto const done = ask(secretary, Method::post, action + "set_aside", json{{"reason", "同一人45份全部需要,待核实"}});
    ASSERT_EQ(done.status, 200) << done.body;
    auto const found = flags_for(secretary);
    EXPECT_EQ(found["forms"], 135);
    EXPECT_EQ(found["set_aside"], 45);
    auto const flag = only_flag(secretary);
    EXPECT_EQ(flag["state"], "set_aside");
    EXPECT_EQ(flag["set_aside"], 45);
    EXPECT_EQ(flag["notes"][0]["reason"], "同一人45份全部需要,待核实");
    EXPECT_LT(share_of("facilities"), before - 0.1);
    for (auto const& item : found["figures"])
        if (item["item"] == "facilities") {
            EXPECT_EQ(item["with"]["n"], 135);
            EXPECT_EQ(item["without"]["n"], 90);
            EXPECT_NEAR(item["with"]["share"].get<double>(), before, 1e-9);
            EXPECT_NEAR(item["without"]["share"].get<double>(), share_of("facilities"), 1e-9);
        }
    auto const kept =
        database->read([&](storage::Connection& c) { return survey::response_store::by_id(c, first, forms[100].id); });
    EXPECT_EQ(kept->review_reason, "同一人45份全部需要,待核实");
    EXPECT_EQ(kept->coded, forms[100].coded);

    ASSERT_EQ(ask(secretary, Method::post, action + "take_back", json{{"reason", "已逐户电话核实"}}).status, 200);
    EXPECT_EQ(flags_for(secretary)["set_aside"], 0);
    EXPECT_TRUE(flags_for(secretary)["figures"].empty());
    EXPECT_NEAR(share_of("facilities"), before, 1e-9);
    EXPECT_EQ(only_flag(secretary)["state"], "open");
}

TEST_F(QualityTest, some_of_the_forms_can_be_set_aside_and_none_that_is_not_in_the_flag)
{
    auto const key = only_flag(secretary)["key"].get<std::string>();
    auto const path = "/quality-flags/" + key + "/actions/set_aside";
    EXPECT_EQ(ask(secretary, Method::post, path, json{{"reason", "r"}, {"records", {forms[0].id.text()}}}).status, 400);
    EXPECT_EQ(ask(secretary, Method::post, path, json{{"reason", "r"}, {"records", {forms[95].id.text()}}}).status,
              200);
    EXPECT_EQ(flags_for(secretary)["set_aside"], 1);
}

TEST_F(QualityTest, who_collected_the_forms_does_not_set_them_aside)
{
    auto self = secretary;
    self.user = collectors[2];
    auto const key = only_flag(self)["key"].get<std::string>();
    auto const answer = ask(self, Method::post, "/quality-flags/" + key + "/actions/set_aside", json{{"reason", "r"}});
    EXPECT_EQ(answer.status, 403);
    EXPECT_NE(answer.body.find("survey.own_response"), std::string::npos);
    EXPECT_EQ(flags_for(secretary)["set_aside"], 0) << "all or none";
}

TEST_F(QualityTest, an_explanation_keeps_its_author_and_can_be_reopened)
{
    auto const action = "/quality-flags/" + only_flag(secretary)["key"].get<std::string>() + "/actions/";
    ASSERT_EQ(ask(secretary, Method::post, action + "explain", json{{"reason", "该楼正在改造"}}).status, 200);
    auto const flag = only_flag(secretary);
    EXPECT_EQ(flag["state"], "explained");
    EXPECT_EQ(flag["notes"][0]["author"], secretary.name);
    ASSERT_EQ(ask(secretary, Method::post, action + "reopen").status, 200);
    EXPECT_EQ(only_flag(secretary)["state"], "open");
}

TEST_F(QualityTest, a_dispatcher_does_not_judge_what_is_about_an_interviewer)
{
    auto const key = only_flag(secretary)["key"].get<std::string>();
    auto const answer =
        ask(dispatcher, Method::post, "/quality-flags/" + key + "/actions/explain", json{{"reason", "r"}});
    EXPECT_EQ(answer.status, 403);
    EXPECT_NE(answer.body.find("quality.secretary_only"), std::string::npos);
}

TEST_F(QualityTest, flags_follow_the_forms_as_they_arrive)
{
    ASSERT_FALSE(only_flag(secretary).is_null());
    database->load([&](storage::Transaction& tx) {
        std::vector<survey::Response> more;
        for (int i = 0; i < 3; ++i) {
            more.push_back(form(500, 2));
            more.back().coded[place("facilities")] = '3';
        }
        survey::response_store::insert_all(tx, more);
        survey::response_store::raise_change(tx, first, round.id);
    });
    EXPECT_TRUE(only_flag(secretary).is_null()) << "three households said no";
    EXPECT_EQ(flags_for(secretary)["forms"], 138);
}

TEST_F(QualityTest, flags_that_tell_shares_wait_for_the_guess)
{
    locked = true;
    EXPECT_EQ(ask(secretary, Method::get, "/quality-flags").status, 409);
    EXPECT_EQ(ask(secretary, Method::get, "/response-rates").status, 200); // who was met says nothing about needs
    locked = false;
    EXPECT_EQ(ask(secretary, Method::get, "/quality-flags").status, 200);
}

TEST_F(QualityTest, an_unknown_flag_and_an_estate_are_not_found)
{
    EXPECT_EQ(
        ask(secretary, Method::post, "/quality-flags/0000000000000000/actions/explain", json{{"reason", "r"}}).status,
        404);
    EXPECT_EQ(quality.quality(estate, round.id).error().code, "quality.not_in_round");
    EXPECT_EQ(quality.quality(first, RoundId::random(rng)).error().code, "survey.no_round");
}

TEST_F(QualityTest, rates_rise_with_the_number_of_the_visit_and_name_interviewers_to_the_secretary_only)
{
    using survey::Disposition;
    for (auto const& [n, disposition] :
         {std::pair{0, Disposition::nobody_home}, {1, Disposition::nobody_home}, {2, Disposition::refused_household}}) {
        ASSERT_TRUE(visits.record(collector, visit_at(round, static_cast<std::size_t>(n), disposition)));
        clock.advance(std::chrono::minutes{5});
    }
    ASSERT_TRUE(visits.record(worker, visit_at(round, 0, Disposition::complete)));
    auto const seen = json::parse(ask(secretary, Method::get, "/response-rates").body);
    ASSERT_EQ(seen["by_visit"].size(), 2U);
    EXPECT_EQ(seen["by_visit"][0]["households"], 3);
    EXPECT_EQ(seen["by_visit"][0]["rates"]["rr1"], 0.0);
    EXPECT_NEAR(seen["by_visit"][1]["rates"]["rr1"].get<double>(), 1.0 / 3, 1e-9);
    EXPECT_NEAR(seen["by_visit"][1]["rates"]["ref1"].get<double>(), 1.0 / 3, 1e-9);
    EXPECT_EQ(seen["by_interviewer"].size(), 5U) << "two who recorded visits, three who brought forms";
    auto const hidden = json::parse(ask(worker, Method::get, "/response-rates").body);
    EXPECT_TRUE(hidden["by_interviewer"].empty());
    EXPECT_EQ(hidden["interviewers"], 5);
}

} // namespace
} // namespace lilong::quality
