#include "budgeting/remaining_rule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lilong::budgeting
{
namespace
{

Fund const kFund{2017, Money::yuan(50'000), Money::yuan(50'000), Money::yuan(150'000)};

LedgerEntry entry(EntryKind kind, Money amount, std::string commitment, Line line = Line::service)
{
    LedgerEntry e;
    e.kind = kind;
    e.amount = amount;
    e.commitment = std::move(commitment);
    e.line = line;
    return e;
}

TEST(RemainingRule, a_payment_uses_up_its_commitment_and_leaves_the_rest_of_the_line_alone)
{
    std::vector<LedgerEntry> entries{entry(EntryKind::commit, Money::yuan(136'000), "gate")};
    EXPECT_EQ(figures(kFund, Line::service, entries).left(), Money::yuan(14'000));
    entries.push_back(entry(EntryKind::pay, Money::yuan(130'000), "gate"));
    auto const found = figures(kFund, Line::service, entries);
    EXPECT_EQ(found.left(), Money::yuan(14'000));
    EXPECT_EQ(found.committed, Money::yuan(6'000));
    EXPECT_EQ(found.paid, Money::yuan(130'000));
}

TEST(RemainingRule, one_fen_too_much_is_refused_with_both_figures)
{
    auto const refused = fits(entry(EntryKind::commit, Money::fen(15'000'001), "gate"), kFund, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "budgeting.over_remaining");
    EXPECT_EQ(refused.error().facts.at("remaining"), "150000.00");
    EXPECT_TRUE(fits(entry(EntryKind::commit, Money::yuan(150'000), "gate"), kFund, {}));
}

TEST(RemainingRule, nobody_pays_more_than_was_committed_for_it)
{
    std::vector<LedgerEntry> const entries{entry(EntryKind::commit, Money::yuan(100), "lamps"),
                                           entry(EntryKind::commit, Money::yuan(900), "gate")};
    EXPECT_EQ(fits(entry(EntryKind::pay, Money::yuan(101), "lamps"), kFund, entries).error().code,
              "budgeting.over_commitment");
}

TEST(RemainingRule, the_office_line_has_its_cap)
{
    EXPECT_TRUE(lines_in_order(kFund));
    EXPECT_EQ(lines_in_order({2017, Money::yuan(50'001), {}, {}}).error().code, "budgeting.office_line_too_high");
}

RC_GTEST_PROP(RemainingRule, whatever_is_booked_no_line_and_no_commitment_becomes_negative, ())
{
    std::vector<LedgerEntry> entries;
    for (int i = 0; i < 60; ++i) {
        auto const kind = *rc::gen::element(EntryKind::commit, EntryKind::release, EntryKind::pay);
        auto const line = *rc::gen::element(Line::office, Line::party, Line::service);
        auto const next = entry(kind, Money::yuan(*rc::gen::inRange(1, 80'000)),
                                std::string{name(line)} + std::to_string(*rc::gen::inRange(0, 3)), line);
        if (fits(next, kFund, entries)) entries.push_back(next);
        for (auto each : kLines) {
            auto const found = figures(kFund, each, entries);
            RC_ASSERT(found.left() >= Money{} && found.committed >= Money{} && found.paid >= Money{});
        }
    }
}

} // namespace
} // namespace lilong::budgeting
