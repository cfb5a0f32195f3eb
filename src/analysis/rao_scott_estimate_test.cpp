#include "analysis/rao_scott_estimate.h"

#include <cmath>
#include <gtest/gtest.h>

namespace lilong::analysis
{
namespace
{

// counts 4,2 / 1,5, one answer per unit
TableStratum counted(std::vector<int> const& counts, double weight = 1)
{
    TableStratum out;
    for (std::size_t cell = 0; cell < counts.size(); ++cell)
        for (int i = 0; i < counts[cell]; ++i) out.answered.push_back({{{cell, weight}}});
    out.units = static_cast<std::int64_t>(out.answered.size());
    return out;
}

TEST(RaoScott, a_two_by_two_table_worked_by_hand)
{
    std::vector const strata{counted({4, 2, 1, 5})};
    auto const test = rao_scott_test(2, 2, 12, strata, {}).value();
    EXPECT_NEAR(test.pearson, 3.0857142857142857, 1e-12);
    EXPECT_NEAR(test.f, test.pearson * 11 / 12, 1e-12); // Pearson (n-1)/n
    EXPECT_NEAR(test.df1, 1, 1e-12);
    EXPECT_NEAR(test.df2, 11, 1e-12);
    EXPECT_GT(test.p_value, 0.05);
}

TEST(RaoScott, one_weight_for_all_changes_nothing_and_empty_rows_are_left_out)
{
    std::vector const plain{counted({4, 2, 1, 5})}, weighted{counted({4, 2, 0, 0, 1, 5}, 7)};
    auto const one = rao_scott_test(2, 2, 12, plain, {}).value(),
               other = rao_scott_test(3, 2, 12, weighted, {}).value();
    EXPECT_NEAR(one.f, other.f, 1e-12);
    EXPECT_NEAR(one.p_value, other.p_value, 1e-12);
}

TEST(RaoScott, a_table_with_one_row_has_no_test)
{
    std::vector const strata{counted({4, 2, 0, 0})};
    EXPECT_TRUE(std::isnan(rao_scott_test(2, 2, 6, strata, {}).value().f));
}

TEST(RaoScott, a_lonely_unit_is_refused_unless_a_rule_is_chosen)
{
    auto lonely = counted({1, 0, 0, 0});
    lonely.name = "B";
    std::vector const strata{counted({4, 2, 1, 5}), lonely};
    EXPECT_EQ(rao_scott_test(2, 2, 13, strata, {.lonely = LonelyRule::fail}).error().facts.at("stratum"), "B");
    EXPECT_TRUE(rao_scott_test(2, 2, 13, strata, {.lonely = LonelyRule::adjust}).value().lonely);
}

} // namespace
} // namespace lilong::analysis
