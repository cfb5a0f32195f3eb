#include "resources/offer_service.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "resources/neighbourhood_test.h"
#include "resources/offer_routes.h"
#include "resources/offer_rule.h"

namespace lilong::resources
{
namespace
{

using namespace testing;

Verification seen(Date until = Date{2027, 1, 31})
{
    return {.identity_seen = true, .contact_tried = true, .place_seen = true, .valid_until = until};
}

class OfferServiceTest : public ::testing::Test
{
protected:
    Neighbourhood world;
    MatchId match() { return MatchId::random(world.rng); }
    Result<void> book(OfferView const& view, MatchId id, std::int64_t heads)
    {
        return world.database->write(view.offer.area, [&](storage::Transaction& tx) -> Result<void> {
            TRY(world.offers.book(tx, view.offer.area, view.offer.id, id, heads));
            tx.mark_noted();
            return {};
        });
    }
};

TEST_F(OfferServiceTest, a_draft_becomes_active_after_somebody_else_has_verified_it)
{
    auto const provider = world.growers();
    auto const draft = world.offers.register_offer(world.chen, world.stall(provider)).value();
    EXPECT_EQ(draft.state, "draft");
    EXPECT_EQ(draft.offer.capacity.per_period, 400);

    auto const self = world.offers.act(world.chen, world.liuan, draft.offer.id, "verify", seen(), {}, draft.version);
    ASSERT_FALSE(self);
    EXPECT_EQ(self.error().code, "loop.requirement_missing");
    EXPECT_EQ(self.error().facts.at("missing"), "verified_by_another");

    auto const other = world.person("他人", Role::sub_district_dispatcher, world.liuan);
    auto const unseen = world.offers.act(other, world.liuan, draft.offer.id, "verify", {}, {}, draft.version);
    ASSERT_FALSE(unseen);
    EXPECT_EQ(unseen.error().facts.at("missing"), "identity_seen, contact_tried, place_seen");

    auto const verified =
        world.offers.act(other, world.liuan, draft.offer.id, "verify", seen(), {}, draft.version).value();
    EXPECT_EQ(verified.offer.verified_by, "他人");
    auto const active =
        world.offers.act(other, world.liuan, draft.offer.id, "activate", {}, {}, verified.version).value();
    EXPECT_EQ(active.state, "active");
    EXPECT_EQ(world.offers.offer(world.wang, world.beiyuan, draft.offer.id)->timeline.size(), 3U);
}

TEST_F(OfferServiceTest, an_offer_is_verified_for_twelve_months_at_most)
{
    EXPECT_TRUE(valid_for_a_year_at_most(Date{2027, 5, 8}, Date{2026, 5, 8}));
    EXPECT_FALSE(valid_for_a_year_at_most(Date{2027, 5, 9}, Date{2026, 5, 8}));
    EXPECT_FALSE(valid_for_a_year_at_most(Date{2026, 5, 7}, Date{2026, 5, 8}));
}

TEST_F(OfferServiceTest, two_people_who_act_on_one_version_do_not_both_win)
{
    auto const provider = world.growers();
    auto const draft = world.offers.register_offer(world.chen, world.stall(provider)).value();
    auto const other = world.person("他人", Role::sub_district_dispatcher, world.liuan);
    ASSERT_TRUE(world.offers.act(other, world.liuan, draft.offer.id, "verify", seen(), {}, draft.version));
    auto const late =
        world.offers.act(other, world.liuan, draft.offer.id, "retire", {}, {.code = "", .text = "gone"}, draft.version);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::stale);
}

TEST_F(OfferServiceTest, capacity_is_never_booked_twice)
{
    auto const offer = world.active_stall(10); // 10 × 4 a month
    auto const first = match();
    ASSERT_TRUE(book(offer, first, 30));
    auto const too_many = book(offer, match(), 11);
    ASSERT_FALSE(too_many);
    EXPECT_EQ(too_many.error().code, "resources.capacity_exceeded");
    EXPECT_EQ(too_many.error().facts.at("free"), "10");
    ASSERT_TRUE(book(offer, match(), 10));
    EXPECT_EQ(world.offers.offers(world.wang, world.beiyuan, {})[0].free(), 0);
    ASSERT_TRUE(world.database->write(world.liuan, [&](storage::Transaction& tx) -> Result<void> {
        world.offers.release(tx, world.liuan, offer.offer.id, first);
        tx.mark_noted();
        return {};
    }));
    EXPECT_EQ(world.offers.offers(world.wang, world.beiyuan, {})[0].free(), 30);
}

TEST_F(OfferServiceTest, an_offer_with_running_matches_is_not_retired)
{
    auto const offer = world.active_stall();
    ASSERT_TRUE(book(offer, match(), 5));
    auto const refused =
        world.offers.act(world.chen, world.liuan, offer.offer.id, "retire", {}, {.code = "", .text = "moved"}, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().facts.at("missing"), "no_running_matches");
}

TEST_F(OfferServiceTest, what_has_run_out_pauses_by_itself_and_only_once)
{
    auto const offer = world.active_stall();
    EXPECT_EQ(world.offers.pause_expired(), 0U);
    world.clock.set(Instant::parse("2027-02-01T02:00:00.000Z").value());
    EXPECT_EQ(world.offers.pause_expired(), 1U);
    EXPECT_EQ(world.offers.pause_expired(), 0U);
    auto const paused = world.offers.offer(world.chen, world.liuan, offer.offer.id).value();
    EXPECT_EQ(paused.view.state, "paused");
    EXPECT_EQ(paused.timeline.back().role, "sys");
}

TEST_F(OfferServiceTest, a_committee_sees_the_offers_of_its_sub_district_and_not_those_of_another_committee)
{
    world.active_stall();
    auto const own =
        world.offers
            .register_provider(world.zhao, {.area = world.nanjing, .kind = "person", .names = {"理发师", "barber"}})
            .value();
    auto barber = world.stall(own);
    barber.area = world.nanjing;
    ASSERT_TRUE(world.offers.register_offer(world.zhao, barber));
    EXPECT_EQ(world.offers.offers(world.wang, world.beiyuan, {}).size(), 1U);
    EXPECT_EQ(world.offers.offers(world.zhao, world.nanjing, {}).size(), 2U);
    EXPECT_EQ(world.offers.offers(world.chen, world.liuan, {}).size(), 2U);
    EXPECT_EQ(world.offers.offers(world.chen, world.liuan, {.category = "", .state = "active"}).size(), 1U);
    EXPECT_EQ(world.offers.offers(world.chen, world.liuan, {.category = "lighting", .state = ""}).size(), 0U);
}

TEST_F(OfferServiceTest, a_providers_people_see_and_touch_only_their_own_offers)
{
    auto const offer = world.active_stall();
    auto const own = world.of_provider(offer.provider);
    auto foreign = own;
    foreign.provider = ProviderId::random(world.rng);
    EXPECT_EQ(world.offers.offers(own, world.liuan, {}).size(), 1U);
    EXPECT_EQ(world.offers.offers(foreign, world.liuan, {}).size(), 0U);
    EXPECT_FALSE(world.offers.offer(foreign, world.liuan, offer.offer.id));
    EXPECT_FALSE(world.offers.act(foreign, world.liuan, offer.offer.id, "pause", {}, {.code = "", .text = "x"}, {}));
    EXPECT_TRUE(world.offers.act(own, world.liuan, offer.offer.id, "pause", {}, {.code = "", .text = "harvest"}, {}));
}

TEST_F(OfferServiceTest, all_mistakes_of_an_offer_are_said_at_once)
{
    auto offer = world.stall(world.growers());
    offer.categories.clear();
    offer.schedule = "someday";
    offer.eligibility = "age >";
    offer.catchment = {"radius", 500, {}};
    offer.capacity.per_period = 401;
    auto const refused = world.offers.register_offer(world.chen, offer);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.size(), 5U);
    offer = world.stall(world.growers());
    offer.catchment = {"areas", 0, {}};
    offer.place.lon = 121.0;
    EXPECT_EQ(world.offers.register_offer(world.chen, offer).error().fields.size(), 2U);
}

