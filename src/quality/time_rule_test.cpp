#include <gtest/gtest.h>

#include "base/chance.h"
#include "quality/coverage_rule.h"
#include "quality/time_rule.h"

namespace lilong::quality
{
namespace
{

using std::chrono::minutes;

class Interviews : public testing::Test
{
protected:
    Form& add(std::size_t collector, int start_minute, double length, AreaId const& building = {})
    {
        Form form;
        form.id = ResponseId::random(rng);
        form.household = HouseholdId::random(rng);
        form.collector = collector;
        form.building = building;
        form.started = morning.plus(minutes{start_minute});
        form.ended = form.started->plus(std::chrono::milliseconds{static_cast<std::int64_t>(length * 60'000)});
        committee.forms.push_back(form);
        return committee.forms.back();
    }
    std::vector<Flag> flags()
    {
        return time_and_place(committee,
                              [this](Form const& form) -> std::optional<MapPoint> {
                                  auto const found = places.find(form.building.value_or(AreaId{}));
                                  return found == places.end() ? std::nullopt : std::optional{found->second};
                              },
                              {});
    }

    SeededRng rng{3};
    Instant morning = *Instant::parse("2026-05-11T01:00:00.000Z");
    CommitteeForms committee{AreaId::random(rng), {UserId::random(rng), UserId::random(rng)}, {}};
    std::map<AreaId, MapPoint> places;
    AreaId here = AreaId::random(rng), far_away = AreaId::random(rng);
};

TEST_F(Interviews, nine_forms_in_one_hour_are_too_many_and_eight_are_not)
{
    for (int i = 0; i < 8; ++i) add(0, i * 7, 5);
    EXPECT_TRUE(flags().empty());
    add(0, 58, 1);
    add(1, 0, 20);
    auto const found = flags();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].rule, "forms_an_hour");
    EXPECT_EQ(found[0].observed, 9);
    EXPECT_EQ(found[0].forms, 9);
    EXPECT_EQ(found[0].peers, 1) << "the busiest hour of the colleague";
}

TEST_F(Interviews, two_interviews_of_one_person_at_one_time_are_found_with_both_records)
{
    auto const first = add(0, 0, 20).id;
    auto const second = add(0, 15, 20).id;
    add(1, 5, 20);
    auto const found = flags();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].rule, "overlapping");
    EXPECT_EQ(found[0].records, (std::vector{first, second}));
    EXPECT_NEAR(found[0].observed, 5, 1e-9);
}

TEST_F(Interviews, three_kilometres_in_five_minutes_are_not_walked)
{
    places = {{here, {121.40, 31.20}}, {far_away, {121.40, 31.227}}};
    EXPECT_NEAR(metres_between(places[here], places[far_away]), 3002, 10);
    add(0, 0, 10, here);
    add(0, 15, 10, far_away);
    auto const found = flags();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].rule, "faster_than_walking");
    EXPECT_NEAR(found[0].observed, 36, 0.5);
}

TEST_F(Interviews, the_way_to_the_next_estate_in_a_quarter_of_an_hour_is_walked)
{
    places = {{here, {121.40, 31.20}}, {far_away, {121.40, 31.209}}};
    add(0, 0, 10, here);
    add(0, 25, 10, far_away);
    EXPECT_TRUE(flags().empty());
}

TEST_F(Interviews, what_was_keyed_from_paper_has_no_times_of_its_own)
{
    for (int i = 0; i < 20; ++i) add(0, i, 5).at_door = false;
    EXPECT_TRUE(flags().empty());
}

std::vector<TimedForm const*> pointers(std::vector<TimedForm> const& forms)
{
    std::vector<TimedForm const*> out;
    for (auto const& form : forms) out.push_back(&form);
    return out;
}

TEST_F(Interviews, a_form_in_less_than_two_fifths_of_the_usual_time_is_fast)
{
    std::vector<TimedForm> forms;
    for (int i = 0; i < 40; ++i) forms.push_back({ResponseId::random(rng), committee.collectors[0], 40, 18.0 + i % 5});
    forms.push_back({ResponseId::random(rng), committee.collectors[1], 40, 7.9});
    forms.push_back({ResponseId::random(rng), committee.collectors[1], 40, 8.1});
    auto const found = fast_forms(forms, committee.committee, Medians{pointers(forms), {}}, {});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].rule, "fast_forms");
    EXPECT_EQ(found[0].records, (std::vector{forms[40].id}));
    EXPECT_NEAR(found[0].peers, 20, 1e-9);
    EXPECT_NEAR(found[0].limit, 8, 1e-9);
}

TEST_F(Interviews, a_short_questionnaire_is_compared_with_short_ones)
{
    std::vector<TimedForm> forms;
    for (int i = 0; i < 40; ++i) forms.push_back({ResponseId::random(rng), {}, 40, 20});
    for (int i = 0; i < 40; ++i) forms.push_back({ResponseId::random(rng), {}, 12, 6});
    EXPECT_TRUE(fast_forms(forms, committee.committee, Medians{pointers(forms), {}}, {}).empty());
}

TEST_F(Interviews, twenty_nine_forms_make_no_median)
{
    std::vector<TimedForm> forms;
    for (int i = 0; i < 28; ++i) forms.push_back({ResponseId::random(rng), {}, 40, 20});
    forms.push_back({ResponseId::random(rng), {}, 40, 1});
    EXPECT_TRUE(fast_forms(forms, committee.committee, Medians{pointers(forms), {}}, {}).empty());
}

TEST_F(Interviews, more_households_than_the_register_holds_and_a_household_twice_are_told)
{
    CommitteeGround ground{committee.committee, AreaId::random(rng), {{here, 2}, {committee.committee, 100}}, {}, true};
    for (int i = 0; i < 3; ++i) add(0, i * 30, 10).estate = here;
    auto found = coverage_flags(committee, ground);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].rule, "over_coverage");
    EXPECT_EQ(found[0].area, here);
    EXPECT_NEAR(found[0].observed, 1.5, 1e-9);
    committee.forms[2].household = committee.forms[0].household;
    found = coverage_flags(committee, ground);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].rule, "household_twice");
    EXPECT_EQ(found[0].records, (std::vector{committee.forms[0].id, committee.forms[2].id}));
    ground.one_form_per_household = false;
    EXPECT_TRUE(coverage_flags(committee, ground).empty());
}

} // namespace
} // namespace lilong::quality
