#include "base/id.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <set>

#include "base/chance.h"

namespace lilong
{
namespace
{

TEST(Id, a_random_id_says_version_4_and_variant_1)
{
    SeededRng rng{7};
    for (int i = 0; i < 200; ++i) {
        auto const text = AreaId::random(rng).text();
        ASSERT_EQ(text.size(), 36U);
        EXPECT_EQ(text[14], '4') << text;
        EXPECT_NE(std::string_view{"89ab"}.find(text[19]), std::string_view::npos) << text;
    }
}

TEST(Id, a_later_ordered_id_sorts_after_an_earlier_one)
{
    SeededRng rng{7};
    std::string before;
    for (std::int64_t ms : {0LL, 1LL, 255LL, 256LL, 1'778'221'800'000LL, 1'778'221'800'001LL, 0xFFFF'FFFF'FFFFLL}) {
        auto const text = NeedId::ordered(rng, Instant::from_ms(ms)).text();
        EXPECT_EQ(text[14], '7');
        EXPECT_LT(before, text);
        before = text;
    }
}

TEST(Id, an_ordered_id_carries_its_milliseconds_in_front)
{
    SeededRng rng{7};
    EXPECT_EQ(NeedId::ordered(rng, Instant::from_ms(0x017F22E279B0)).text().substr(0, 13),
              "017f22e2-79b0"); // RFC 9562, A.6
}

TEST(Id, text_in_capitals_is_read_and_given_back_in_small_letters)
{
    EXPECT_EQ(AreaId::parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")->text(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(Id, what_is_no_id_is_not_found)
{
    for (auto const* text : {"", "7", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
                             "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f ",
                             "017f22e2_79b0_7cc3_98c4_dc0c0c07398f"}) {
        auto const id = AreaId::parse(text);
        ASSERT_FALSE(id) << text;
        EXPECT_EQ(id.error().kind, ErrorKind::not_found);
        EXPECT_EQ(id.error().code, "base.not_an_id");
    }
}

TEST(Id, an_id_nobody_has_set_is_empty)
{
    SeededRng rng{7};
    EXPECT_TRUE(AreaId{}.empty());
    EXPECT_FALSE(AreaId::random(rng).empty());
}

RC_GTEST_PROP(Id, writing_and_reading_gives_the_same_id, (std::uint64_t seed))
{
    SeededRng rng{seed};
    auto const id = HouseholdId::random(rng);
    RC_ASSERT(HouseholdId::parse(id.text()).value() == id);
}

TEST(Chance, the_same_seed_gives_the_same_ids_and_another_seed_others)
{
    SeededRng one{1}, again{1}, other{2};
    auto const id = AreaId::random(one);
    EXPECT_EQ(AreaId::random(again), id);
    EXPECT_NE(AreaId::random(other), id);
}

RC_GTEST_PROP(Chance, a_number_below_a_bound_is_below_it, (std::uint64_t seed))
{
    SeededRng rng{seed};
    auto const bound = *rc::gen::inRange<std::uint64_t>(1, 1000);
    RC_ASSERT(rng.below(bound) < bound);
    auto const unit = rng.unit();
    RC_ASSERT(unit >= 0 && unit < 1);
}

TEST(Chance, every_number_below_a_small_bound_comes_up)
{
    SeededRng rng{3};
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 200; ++i) seen.insert(rng.below(6));
    EXPECT_EQ(seen.size(), 6U);
}

} // namespace
} // namespace lilong
