#include <nlohmann/json.hpp>

#include "access/permissions.h"
#include "analysis/compare_routes.h"
#include "analysis/permissions.h"
#include "survey/answer_rule.h"
#include "survey/ground_test.h"
#include "survey/response_store.h"

namespace lilong::analysis
{
namespace
{

using http::Method;
using nlohmann::json;

class DoorOfOne final : public http::Gate
{
public:
    explicit DoorOfOne(areas::AreaTree const& tree) : tree_(tree) { table_.add(default_grants()); }
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

// 120 forms of the first committee, 80 of which want the canteen; nobody of the second has answered.
class CompareTest : public survey::Ground
{
protected:
    void SetUp() override
    {
        Ground::SetUp();
        round = open_round();
        database->load([&](storage::Transaction& tx) {
            std::vector<survey::Response> forms;
            for (int n = 0; n < 120; ++n) forms.push_back(form(n < 80));
            survey::response_store::insert_all(tx, forms);
            survey::response_store::raise_change(tx, first, round.id);
        });
        add_compare_routes(router, compare, tree, [this](Actor const&, AreaId const&, RoundId const&) -> Result<void> {
            if (locked) return refuse(ErrorKind::not_permitted, "access.not_permitted");
            return {};
        });
    }
    survey::Response form(bool wants)
    {
        survey::Response out;
        out.area = first;
        out.id = ResponseId::random(rng);
        out.round = round.id;
        out.household = HouseholdId::random(rng);
        out.estate = estate;
        out.building = building;
        out.coded = survey::nothing_asked(codebook);
        for (auto const& item : codebook.items)
            if (item.place > 0 && item.asked_of.empty())
                out.coded[static_cast<std::size_t>(item.place - 1)] = wants ? '1' : '4';
        out.mode = survey::Mode::door_web;
        out.answered_on = clock.today();
        out.received_at = clock.now();
        out.review = survey::Review::approved;
        return out;
    }
    http::Answer ask(Actor const& who, AreaId const& area, std::string const& path)
    {
        gate.actor = who;
        http::Request request;
        request.method = Method::get;
        auto const question = path.find('?');
        request.path = "/api/v1/areas/" + area.text() + "/rounds/" + round.id.text() + path.substr(0, question);
        if (question != std::string::npos) {
            auto const pair = path.substr(question + 1);
            request.query[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
        }
        return router.handle(std::move(request));
    }

    survey::Round round;
    bool locked = false;
    RoundCubeService cubes{*database, tree};
    CompareService compare{cubes, tree};
    DoorOfOne gate{tree};
    http::Router router{gate, rng};
};

TEST_F(CompareTest, the_committees_of_a_sub_district_stand_beside_it)
{
    auto const answer = ask(dispatcher, sub_district, "/estimates-by-area");
    ASSERT_EQ(answer.status, 200) << answer.body;
    auto const table = json::parse(answer.body);
    ASSERT_EQ(table["areas"].size(), 2);
    EXPECT_EQ(table["areas"][0]["name"]["zh"], "槐序一居");
    EXPECT_EQ(table["areas"][0]["answered"], 120);
    auto const& cell = table["areas"][0]["cells"][0];
    EXPECT_NEAR(cell["estimate"]["value"].get<double>(), 80.0 / 120, 1e-12);
    EXPECT_EQ(cell["estimate"]["n"], 120);
    EXPECT_EQ(cell["verdict"], "cannot_tell"); // it is all there is of the whole
    EXPECT_TRUE(table["areas"][1]["cells"][0]["estimate"].is_null());
    EXPECT_EQ(table["items"].size(), table["areas"][0]["cells"].size());
}

TEST_F(CompareTest, the_list_of_all_committees_is_of_one_need)
{
    auto const one = json::parse(ask(dispatcher, district, "/estimates-by-area?of=neighbourhoods").body);
    EXPECT_EQ(one["items"].size(), 1);
    EXPECT_EQ(one["areas"].size(), 2);
    auto const chosen = json::parse(ask(dispatcher, district, "/estimates-by-area?item=nearby").body);
    EXPECT_EQ(chosen["items"][0]["item"], "nearby");
    EXPECT_EQ(chosen["areas"][0]["kind"], "sub_district");
}

TEST_F(CompareTest, buildings_are_not_compared)
{
    auto const table = json::parse(ask(secretary, estate, "/estimates-by-area").body);
    EXPECT_EQ(table["areas"].size(), 0);
    EXPECT_GT(table["items"].size(), 0);
}

TEST_F(CompareTest, what_does_not_exist_is_named)
{
    EXPECT_EQ(json::parse(ask(dispatcher, district, "/estimates-by-area?group=pilots").body)["code"],
              "analysis.no_group");
    EXPECT_EQ(json::parse(ask(dispatcher, district, "/estimates-by-area?item=airport").body)["code"],
              "analysis.no_item");
    EXPECT_EQ(json::parse(ask(dispatcher, district, "/panel-change").body)["code"], "analysis.before_missing");
}

TEST_F(CompareTest, results_that_are_still_locked_stay_locked)
{
    locked = true;
    EXPECT_EQ(ask(secretary, first, "/estimates-by-area").status, 403);
    EXPECT_EQ(ask(secretary, first, "/panel-change?before=" + round.id.text()).status, 403);
}

TEST_F(CompareTest, a_round_beside_itself_has_not_changed)
{
    auto const panel = json::parse(ask(dispatcher, sub_district, "/panel-change?before=" + round.id.text()).body);
    EXPECT_EQ(panel["households"], 120);
    for (auto const& need : panel["needs"]) {
        EXPECT_EQ(need["difference"]["value"], 0) << need["item"];
        EXPECT_NE(need["verdict"], "above");
    }
}

} // namespace
} // namespace lilong::analysis
