#include "reports/crosstab_estimate.h"

#include <cmath>
#include <gtest/gtest.h>

namespace lilong::reports
{
namespace
{

// One committee of 400 answering households: two groups, one need; `yes` of each 200.
CrosstabInput two_groups(int yes_first, int yes_second)
{
    CrosstabInput input{.rows = 2,
                        .columns = 1,
                        .questions = 1,
                        .columns_are_questions = true,
                        .strata = {{400, 800, analysis::Design::srs}},
                        .units = {}};
    for (int household = 0; household < 400; ++household) {
        auto const group = household / 200;
        auto const yes = household % 200 < (group == 0 ? yes_first : yes_second);
        input.units.push_back({0, {{0, {group}, {0}, yes}}});
    }
    return input;
}

CrosstabCell const& cell(Crosstab const& table, std::int32_t row, std::int32_t column)
{
    for (auto const& each : table.cells)
        if (each.row == row && each.column == column) return each;
    throw std::runtime_error("no such cell");
}

TEST(Crosstab, each_cell_and_each_total_has_its_share_and_error)
{
    auto table = crosstab_of(two_groups(120, 60));
    ASSERT_TRUE(table);
    EXPECT_DOUBLE_EQ(cell(*table, 0, 0).share.value, 0.6);
    EXPECT_DOUBLE_EQ(cell(*table, 1, 0).share.value, 0.3);
    EXPECT_DOUBLE_EQ(cell(*table, -1, 0).share.value, 0.45);
    EXPECT_EQ(table->cells.size(), 3U); // different needs have no common total
    // (1 - f) p q / (n - 1), f = 1/2
    EXPECT_NEAR(cell(*table, -1, 0).share.se, std::sqrt(0.5 * 0.45 * 0.55 / 399), 1e-12);
}

TEST(Crosstab, arrows_stand_only_where_a_difference_is_real) // ST-50
{
    auto far = *crosstab_of(two_groups(120, 60)), near = *crosstab_of(two_groups(101, 99));
    judge(far, std::vector<bool>(3, true));
    judge(near, std::vector<bool>(3, true));
    EXPECT_EQ(cell(far, 0, 0).verdict, CellVerdict::above);
    EXPECT_EQ(cell(far, 1, 0).verdict, CellVerdict::below);
    EXPECT_EQ(cell(near, 0, 0).verdict, CellVerdict::alike);
}

TEST(Crosstab, a_hidden_cell_has_no_arrow)
{
    auto table = *crosstab_of(two_groups(120, 60));
    judge(table, std::vector<bool>(3, false));
    for (auto const& each : table.cells) EXPECT_EQ(each.verdict, CellVerdict::cannot_tell);
}

TEST(Crosstab,
     two_groups_and_one_need_are_tested_as_r_survey_tests_them) // ST-28: one degree of freedom, F near z squared
{
    auto const table = *crosstab_of(two_groups(120, 60));
    ASSERT_EQ(table.associations.size(), 1U);
    EXPECT_TRUE(table.associations[0].of_rows);
    EXPECT_NEAR(table.associations[0].test.df1, 1, 1e-9);
    EXPECT_NEAR(table.associations[0].test.f, 36.36 * 399 / 400, 0.2); // Pearson of 120/80 against 60/140
    EXPECT_LT(table.associations[0].test.p_value, 1e-6);
}

TEST(Crosstab, whoever_belongs_to_two_groups_counts_in_both_and_once_in_the_total)
{
    auto input = two_groups(120, 60);
    for (auto& unit : input.units) unit.answers[0].rows = {0, 1};
    auto const table = *crosstab_of(input);
    EXPECT_EQ(cell(table, 0, 0).n, 400);
    EXPECT_EQ(cell(table, 1, 0).n, 400);
    EXPECT_EQ(cell(table, -1, 0).n, 400);
    ASSERT_EQ(table.tables[0].inner().size(), 1U); // nobody is in one of them only
}

} // namespace
} // namespace lilong::reports
