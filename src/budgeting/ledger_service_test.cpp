#include "budgeting/ledger_service.h"

#include <gtest/gtest.h>
#include <thread>

#include "base/chance.h"

namespace lilong::budgeting
{
namespace
{

class LedgerServiceTest : public testing::Test
{
protected:
    LedgerServiceTest()
    {
        ledger.open_fund(wang, area, {2017, Money::yuan(50'000), Money::yuan(50'000), Money::yuan(150'000)}).value();
    }
    Actor actor(Role role, std::string name)
    {
        return {.user = UserId::random(rng),
                .name = std::move(name),
                .grants = {{role, area}},
                .household = {},
                .provider = {}};
    }
    Spending benches(Money amount = Money::yuan(20'000))
    {
        Spending s;
        s.year = 2017;
        s.amount = amount;
        s.purpose_zh = "座椅";
        s.purpose_en = "benches";
        s.payee = "绿园公司";
        return s;
    }
    Figures service() { return figures(ledger.fund(area, 2017).value(), Line::service, ledger.entries(area, 2017)); }

    std::unique_ptr<storage::Database> database = storage::Database::in_memory();
    TestClock clock{Instant::parse("2017-06-01T02:00:00.000Z").value()};
    SeededRng rng{5};
    AreaId area = AreaId::random(rng);
    access::AuditTrail audit{clock};
    loop::StateService states{audit, clock, [](AreaId const& a, AreaId const& b) { return a == b; }};
    LedgerService ledger{*database, audit, states, clock, rng};
    Actor wang = actor(Role::committee_secretary, "王书记"), li = actor(Role::committee_secretary, "李主任"),
          zhou = actor(Role::committee_worker, "小周"), analyst = actor(Role::analyst, "分析员");
};

TEST_F(LedgerServiceTest, a_spending_is_proposed_approved_by_somebody_else_and_paid_against_a_voucher)
{
    auto const id = ledger.propose(zhou, area, benches()).value();
    EXPECT_EQ(service().committed, Money{});
    EXPECT_EQ(ledger.approve(wang, area, id).value().approver_name, "王书记");
    EXPECT_EQ(service().committed, Money::yuan(20'000));
    EXPECT_EQ(ledger.pay_spending(zhou, area, id, {}).error().facts.at("missing"), "voucher");
    EXPECT_EQ(ledger.pay_spending(zhou, area, id, {"P-17", "绿园公司"}).value().state, "paid");
    EXPECT_EQ(service().paid, Money::yuan(20'000));
    EXPECT_EQ(service().left(), Money::yuan(130'000));
}

TEST_F(LedgerServiceTest, who_proposes_a_spending_does_not_approve_it)
{
    auto const id = ledger.propose(wang, area, benches()).value();
    EXPECT_EQ(ledger.approve(wang, area, id).error().facts.at("missing"), "not_the_proposer");
    EXPECT_TRUE(ledger.approve(li, area, id));
}

TEST_F(LedgerServiceTest, a_worker_does_not_approve_and_an_analyst_does_not_propose)
{
    auto const id = ledger.propose(wang, area, benches()).value();
    EXPECT_EQ(ledger.approve(zhou, area, id).error().code, "access.not_permitted");
    EXPECT_EQ(ledger.propose(analyst, area, benches()).error().code, "access.not_permitted");
}

TEST_F(LedgerServiceTest, what_does_not_fit_is_refused_and_leaves_no_entry)
{
    auto const id = ledger.propose(zhou, area, benches(Money::yuan(150'001))).value();
    EXPECT_EQ(ledger.approve(wang, area, id).error().code, "budgeting.over_remaining");
    EXPECT_TRUE(ledger.entries(area, 2017).empty());
    EXPECT_EQ(ledger.spendings(area, 2017).front().state, "proposed");
}

TEST_F(LedgerServiceTest, released_money_can_be_spent_again)
{
    auto const id = ledger.propose(zhou, area, benches(Money::yuan(150'000))).value();
    ASSERT_TRUE(ledger.approve(wang, area, id));
    EXPECT_EQ(ledger.release(wang, area, id, {}).error().code, "loop.reason_missing");
    ASSERT_TRUE(ledger.release(wang, area, id, {"", "not needed"}));
    EXPECT_EQ(service().left(), Money::yuan(150'000));
}

TEST_F(LedgerServiceTest, a_fund_opens_once_a_year_and_nothing_is_proposed_without_one)
{
    EXPECT_EQ(ledger.open_fund(wang, area, {2017, {}, {}, {}}).error().code, "budgeting.fund_already_open");
    auto next = benches();
    next.year = 2018;
    EXPECT_EQ(ledger.propose(zhou, area, next).error().code, "budgeting.fund_not_open");
}

TEST_F(LedgerServiceTest, many_approvals_at_once_never_take_the_line_below_zero)
{
    std::vector<SpendingId> ids;
    for (int i = 0; i < 12; ++i) ids.push_back(ledger.propose(zhou, area, benches(Money::yuan(30'000))).value());
    std::vector<std::thread> approvers;
    for (auto const& id : ids) approvers.emplace_back([&, id] { (void)ledger.approve(wang, area, id); });
    for (auto& thread : approvers) thread.join();
    EXPECT_EQ(service().committed, Money::yuan(150'000)); // five of them, exactly
    EXPECT_EQ(service().left(), Money{});
}

TEST_F(LedgerServiceTest, a_project_pays_within_its_commitment_and_gives_back_the_rest)
{
    auto const project = ProjectId::random(rng);
    auto const done = database->write(area, [&](storage::Transaction& tx) -> Result<void> {
        EXPECT_EQ(
            ledger.commit(tx, wang, wang.user, area, 2017, Line::service, project, Money::yuan(136'000), "大门", "gate")
                .error()
                .code,
            "budgeting.own_proposal");
        EXPECT_EQ(ledger.pay(tx, wang, area, project, Money::yuan(1), {"P-1", "x"}).error().code,
                  "budgeting.nothing_committed");
        TRY(ledger.commit(tx, wang, zhou.user, area, 2017, Line::service, project, Money::yuan(136'000), "大门",
                          "gate"));
        EXPECT_EQ(ledger.pay(tx, zhou, area, project, Money::yuan(1), {}).error().code, "budgeting.voucher_missing");
        EXPECT_EQ(ledger.pay(tx, zhou, area, project, Money::yuan(140'000), {"P-2", "x"}).error().code,
                  "budgeting.over_commitment");
        TRY(ledger.pay(tx, zhou, area, project, Money::yuan(130'000), {"P-3", "x"}));
        TRY(ledger.release_rest(tx, wang, area, project));
        return {};
    });
    ASSERT_TRUE(done);
    EXPECT_EQ(service().left(), Money::yuan(20'000));
    EXPECT_EQ(service().committed, Money{});
}

} // namespace
} // namespace lilong::budgeting
