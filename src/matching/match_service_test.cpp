#include "matching/match_service.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "matching/match_routes.h"
#include "matching/permissions.h"
#include "resources/neighbourhood_test.h"

namespace lilong::matching
{
namespace
{

using resources::testing::ChosenGate;
using resources::testing::Neighbourhood;

// 柳岸 with two committees, one stall, and the needs the test puts in.
class MatchServiceTest : public ::testing::Test
{
protected:
    MatchServiceTest()
    {
        matching.use_open_needs([this](storage::Connection&, AreaId const& scope) {
            std::vector<OpenNeed> below;
            for (auto const& need : needs)
                if (world.tree.reaches(scope, need.area)) below.push_back(need);
            return below;
        });
        matching.on_news([this](storage::Transaction&, MatchView const&, MatchService::News news,
                                loop::Reason const&) -> Result<void> {
            (news == MatchService::News::delivered ? delivered : ended) += 1;
            return {};
        });
    }

    OpenNeed& need(AreaId const& area, std::int64_t heads, int severity = 3)
    {
        OpenNeed open{.area = area,
                      .id = NeedId::ordered(world.rng, world.clock.now()),
                      .traces = {TraceId::random(world.rng)},
                      .names = {"就近买菜", "vegetables nearby"},
                      .category = "food_market",
                      .heads = heads,
                      .severity = severity};
        return needs.emplace_back(std::move(open));
    }
    std::vector<MatchView> matches(std::string const& state = {})
    {
        return matching.matches(world.chen, world.liuan, {.state = state, .need = {}, .offer = {}});
    }
    Result<MatchView> act(Actor const& who, MatchView const& view, std::string const& action, MatchAct const& more = {})
    {
        return matching.act(who, view.match.area, view.match.id, action, more, {});
    }
    MatchAct because(std::string text)
    {
        return {.reason = {.code = "", .text = std::move(text)}, .for_provider = false, .sessions = {}};
    }
    MatchView now(MatchView const& view) { return matching.detail(world.chen, view.match.area, view.match.id)->view; }
    std::int64_t free_places() { return world.offers.offers(world.chen, world.liuan, {})[0].free(); }
    // A proposal for 北苑, accepted by both sides.
    MatchView agreed(std::int64_t heads = 60)
    {
        auto const stall = world.active_stall();
        provider = world.of_provider(stall.provider);
        need(world.beiyuan, heads);
        EXPECT_TRUE(matching.run(world.chen, world.liuan));
        auto const view = matches().at(0);
        EXPECT_TRUE(act(world.wang, view, "accept"));
        return act(provider, view, "accept").value();
    }
    ServiceSession saturday(unsigned day)
    {
        ServiceSession session{.date = Date{2026, 5, day}, .window = "07:00-10:00"};
        session.planned = 40;
        return session;
    }
    MatchView scheduled(std::vector<unsigned> days)
    {
        MatchAct plan;
        for (auto day : days) plan.sessions.push_back(saturday(day));
        return act(world.wang, agreed(), "schedule", plan).value();
    }
    Result<ServiceSession> record(MatchView const& view, std::size_t n, std::string const& action,
                                  SessionAct const& result)
    {
        auto const session = matching.detail(world.chen, view.match.area, view.match.id)->sessions.at(n);
        world.clock.set(china_midnight(session.date).plus(std::chrono::hours{12}));
        return matching.act_on_session(world.zhou, view.match.area, session.id, action, result, session.version);
    }
    SessionAct served(std::int64_t heads) { return {.served = heads, .absent = "", .note = "", .reason = {}}; }
    SessionAct absent(std::string side) { return {.served = {}, .absent = std::move(side), .note = "", .reason = {}}; }

