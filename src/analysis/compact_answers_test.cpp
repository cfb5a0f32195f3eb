#include "analysis/compact_answers.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lilong::analysis
{
namespace
{

std::vector<HouseholdAnswers> some_households(std::size_t items)
{
    std::vector<HouseholdAnswers> out;
    auto const count = *rc::gen::inRange(0, 25);
    for (std::int64_t i = 0; i < count; ++i) {
        HouseholdAnswers household{.household = i * 7 - 20, .cell = *rc::gen::inRange(0, 5), .records = {}};
        for (int m = *rc::gen::inRange(1, 4); m > 0; --m)
            household.records.push_back({*rc::gen::arbitrary<std::uint32_t>(),
                                         *rc::gen::container<std::vector<std::int8_t>>(
                                             items, rc::gen::element<std::int8_t>(0, 1, kMissing, kNotAsked))});
        out.push_back(std::move(household));
    }
    return out;
}

RC_GTEST_PROP(CompactAnswers, what_goes_in_comes_out_again, ())
{
    auto const items = *rc::gen::inRange<std::size_t>(0, 12);
    auto households = some_households(items);
    CompactAnswers answers{items};
    for (auto const& household : households) answers.append(household);
    RC_ASSERT(std::vector<HouseholdAnswers>(answers.begin(), answers.end()) == households);
    if (households.empty()) return;
    auto const taken = *rc::gen::inRange<std::size_t>(0, households.size());
    RC_ASSERT(answers.find(households[taken].household) == households[taken]);
    RC_ASSERT(answers.remove(households[taken].household));
    RC_ASSERT(!answers.remove(households[taken].household));
    households.erase(households.begin() + static_cast<std::ptrdiff_t>(taken));
    RC_ASSERT(answers.size() == households.size());
    RC_ASSERT(std::vector<HouseholdAnswers>(answers.begin(), answers.end()) == households);
}

RC_GTEST_PROP(CompactAnswers, pairs_are_those_of_the_unpacked_answers, ())
{
    auto const households = some_households(7);
    CompactAnswers answers{7};
    for (auto const& household : households) answers.append(household);
    auto const domain = *rc::gen::inRange(0, 4), item = *rc::gen::inRange(0, 7), other = *rc::gen::inRange(0, 7);
    auto const cell = *rc::gen::element<std::optional<std::int32_t>>(std::nullopt, 0, 2);
    PairTable expected;
    for (auto const& household : households)
        for (auto const& record : household.records) {
            if ((cell && household.cell != *cell) || (domain > 0 && ((record.groups >> (domain - 1)) & 1U) == 0))
                continue;
            auto const one = record.values[static_cast<std::size_t>(item)],
                       two = record.values[static_cast<std::size_t>(other)];
            expected.yes_yes += one == 1 && two == 1;
            expected.yes_no += one == 1 && two == 0;
            expected.no_yes += one == 0 && two == 1;
            expected.no_no += one == 0 && two == 0;
        }
    RC_ASSERT(answers.pair(cell, domain, item, other) == expected);
}

TEST(CompactAnswers, only_yes_no_and_blank_fit_into_two_bits)
{
    CompactAnswers answers{1};
    EXPECT_THROW(answers.append({.household = 1, .cell = 0, .records = {{0, {3}}}}), std::invalid_argument);
}

} // namespace
} // namespace lilong::analysis
