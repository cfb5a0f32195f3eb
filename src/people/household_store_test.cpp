#include "people/household_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/chance.h"
#include "people/register_counts.h"

namespace lilong::people
{
namespace
{

class HouseholdStoreTest : public testing::Test
{
protected:
    Household at(AreaId const& building, std::string door, int size = 2)
    {
        return {.area = beiyuan,
                .id = HouseholdId::random(rng),
                .estate = jiayuan,
                .building = building,
                .door = std::move(door),
                .size = size,
                .created_at = now};
    }
    template <typename Work>
    void load(Work work)
    {
        database->load([&](storage::Transaction& tx) { work(tx); });
    }
    template <typename Read>
    auto read(Read work)
    {
        return database->read([&](storage::Connection& c) { return work(c); });
    }

    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    SeededRng rng{3};
    Instant now = Instant::parse("2026-03-02T01:00:00.000Z").value();
    AreaId beiyuan = AreaId::random(rng), jiayuan = AreaId::random(rng), building_1 = AreaId::random(rng),
           building_2 = AreaId::random(rng);
};

TEST_F(HouseholdStoreTest, a_household_is_read_back_as_it_was_written)
{
    auto household = at(building_1, "301", 3);
    household.tenure = Tenure::tenant;
    household.tags = {"low_income", "infant"};
    load([&](auto& tx) { ASSERT_TRUE(household_store::insert(tx, household)); });
    auto const found = read([&](auto& c) { return household_store::find(c, beiyuan, household.id); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->door, "301");
    EXPECT_EQ(found->tags, household.tags);
    EXPECT_EQ(found->tenure, Tenure::tenant);
    EXPECT_FALSE(
        read([&](auto& c) { return household_store::find(c, jiayuan, household.id); })); // of another area: not there
}

TEST_F(HouseholdStoreTest, a_door_holds_two_households_only_under_two_numbers)
{
    auto const refused = database->write(beiyuan, [&](storage::Transaction& tx) -> Result<void> {
        TRY(household_store::insert(tx, at(building_1, "301")));
        return household_store::insert(tx, at(building_1, "301"));
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "people.door_taken");
    load([&](auto& tx) {
        auto second = at(building_1, "301");
        second.number_at_door = 2;
        EXPECT_TRUE(household_store::insert(tx, at(building_1, "301")));
        EXPECT_TRUE(household_store::insert(tx, second));
    });
}

TEST_F(HouseholdStoreTest, a_household_that_moved_away_is_not_counted_and_frees_its_door)
{
    auto old = at(building_1, "301", 4);
    load([&](auto& tx) {
        ASSERT_TRUE(household_store::insert(tx, old));
        old.moved_away = Date{2026, 1, 31};
        household_store::update(tx, old);
        ASSERT_TRUE(household_store::insert(tx, at(building_1, "301", 2)));
    });
    auto const counts = read([&](auto& c) { return register_counts(c, beiyuan, {}, Date{2026, 3, 2}); });
    EXPECT_EQ(counts.households, 1);
    EXPECT_EQ(counts.people, 2);
    EXPECT_EQ(read([&](auto& c) { return household_store::find(c, beiyuan, old.id); })->version, 2);
}

TEST_F(HouseholdStoreTest, pages_hold_every_household_once_and_in_order)
{
    load([&](auto& tx) {
        for (int i = 0; i < 25; ++i)
            ASSERT_TRUE(household_store::insert(tx, at(i % 2 ? building_1 : building_2, std::to_string(100 + i))));
    });
    auto const whole = read([&](auto& c) { return household_store::all(c, beiyuan); });
    std::vector<HouseholdId> seen;
    household_store::ListFilter filter{.limit = 10};
    for (int page = 0; page < 3; ++page) {
        auto const got = read([&](auto& c) { return household_store::list(c, beiyuan, filter); });
        for (auto const& household : got.households) seen.push_back(household.id);
        EXPECT_EQ(got.next.has_value(), page < 2);
        filter.after = got.next.value_or("");
    }
    ASSERT_EQ(seen.size(), whole.size());
    for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], whole[i].id);
}

TEST_F(HouseholdStoreTest, a_list_is_narrowed_by_building_and_by_part_of_the_door)
{
    load([&](auto& tx) {
        for (auto const* door : {"101", "201", "202", "1%"})
            ASSERT_TRUE(household_store::insert(tx, at(building_1, door)));
        ASSERT_TRUE(household_store::insert(tx, at(building_2, "201")));
    });
    auto const found = [&](household_store::ListFilter const& filter) {
        return read([&](auto& c) { return household_store::list(c, beiyuan, filter).households.size(); });
    };
    EXPECT_EQ(found({.building = building_1}), 4U);
    EXPECT_EQ(found({.text = "20"}), 3U);
    EXPECT_EQ(found({.building = building_1, .text = "20"}), 2U);
    EXPECT_EQ(found({.text = "%"}), 1U); // a sign like any other
}

TEST_F(HouseholdStoreTest, group_counts_take_a_household_once_and_only_when_the_register_says_yes)
{
    std::vector<areas::Group> const groups{
        {"elderly", "老年人", "elderly", GroupRule::parse("age >= 60").value()},
        {"hardship", "困难家庭", "hardship", GroupRule::parse("household_tag(low_income)").value()}};
    load([&](auto& tx) {
        auto couple = at(building_1, "101", 2);
        auto poor = at(building_1, "102", 1);
        poor.tags = {"low_income"};
        for (auto const& household : {couple, poor}) ASSERT_TRUE(household_store::insert(tx, household));
        auto const old = [&](int year) {
            household_store::insert_resident(tx, {.area = beiyuan,
                                                  .id = ResidentId::random(rng),
                                                  .household = couple.id,
                                                  .birth_year = year,
                                                  .sex = Sex::female});
        };
        old(1950);
        old(1966); // turns 60 some day of 2026: the register cannot say yet
    });
    auto const counts = read([&](auto& c) { return register_counts(c, beiyuan, groups, Date{2026, 3, 2}); });
    EXPECT_EQ(counts.by_group.at("elderly"), 1);
    EXPECT_EQ(counts.by_group.at("hardship"), 1);
    EXPECT_EQ(counts.households_with_known_residents, 1);
    EXPECT_EQ(counts.by_estate.at(jiayuan), 2);
}

TEST(BelongsTo, a_household_of_which_nothing_is_known_is_neither_in_nor_out)
{
    areas::Group const elderly{"elderly", "老年人", "elderly", GroupRule::parse("age >= 60").value()};
    Household const household{.size = 2};
    EXPECT_EQ(belongs_to(elderly, household, {}, Date{2026, 3, 2}), Truth::unknown);
    EXPECT_EQ(belongs_to(elderly, household, {{.birth_year = 1990}}, Date{2026, 3, 2}),
              Truth::unknown); // one of two is known
    EXPECT_EQ(belongs_to(elderly, household, {{.birth_year = 1990}, {.birth_year = 1991}}, Date{2026, 3, 2}),
              Truth::no);
}

TEST_F(HouseholdStoreTest, consent_keeps_every_answer_newest_first)
{
    auto const household = at(building_1, "301");
    load([&](auto& tx) {
        ASSERT_TRUE(household_store::insert(tx, household));
        for (bool given : {true, false})
            household_store::add_consent(tx, {.area = beiyuan,
                                              .id = ConsentId::random(rng),
                                              .household = household.id,
                                              .text_version = "2026-1",
                                              .items = {"survey", "matching"},
                                              .given = given,
                                              .mark = "tick",
                                              .collector = UserId::random(rng),
                                              .at = now.plus(std::chrono::hours{given ? 0 : 1})});
    });
    auto const answers = read([&](auto& c) { return household_store::consents(c, beiyuan, household.id); });
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_FALSE(answers[0].given);
    EXPECT_THAT(answers[1].items, testing::ElementsAre("survey", "matching"));
}

TEST_F(HouseholdStoreTest, contact_is_kept_apart_and_replaced)
{
    auto const household = at(building_1, "301");
    load([&](auto& tx) {
        ASSERT_TRUE(household_store::insert(tx, household));
        household_store::set_contact(tx, beiyuan, household.id, {"孙阿姨", "000-0001", "phone"}, now);
        household_store::set_contact(tx, beiyuan, household.id, {"孙阿姨", "000-0002", "message"}, now);
    });
    auto const contact = read([&](auto& c) { return household_store::contact(c, beiyuan, household.id); });
    ASSERT_TRUE(contact);
    EXPECT_EQ(contact->phone, "000-0002");
}

TEST_F(HouseholdStoreTest, the_households_of_all_neighbourhoods_are_counted_in_one_go)
{
    load([&](auto& tx) {
        for (int i = 0; i < 3; ++i) ASSERT_TRUE(household_store::insert(tx, at(building_1, std::to_string(i), 2)));
    });
    auto const counts = read([](auto& c) { return households_by_neighbourhood(c); });
    ASSERT_EQ(counts.size(), 1U);
    EXPECT_EQ(counts[0].households, 3);
    EXPECT_EQ(counts[0].people, 6);
}

} // namespace
} // namespace lilong::people