    Neighbourhood world;
    areas::Taxonomy taxonomy = areas::read_reference_data().value();
    std::vector<OpenNeed> needs;
    MatchService matching{*world.database, world.audit, world.states, world.offers,
                          world.tree,      taxonomy,    world.clock,  world.rng};
    Actor provider;
    int delivered = 0, ended = 0;
};

TEST_F(MatchServiceTest, a_run_proposes_with_reasons_and_keeps_what_stays_unmet_with_its_cause)
{
    world.active_stall(100); // 400 places a month
    need(world.beiyuan, 300, 2);
    need(world.nanjing, 200, 4);
    auto const run = matching.run(world.chen, world.liuan).value();
    EXPECT_EQ(run.heads, 500);
    EXPECT_EQ(run.served, 400);
    EXPECT_EQ(run.proposals, 2);
    auto const proposed = matches("proposed");
    ASSERT_EQ(proposed.size(), 2U);
    for (auto const& view : proposed) {
        EXPECT_EQ(view.match.heads, 200); // the more urgent 南泾 is served in full
        EXPECT_NE(view.match.sentence.zh.find("周六蔬菜摊"), std::string::npos);
        EXPECT_EQ(view.due, (Date{2026, 5, 22})); // ten working days
    }
    auto const unmet = matching.unmet(world.liuan);
    ASSERT_EQ(unmet.size(), 1U);
    EXPECT_EQ(unmet[0].area, world.beiyuan);
    EXPECT_EQ(unmet[0].heads, 100);
    EXPECT_EQ(unmet[0].cause, "capacity");
    auto const certificate = nlohmann::json::parse(unmet[0].certificate);
    EXPECT_EQ(certificate["heads"].get<int>() - certificate["places"].get<int>(), 100);
    EXPECT_EQ(free_places(), 400); // a run only proposes
}

TEST_F(MatchServiceTest, both_sides_accept_in_either_order_and_the_second_yes_books_the_places)
{
    auto const stall = world.active_stall();
    provider = world.of_provider(stall.provider);
    need(world.beiyuan, 60);
    ASSERT_TRUE(matching.run(world.chen, world.liuan));
    auto const first = act(provider, matches().at(0), "accept").value();
    EXPECT_EQ(first.state, "proposed");
    EXPECT_TRUE(first.match.provider_side);
    EXPECT_EQ(free_places(), 400);
    EXPECT_EQ(act(provider, first, "accept").error().code, "matching.already_accepted");
    auto const both = act(world.wang, first, "accept").value();
    EXPECT_EQ(both.state, "agreed");
    EXPECT_EQ(free_places(), 340);
}

TEST_F(MatchServiceTest, a_worker_may_tell_the_providers_yes_but_nobody_says_yes_for_both_sides)
{
    world.active_stall();
    need(world.beiyuan, 60);
    ASSERT_TRUE(matching.run(world.chen, world.liuan));
    auto const view = matches().at(0);
    ASSERT_TRUE(act(world.wang, view, "accept"));
    MatchAct by_phone{.reason = {}, .for_provider = true, .sessions = {}};
    EXPECT_EQ(act(world.zhou, view, "accept", by_phone).error().code, "matching.say_how_provider_agreed");
    by_phone.reason.text = "电话:云禾负责人同意";
    EXPECT_EQ(act(world.wang, view, "accept", by_phone).error().code, "matching.same_person_for_both");
    EXPECT_EQ(act(world.zhou, view, "accept", by_phone)->state, "agreed");
}

TEST_F(MatchServiceTest, a_worker_does_not_accept_for_the_committee_and_another_committee_sees_nothing)
{
    world.active_stall();
    need(world.beiyuan, 60);
    ASSERT_TRUE(matching.run(world.chen, world.liuan));
    EXPECT_EQ(act(world.zhou, matches().at(0), "accept").error().code, "access.not_permitted");
    EXPECT_TRUE(matching.matches(world.zhao, world.nanjing, {}).empty());
    EXPECT_EQ(matching.detail(world.zhao, world.nanjing, matches().at(0).match.id).error().code, "matching.not_found");
}

TEST_F(MatchServiceTest, places_that_are_gone_refuse_the_second_yes_and_leave_no_trace)
{
    auto const stall = world.active_stall(10); // 40 a month
    provider = world.of_provider(stall.provider);
    auto const a = need(world.beiyuan, 40);
    ASSERT_TRUE(matching.run(world.chen, world.liuan));
    auto const view = matches().at(0);
    ASSERT_TRUE(act(world.wang, view, "accept"));
    ASSERT_TRUE(world.database->write(world.liuan, [&](storage::Transaction& tx) -> Result<void> {
        tx.mark_noted();
        return world.offers.book(tx, world.liuan, stall.offer.id, MatchId::random(world.rng), 1);
    }));
    EXPECT_EQ(act(provider, view, "accept").error().code, "resources.capacity_exceeded");
    EXPECT_FALSE(now(view).match.provider_side);
    EXPECT_EQ(now(view).state, "proposed");
}

TEST_F(MatchServiceTest, a_refused_pair_is_not_proposed_again_for_six_months)
{
    world.active_stall();
    need(world.beiyuan, 60);
    ASSERT_TRUE(matching.run(world.chen, world.liuan));
    EXPECT_EQ(act(world.wang, matches().at(0), "reject").error().code, "loop.reason_missing");
    ASSERT_TRUE(act(world.wang, matches().at(0), "reject", because("too_loud")));
    EXPECT_EQ(ended, 1);
    EXPECT_EQ(matching.run(world.chen, world.liuan)->proposals, 0);
    EXPECT_EQ(matching.unmet(world.beiyuan).at(0).cause, "refused");
    world.clock.set(Instant::parse("2026-11-09T02:00:00.000Z").value());
    EXPECT_EQ(matching.run(world.chen, world.liuan)->proposals, 1);
    EXPECT_TRUE(matching.unmet(world.beiyuan).empty());
}

TEST_F(MatchServiceTest, a_new_run_replaces_unanswered_proposals_and_leaves_answered_ones_alone)
{
    world.active_stall();
    need(world.beiyuan, 60);
    need(world.nanjing, 50);
    ASSERT_TRUE(matching.run(world.chen, world.liuan));
    for (auto const& view : matches())
        if (view.match.area == world.beiyuan) {
            ASSERT_TRUE(act(world.wang, view, "accept"));
        }
    auto const again = matching.run(world.chen, world.liuan).value();
    EXPECT_EQ(again.proposals, 1); // only 南泾: 北苑's heads are held by the answered one
    EXPECT_EQ(matches("proposed").size(), 2U);
    EXPECT_EQ(matches("lapsed").size(), 1U);
}

TEST_F(MatchServiceTest, a_proposal_without_both_answers_lapses_after_ten_working_days)
{
    world.active_stall();
    need(world.beiyuan, 60);
    ASSERT_TRUE(matching.run(world.chen, world.liuan));
    world.clock.set(Instant::parse("2026-05-22T02:00:00.000Z").value());
    EXPECT_EQ(matching.lapse_overdue(), 0U);
    world.clock.set(Instant::parse("2026-05-23T02:00:00.000Z").value());
    EXPECT_EQ(matching.lapse_overdue(), 1U);
    EXPECT_EQ(matching.lapse_overdue(), 0U);
    EXPECT_EQ(matches("lapsed").size(), 1U);
}

TEST_F(MatchServiceTest, sessions_run_from_the_first_held_to_the_last_and_then_free_the_places)
{
    auto const view = scheduled({9, 16});
    EXPECT_EQ(view.state, "scheduled");
    EXPECT_EQ(view.due, (Date{2026, 5, 9}));
    EXPECT_EQ(matching
                  .act_on_session(world.zhou, world.beiyuan,
                                  matching.detail(world.chen, world.beiyuan, view.match.id)->sessions[0].id, "hold",
                                  served(1), {})
                  .error()
                  .code,
              "matching.session_not_yet");
    ASSERT_TRUE(record(view, 0, "hold", served(38)));
    EXPECT_EQ(now(view).state, "running");
    EXPECT_EQ(now(view).due, (Date{2026, 5, 16}));
    ASSERT_TRUE(record(view, 1, "hold", served(41)));
    EXPECT_EQ(now(view).state, "completed");
    EXPECT_EQ(delivered, 1);
    EXPECT_EQ(free_places(), 400);
    EXPECT_EQ(record(view, 1, "hold", served(1)).error().code, "loop.transition_not_allowed");
}

TEST_F(MatchServiceTest, two_no_shows_in_a_row_suspend_and_both_sides_may_go_on)
{
    auto const view = scheduled({9, 16, 23, 30});
    ASSERT_TRUE(record(view, 0, "hold", served(38)));
    EXPECT_EQ(record(view, 1, "no_show", absent("")).error().code, "loop.requirement_missing");
    ASSERT_TRUE(record(view, 1, "no_show", absent("provider")));
    EXPECT_EQ(now(view).state, "running");
    ASSERT_TRUE(record(view, 2, "no_show", absent("provider")));
    EXPECT_EQ(now(view).state, "suspended");
    EXPECT_EQ(free_places(), 340); // still held
    EXPECT_EQ(act(world.wang, view, "resume")->state, "running");
}

TEST_F(MatchServiceTest, a_withdrawn_match_frees_its_places)
{
    auto const view = agreed();
    EXPECT_EQ(free_places(), 340);
    EXPECT_EQ(act(provider, view, "withdraw", because("harvest failed"))->state, "withdrawn");
    EXPECT_EQ(free_places(), 400);
    EXPECT_EQ(ended, 1);
}

TEST_F(MatchServiceTest, sessions_lie_in_the_offers_hours_and_not_in_the_past)
{
    auto const view = agreed();
    MatchAct plan{.reason = {}, .for_provider = false, .sessions = {saturday(10)}}; // a Sunday
    EXPECT_EQ(act(world.wang, view, "schedule", plan).error().code, "matching.session_outside_schedule");
    plan.sessions = {saturday(9)};
    plan.sessions[0].window = "07:00-10:30";
    EXPECT_EQ(act(world.wang, view, "schedule", plan).error().code, "matching.session_outside_schedule");
    plan.sessions = {saturday(2)};
    EXPECT_EQ(act(world.wang, view, "schedule", plan).error().code, "matching.session_in_the_past");
    EXPECT_EQ(act(world.wang, view, "schedule").error().code, "loop.requirement_missing");
}

TEST_F(MatchServiceTest, a_match_made_by_hand_passes_the_same_clauses_or_carries_a_reason)
{
    auto const stall = world.active_stall();
    auto const id = need(world.beiyuan, 60).id;
    HandMade wish{.need = id, .offer_area = world.liuan, .offer = stall.offer.id, .heads = 20, .reason = ""};
    auto const made = matching.make_by_hand(world.zhou, world.beiyuan, wish).value();
    EXPECT_EQ(made.match.origin, "hand");
    wish.heads = 41;
    EXPECT_EQ(matching.make_by_hand(world.zhou, world.beiyuan, wish).error().code, "matching.more_than_heads_left");
    needs[0].category = "lighting";
    wish.heads = 5;
    EXPECT_EQ(matching.make_by_hand(world.zhou, world.beiyuan, wish).error().code, "matching.not_admissible");
    wish.reason = "the growers bring lamps, too";
    EXPECT_EQ(matching.make_by_hand(world.zhou, world.beiyuan, wish)->match.hand_reason, wish.reason);
    wish.need = NeedId::random(world.rng);
    EXPECT_EQ(matching.make_by_hand(world.zhou, world.beiyuan, wish).error().code, "matching.need_not_open");
}

TEST_F(MatchServiceTest, a_run_covers_a_sub_district_or_a_committee)
{
    EXPECT_EQ(matching.run(world.chen, world.district).error().code, "matching.scope_not_sub_district");
    EXPECT_TRUE(matching.run(world.wang, world.beiyuan));
}

TEST_F(MatchServiceTest, the_audit_chain_holds_after_a_whole_story)
{
    auto const view = scheduled({9});
    ASSERT_TRUE(record(view, 0, "hold", served(38)));
    EXPECT_FALSE(world.database->read([](storage::Connection& c) { return access::first_break(c); }));
}

TEST_F(MatchServiceTest, the_pages_speak_http)
{
    auto const stall = world.active_stall(10);
    provider = world.of_provider(stall.provider);
    need(world.beiyuan, 60);
    access::PermissionTable table;
    table.add(default_grants());
    ChosenGate gate{table, world.reaches};
    http::Router router{gate, world.rng};
    add_match_routes(router, matching);
    auto const call = [&](Actor const& actor, http::Method method, std::string const& path,
                          nlohmann::json const& body = {}, std::string const& version = {}) {
        gate.actor = actor;
        http::Request request{.method = method, .path = "/api/v1/areas/" + path};
        request.headers["x-lilong-request"] = "1";
        if (!body.is_null()) request.body = body.dump(), request.headers["content-type"] = "application/json";
        if (!version.empty()) request.headers["if-match"] = "\"" + version + "\"";
        return router.handle(request);
    };
    auto const json = [](http::Answer const& answer) { return nlohmann::json::parse(answer.body); };
    auto const liuan = world.liuan.text(), beiyuan = world.beiyuan.text();
    EXPECT_EQ(call(world.zhou, http::Method::post, beiyuan + "/match-runs", nlohmann::json::object()).status, 403);
    auto const run = call(world.chen, http::Method::post, liuan + "/match-runs", nlohmann::json::object());
    ASSERT_EQ(run.status, 201) << run.body;
    EXPECT_EQ(call(world.chen, http::Method::get, liuan + "/match-runs/" + json(run)["id"].get<std::string>()).status,
              200);
    EXPECT_EQ(json(call(world.chen, http::Method::get, liuan + "/match-runs"))["match_runs"].size(), 1U);
    auto const unmet = json(call(world.wang, http::Method::get, beiyuan + "/unmet-needs"))["unmet_needs"];
    ASSERT_EQ(unmet.size(), 1U);
    EXPECT_EQ(unmet[0]["certificate"]["adds_up"], true);
    auto const list = json(call(world.wang, http::Method::get, beiyuan + "/matches"))["matches"];
    ASSERT_EQ(list.size(), 1U);
    auto const path = beiyuan + "/matches/" + list[0]["id"].get<std::string>();
    auto const detail = call(world.wang, http::Method::get, path);
    EXPECT_EQ(json(detail)["explanation"]["reason"], "only_offer");
    EXPECT_EQ(json(detail)["actions"].size(), 2U) << detail.body; // accept, reject
    EXPECT_EQ(call(world.wang, http::Method::post, path + "/actions/accept", nlohmann::json::object(), "1").status,
              200);
    EXPECT_EQ(call(provider, http::Method::post, path + "/actions/accept", nlohmann::json::object(), "1").status, 412);
    auto const agreed = call(provider, http::Method::post, path + "/actions/accept", nlohmann::json::object(), "2");
    EXPECT_EQ(json(agreed)["state"], "agreed") << agreed.body;
    auto const planned =
        call(world.wang, http::Method::post, path + "/actions/schedule",
             {{"sessions", {{{"date", "2026-05-09"}, {"window", "07:00-10:00"}, {"planned", 30}}}}}, "3");
    ASSERT_EQ(planned.status, 200) << planned.body;
    auto const session = json(planned)["sessions"][0]["id"].get<std::string>();
    world.clock.set(Instant::parse("2026-05-09T04:00:00.000Z").value());
    auto const held = call(world.wang, http::Method::post, beiyuan + "/service-sessions/" + session + "/actions/hold",
                           {{"served", 28}}, "1");
    EXPECT_EQ(json(held)["state"], "held") << held.body;
    EXPECT_EQ(json(call(world.wang, http::Method::get, path))["state"], "completed");
    EXPECT_EQ(call(world.stranger, http::Method::get, path).status, 404);
}

} // namespace
} // namespace lilong::matching
