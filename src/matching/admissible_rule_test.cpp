#include "matching/admissible_rule.h"

#include <gtest/gtest.h>

#include "matching/distance_rule.h"
#include "matching/district_test.h"
#include "matching/explanation_rule.h"
#include "matching/outcome_rule.h"

namespace lilong::matching
{
namespace
{

using namespace testing;

struct OnePair {
    Problem problem{.needs = {need("N-1", 10)}, .offers = {offer("R-1", 10)}, .parents = {{"meals", "elderly_care"}}};
    NeedPoint& n = problem.needs[0];
    OfferPoint& o = problem.offers[0];
    Clause failed() { return look_at(problem, 0, 0).failed; }
};

TEST(AdmissibleRule, an_offer_that_fits_in_all_five_clauses_is_admissible)
{
    EXPECT_EQ(OnePair{}.failed(), Clause::none);
}

TEST(AdmissibleRule, an_offer_of_the_category_above_serves_but_not_one_of_a_category_below)
{
    OnePair above;
    above.o.categories = {"elderly_care"};
    EXPECT_EQ(above.failed(), Clause::none);
    OnePair below;
    below.n.category = "elderly_care";
    EXPECT_EQ(below.failed(), Clause::category);
}

TEST(AdmissibleRule, an_offer_is_valid_through_its_last_day_and_without_a_day_nothing_is_expired)
{
    OnePair pair;
    pair.o.valid_until = Date{2026, 5, 8};
    EXPECT_EQ(pair.failed(), Clause::none);
    pair.problem.settings.on = Date{2026, 5, 8};
    EXPECT_EQ(pair.failed(), Clause::none);
    pair.problem.settings.on = Date{2026, 5, 9};
    EXPECT_EQ(pair.failed(), Clause::active);
    pair.problem.settings.on.reset();
    pair.o.active = false;
    EXPECT_EQ(pair.failed(), Clause::active);
}

TEST(AdmissibleRule, an_unknown_fact_does_not_open_an_offer)
{
    OnePair pair;
    pair.o.eligibility = GroupRule::parse("age >= 60").value();
    EXPECT_EQ(pair.failed(), Clause::eligible);
    EXPECT_EQ(look_at(pair.problem, 0, 0).detail, "age >= 60 ?");
    pair.n.facts = PersonFacts::of_age(82);
    EXPECT_EQ(pair.failed(), Clause::none);
    pair.n.facts = PersonFacts::of_age(42);
    EXPECT_EQ(look_at(pair.problem, 0, 0).detail, "age >= 60");
}

TEST(AdmissibleRule, a_radius_is_compared_to_the_millimetre)
{
    OnePair pair;
    pair.o.radius_mm = 5'000;
    pair.n.place = PlanePoint{3'000, 4'000};
    EXPECT_EQ(pair.failed(), Clause::none);
    pair.n.place = PlanePoint{3'000, 4'001};
    EXPECT_EQ(pair.failed(), Clause::in_reach);
    pair.n.place.reset();
    EXPECT_EQ(pair.failed(), Clause::in_reach); // nobody knows where it is
    pair.o.radius_mm.reset();
    EXPECT_EQ(pair.failed(), Clause::none); // everywhere
}

TEST(AdmissibleRule, a_list_of_areas_is_a_catchment_too)
{
    OnePair pair;
    pair.o.areas = {"nanyuan"};
    EXPECT_EQ(pair.failed(), Clause::in_reach);
    pair.o.areas = {"nanyuan", "liuan"}; // the whole sub-district
    EXPECT_EQ(pair.failed(), Clause::none);
}

TEST(AdmissibleRule, half_an_hour_in_common_is_enough)
{
    OnePair pair;
    pair.n.windows = Windows::parse("mon 09:00-10:00").value();
    pair.o.windows = Windows::parse("mon 09:30-12:00").value();
    EXPECT_EQ(pair.failed(), Clause::none);
    pair.o.windows = Windows::parse("mon 09:31-12:00").value();
    EXPECT_EQ(pair.failed(), Clause::window);
}

TEST(AdmissibleRule, a_refused_pair_is_left_out_of_the_next_runs)
{
    OnePair pair;
    pair.problem.refused = {{"N-1", "R-1"}};
    EXPECT_EQ(pair.failed(), Clause::not_refused);
}

TEST(AdmissibleRule, of_several_failing_offers_the_one_that_came_furthest_gives_the_cause)
{
    Problem problem{
        .needs = {need("N-1", 10)},
        .offers = {offer("R-1", 5), offer("R-2", 5, 2140, 1000), offer("R-3", 5, 2000, 500), offer("R-4", 5)}};
    problem.offers[0].active = false;
    problem.offers[3].eligibility = GroupRule::parse("age >= 60").value();
    auto const outcome = run_matching(problem).value();
    ASSERT_EQ(outcome.unmet.size(), 1U);
    EXPECT_EQ(outcome.unmet[0].cause, Cause::out_of_range);
    EXPECT_EQ(detail_text(outcome.unmet[0], problem, outcome.shortages), "nearest R-3 at 2000 m, reaches 500 m");
}

TEST(AdmissibleRule, a_need_of_a_kind_nobody_offers_says_so)
{
    Problem problem{.needs = {need("N-1", 10)}};
    auto const outcome = run_matching(problem).value();
    EXPECT_EQ(outcome.unmet.at(0).cause, Cause::no_offer);
}

TEST(DistanceRule, metres_are_rounded_half_up_and_places_of_the_same_kind_are_compared)
{
    EXPECT_EQ(metres_rounded_half_up(499), 0);
    EXPECT_EQ(metres_rounded_half_up(500), 1);
    EXPECT_EQ(distance_mm(PlanePoint{0, 0}, PlanePoint{3'000, 4'000}), 5'000);
    EXPECT_EQ(distance_mm(PlanePoint{0, 0}, GeoPoint{121, 31}), std::nullopt);
    EXPECT_EQ(distance_mm(std::nullopt, GeoPoint{121, 31}), std::nullopt);
}

TEST(DistanceRule, one_degree_of_latitude_is_a_360th_of_the_sphere)
{
    // 2 π · 6,371,008.8 m / 360 = 111,195.08 m
    EXPECT_NEAR(static_cast<double>(*distance_mm(GeoPoint{121, 31}, GeoPoint{121, 32})), 111'195'080, 10);
}

// The clauses written a second time, as plainly as LO-36 says them, apart from the solver.
bool admissible_again(Problem const& problem, NeedPoint const& need, OfferPoint const& offer)
{
    bool category = false;
    for (auto const& key : offer.categories)
        category = category || key == need.category || key == problem.parents.at(need.category);
    bool reach = !offer.radius_mm;
    if (offer.radius_mm && need.place) {
        auto const a = std::get<PlanePoint>(*need.place), b = std::get<PlanePoint>(*offer.place);
        reach = std::hypot(static_cast<double>(a.x_mm - b.x_mm), static_cast<double>(a.y_mm - b.y_mm)) <=
                static_cast<double>(*offer.radius_mm);
    }
    int shared = 0, longest = 0;
    auto const has = [](Windows const& windows, int minute) {
        for (auto const& stretch : windows.stretches())
            if (minute >= stretch.from && minute < stretch.to) return true;
        return windows.any_time();
    };
    for (int minute = 0; minute < resources::kMinutesOfWeek; ++minute) {
        shared = has(need.windows, minute) && has(offer.windows, minute) ? shared + 1 : 0;
        longest = std::max(longest, shared);
    }
    return category && offer.active && reach && longest >= 30;
}

TEST(AdmissibleRule, pairs_recomputed_apart_from_the_solver_are_the_same)
{
    auto problem = random_district(3, 40, 15);
    auto const outcome = run_matching(problem).value();
    std::set<std::pair<std::size_t, std::size_t>> found, again;
    for (auto const& pair : outcome.allocation.pairs) found.insert({pair.need, pair.offer});
    for (std::size_t n = 0; n < problem.needs.size(); ++n)
        for (std::size_t o = 0; o < problem.offers.size(); ++o)
            if (admissible_again(problem, problem.needs[n], problem.offers[o])) again.insert({n, o});
    EXPECT_EQ(found, again);
    EXPECT_FALSE(found.empty());
}

} // namespace
} // namespace lilong::matching
