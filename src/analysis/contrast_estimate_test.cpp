#include "analysis/contrast_estimate.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <map>

#include "base/csv.h"
#include "base/text.h"

namespace lilong::analysis
{
namespace
{

std::string const kFolder = std::string{LILONG_SOURCE_DIR} + "/tests/reference/";

// The residents of tests/reference as households with members; each distinct weight is a class, coded as a group.
struct Residents {
    CubeShape shape{.unit = Unit::person, .items = std::vector<ItemKind>(3, ItemKind::scored)};
    std::vector<std::string> const groups{"adult", "child", "elderly"};
    std::map<std::string, std::int32_t> item{{"gate", 0}, {"score", 1}, {"visits", 2}};
    std::vector<double> weights, population;
    std::map<std::pair<std::int32_t, std::string>, HouseholdAnswers> households;

    Residents()
    {
        auto const table = parse_csv(read_file(kFolder + "residents.csv").value(), "residents").value();
        std::map<std::string, std::size_t> column;
        for (std::size_t c = 0; c < table.header.size(); ++c) column[table.header[c]] = c;
        std::map<std::string, std::int32_t> strata;
        for (auto const& row : table.rows) {
            auto const cell = [&](char const* name) { return row.cells[column.at(name)]; };
            auto const stratum =
                strata.emplace(cell("committee"), static_cast<std::int32_t>(strata.size())).first->second;
            if (static_cast<std::size_t>(stratum) == population.size())
                population.push_back(decimal_number(cell("households")).value());
            auto const w = decimal_number(cell("w")).value();
            auto at = std::find(weights.begin(), weights.end(), w) - weights.begin();
            if (static_cast<std::size_t>(at) == weights.size()) weights.push_back(w);
            auto& household = households[{stratum, std::string{cell("household")}}];
            household.cell = stratum;
            auto const group = std::find(groups.begin(), groups.end(), cell("group")) - groups.begin();
            Record record{.groups = 1U << group | 1U << (groups.size() + static_cast<std::size_t>(at)), .values = {}};
            for (auto const* name : {"gate", "score", "visits"}) {
                auto const value = decimal_number(cell(name));
                record.values.push_back(value ? static_cast<std::int8_t>(*value) : kMissing);
            }
            household.records.push_back(std::move(record));
        }
        shape.strata = static_cast<std::int32_t>(strata.size());
        for (std::int32_t s = 0; s < shape.strata; ++s) shape.stratum_of_cell.push_back(s);
        shape.domains = static_cast<std::int32_t>(1 + groups.size() + weights.size());
    }