TEST_F(OfferServiceTest, the_pages_speak_http)
{
    access::PermissionTable table;
    table.add(default_grants());
    ChosenGate gate{table, world.reaches};
    http::Router router{gate, world.rng};
    add_offer_routes(router, world.offers);
    auto const call = [&](Actor const& actor, http::Method method, std::string const& path,
                          nlohmann::json const& body = {}, std::string const& version = {}) {
        gate.actor = actor;
        http::Request request{.method = method, .path = "/api/v1/areas/" + path};
        request.headers["x-lilong-request"] = "1";
        if (!body.is_null()) request.body = body.dump(), request.headers["content-type"] = "application/json";
        if (!version.empty()) request.headers["if-match"] = "\"" + version + "\"";
        return router.handle(request);
    };
    auto const area = world.liuan.text();
    auto const provider =
        call(world.chen, http::Method::post, area + "/providers", {{"kind", "organisation"}, {"zh", "云禾"}});
    ASSERT_EQ(provider.status, 201) << provider.body;
    auto const provider_id = nlohmann::json::parse(provider.body)["id"].get<std::string>();
    EXPECT_EQ(call(world.chen, http::Method::post, area + "/resources",
                   {{"provider", provider_id}, {"kind", "service"}, {"zh", "摊位"}})
                  .status,
              201);
    EXPECT_EQ(call(world.chen, http::Method::get, area + "/resources").status, 200);
    auto const made = call(world.chen, http::Method::post, area + "/offers",
                           {{"provider", provider_id},
                            {"zh", "周六菜摊"},
                            {"categories", {"food_market"}},
                            {"mode", "visiting"},
                            {"per_session", 50},
                            {"sessions_per_period", 4},
                            {"period", "month"},
                            {"schedule", "sat 07:00-10:00"},
                            {"catchment", "everywhere"},
                            {"valid_until", "2027-01-31"}});
    ASSERT_EQ(made.status, 201) << made.body;
    auto const offer = nlohmann::json::parse(made.body);
    EXPECT_EQ(offer["capacity"]["free"], 200);
    auto const path = area + "/offers/" + offer["id"].get<std::string>();
    auto const other = world.person("他人", Role::sub_district_dispatcher, world.liuan);
    auto const verified = call(other, http::Method::post, path + "/actions/verify",
                               {{"identity_seen", true}, {"contact_tried", true}, {"place_seen", true}}, "1");
    EXPECT_EQ(verified.status, 200) << verified.body;
    EXPECT_EQ(nlohmann::json::parse(verified.body)["state"], "verified");
    EXPECT_EQ(call(other, http::Method::post, path + "/actions/activate", nlohmann::json::object()).status, 428);
    EXPECT_EQ(call(world.stranger, http::Method::get, path).status, 404);
    EXPECT_EQ(call(world.person("孙阿姨", Role::resident, world.liuan), http::Method::get, path).status, 403);
    EXPECT_EQ(nlohmann::json::parse(call(world.chen, http::Method::get, area + "/offers").body)["offers"].size(), 1U);
    EXPECT_EQ(nlohmann::json::parse(call(world.chen, http::Method::get, area + "/providers").body)["providers"].size(),
              1U);
}

} // namespace
} // namespace lilong::resources
