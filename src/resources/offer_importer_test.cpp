#include "resources/offer_importer.h"

#include <gtest/gtest.h>

#include "resources/neighbourhood_test.h"

namespace lilong::resources
{
namespace
{

using namespace testing;

class OfferImporterTest : public ::testing::Test
{
protected:
    Neighbourhood world;
    areas::Taxonomy taxonomy = areas::read_reference_data().value();
    areas::Importer importer = offer_importer(world.offers, taxonomy);

    CsvTable table(std::string const& rows)
    {
        return parse_csv("provider,name,category,per_session,sessions_per_period,period,schedule,radius_m,lon,lat,"
                         "eligibility,valid_until\n" +
                             rows,
                         "resources.csv")
            .value();
    }
    std::vector<areas::RowError> check(std::string const& rows)
    {
        return world.database->read(
            [&](storage::Connection& c) { return importer.check(c, world.beiyuan, table(rows)); });
    }
    void apply(std::string const& rows)
    {
        ASSERT_TRUE(world.database->write(world.beiyuan, [&](storage::Transaction& tx) -> Result<void> {
            return importer.apply(tx, world.beiyuan, ImportId::random(world.rng), table(rows));
        }));
    }
};

constexpr auto kTwoOffers = "云禾,周六菜摊,food_market,50,4,month,sat 07:00-10:00,,,,,2027-01-31\n"
                            "云禾,送菜上门,food_market;daily_shops,10,4,week,,800,121.45,31.24,age >= 60,\n";

TEST_F(OfferImporterTest, rows_become_drafts_of_one_provider)
{
    EXPECT_TRUE(check(kTwoOffers).empty());
    apply(kTwoOffers);
    auto const offers = world.offers.offers(world.wang, world.beiyuan, {});
    ASSERT_EQ(offers.size(), 2U);
    EXPECT_EQ(offers[0].state, "draft");
    EXPECT_EQ(world.offers.providers(world.wang, world.beiyuan).size(), 1U);
    EXPECT_EQ(offers[0].offer.capacity.per_period + offers[1].offer.capacity.per_period, 240);
}

TEST_F(OfferImporterTest, the_same_list_again_names_what_is_already_there)
{
    apply(kTwoOffers);
    auto const errors = check(kTwoOffers);
    ASSERT_EQ(errors.size(), 2U);
    EXPECT_EQ(errors[0].code, "resources.already_registered");
}

TEST_F(OfferImporterTest, every_fault_has_its_row_and_column)
{
    auto const errors = check("云禾,摊,zzz,0,4,day,someday,,,,age >,soon\n"
                              "云禾,门,food_market,5,4,,,800,,,,\n");
    std::set<std::pair<std::size_t, std::string>> places;
    for (auto const& error : errors) places.emplace(error.row, error.column);
    for (auto const* column : {"category", "per_session", "period", "schedule", "eligibility", "valid_until"})
        EXPECT_TRUE(places.contains({2, column})) << column;
    EXPECT_TRUE(places.contains({3, "lon"})); // a radius without a place
}

} // namespace
} // namespace lilong::resources