    // joint estimates of these cells, each split into its weight classes
    JointEstimate joint(std::vector<CrossCell> const& wanted) const
    {
        std::vector<CrossCell> cells;
        std::vector<WeightedCells> estimates;
        for (auto const& whole : wanted) {
            WeightedCells one{.whole = cells.size(), .cells = {}, .weights = {}};
            cells.push_back(whole);
            for (std::size_t c = 0; c < weights.size(); ++c) {
                one.cells.push_back(cells.size());
                auto part = whole;
                part.weight_class = static_cast<std::int32_t>(1 + groups.size() + c);
                cells.push_back(part);
            }
            one.weights.assign(static_cast<std::size_t>(shape.strata), weights);
            estimates.push_back(std::move(one));
        }
        SharedSums sums{shape, cells};
        for (auto const& [key, household] : households) sums.add(household);
        return joint_ratios(sums, estimates, population, {}).value();
    }
};

class ContrastEstimate : public testing::Test
{
protected:
    void SetUp() override
    {
        auto bytes = read_file(kFolder + "domains.expected.csv").value();
        bytes.erase(0, bytes.find('\n') + 1);
        auto const table = parse_csv(bytes, "domains").value();
        for (auto const& row : table.rows) expected[std::string{row.cells[0]}] = std::stod(std::string{row.cells[1]});
    }
    void expect(std::string const& name, double value)
    {
        ASSERT_TRUE(expected.contains(name)) << name;
        EXPECT_NEAR(value, expected[name], 1e-9 * std::abs(expected[name]) + 1e-14) << name;
    }
    void expect_matrix(std::string const& name, std::vector<std::string> const& labels, JointEstimate const& joint)
    {
        for (std::size_t i = 0; i < labels.size(); ++i) {
            expect(name + ":value:" + labels[i], joint.estimates[i].value);
            for (std::size_t k = 0; k < labels.size(); ++k)
                expect(name + ":cov:" + labels[i] + ":" + labels[k], joint.at(i, k));
        }
    }
    std::map<std::string, double> expected;
    Residents const residents;
};

TEST_F(ContrastEstimate, groups_that_share_households_have_the_covariances_of_r_survey) // ST-12, ST-23, ST-24
{
    for (auto const* variable : {"visits", "score", "gate"}) {
        std::string const name = variable;
        auto const item = residents.item.at(name);
        auto const joint = residents.joint({{1, item, {}, {}}, {2, item, {}, {}}, {3, item, {}, {}}});
        expect_matrix(name, residents.groups, joint);
        auto const difference = linear_contrast(joint, std::vector<double>{0, 1, -1});
        expect(name + ":difference", difference.value);
        expect(name + ":difference:se", difference.se());
        EXPECT_EQ(difference.df, std::min(joint.estimates[1].df, joint.estimates[2].df));
        auto const ratio = ratio_of(joint, 1, 2);
        expect(name + ":ratio", ratio.value);
        expect(name + ":ratio:se", ratio.se());
        auto const logs = log_difference(joint, 0, 1);
        expect(name + ":logs", logs.value);
        expect(name + ":logs:se", logs.se());
    }
}

TEST_F(ContrastEstimate, the_levels_of_one_item_have_the_covariances_of_r_survey_and_each_row_adds_to_0)
{
    std::vector<CrossCell> cells;
    for (std::int8_t level = 1; level <= 5; ++level) cells.push_back({0, residents.item.at("score"), level, {}});
    auto const joint = residents.joint(cells);
    expect_matrix("levels", {"1", "2", "3", "4", "5"}, joint);
    double shares = 0;
    for (std::size_t i = 0; i < 5; ++i) {
        shares += joint.estimates[i].value;
        double row = 0;
        for (std::size_t k = 0; k < 5; ++k) row += joint.at(i, k);
        EXPECT_NEAR(row, 0, 1e-15);
    }
    EXPECT_NEAR(shares, 1, 1e-14);
    EXPECT_EQ(linear_contrast(joint, std::vector<double>(5, 1.0)).variance, 0); // all answers together are certain
}

TEST_F(ContrastEstimate, a_mean_and_a_share_of_the_same_residents_have_the_covariance_of_r_survey)
{
    auto const visits = residents.item.at("visits");
    expect_matrix("two", {"visits", "twice"}, residents.joint({{0, visits, {}, {}}, {0, visits, std::int8_t{2}, {}}}));
}

TEST_F(ContrastEstimate, an_estimate_is_no_different_from_itself)
{
    auto const item = residents.item.at("score");
    auto const joint = residents.joint({{0, item, {}, {}}, {0, item, {}, {}}});
    EXPECT_NEAR(joint.at(0, 1), joint.at(0, 0), 1e-12 * joint.at(0, 0));
    auto const none = linear_contrast(joint, std::vector<double>{1, -1});
    EXPECT_EQ(none.value, 0);
    EXPECT_EQ(none.variance, 0);
}

TEST(Contrast, two_committees_are_independent_and_their_degrees_of_freedom_add)
{
    CubeShape shape{
        .unit = Unit::household, .strata = 2, .stratum_of_cell = {0, 1}, .domains = 3, .items = {ItemKind::binary}};
    SharedSums sums{shape, {{.domain = 1}, {.domain = 2}}}; // everybody of the first committee; of the second
    for (std::int64_t i = 0; i < 9; ++i) {
        auto const second = i >= 5;
        sums.add({.household = i, .cell = second, .records = {{second ? 2U : 1U, {i % 2 == 0}}}});
    }
    std::vector<double> const population{10, 8};
    std::vector<WeightedCells> const wanted{{0, {0}, {{2}, {2}}}, {1, {1}, {{2}, {2}}}};
    auto const joint = joint_ratios(sums, wanted, population, {}).value();
    EXPECT_EQ(joint.at(0, 1), 0);
    auto const difference = linear_contrast(joint, std::vector<double>{1, -1});
    EXPECT_NEAR(difference.variance, joint.at(0, 0) + joint.at(1, 1), 1e-15);
    EXPECT_EQ(difference.df, 4 + 3);
}

} // namespace
} // namespace lilong::analysis
