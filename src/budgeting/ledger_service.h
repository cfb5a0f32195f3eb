// The yearly fund: open it, commit money to a spending or project, pay against a voucher, release what is not needed.
// Who proposes a spending does not approve it. Projects call commit(), pay() and release_rest() in their own
// write.
#pragma once

#include "budgeting/remaining_rule.h"
#include "loop/state_service.h"

namespace lilong::budgeting
{

struct Voucher {
    std::string number, payee;
};

class LedgerService
{
public:
    LedgerService(storage::Database& database, access::AuditTrail const& audit, loop::StateService const& states,
                  Clock const& clock, Rng& rng)
        : database_(database), audit_(audit), states_(states), clock_(clock), rng_(rng)
    {
    }

    Result<Fund> open_fund(Actor const& who, AreaId const& area, Fund const& fund) const;
    Result<SpendingId> propose(Actor const& who, AreaId const& area, Spending const& spending) const;
    Result<Spending> approve(Actor const& who, AreaId const& area, SpendingId const& id) const;
    Result<Spending> refuse_spending(Actor const& who, AreaId const& area, SpendingId const& id,
                                     loop::Reason const& reason) const;
    Result<Spending> pay_spending(Actor const& who, AreaId const& area, SpendingId const& id,
                                  Voucher const& voucher) const;
    Result<Spending> release(Actor const& who, AreaId const& area, SpendingId const& id,
                             loop::Reason const& reason) const;

    // For projects, in their own write. The commitment is the project's.
    Result<void> commit(storage::Transaction& tx, Actor const& who, UserId const& proposer, AreaId const& area,
                        int year, Line line, ProjectId const& project, Money amount, std::string const& zh,
                        std::string const& en) const;
    Result<void> pay(storage::Transaction& tx, Actor const& who, AreaId const& area, ProjectId const& project,
                     Money amount, Voucher const& voucher) const;
    Result<void> release_rest(storage::Transaction& tx, Actor const& who, AreaId const& area,
                              ProjectId const& project) const;
    Commitment of_project(storage::Connection& connection, AreaId const& area, ProjectId const& project) const;

    std::vector<Fund> funds(AreaId const& area) const;
    Result<Fund> fund(AreaId const& area, int year) const; // budgeting.fund_not_open
    std::vector<LedgerEntry> entries(AreaId const& area, int year) const;
    std::vector<Spending> spendings(AreaId const& area, int year) const;
    std::vector<AllowedAction> allowed(Actor const& who, AreaId const& area, Spending const& spending) const;

private:
    Result<LedgerEntry> book(storage::Transaction& tx, Actor const& who, AreaId const& area, LedgerEntry entry) const;
    Result<LedgerEntry> book_for(storage::Transaction& tx, Actor const& who, AreaId const& area,
                                 Spending const& spending, EntryKind kind, Voucher const& voucher) const;
    Result<Spending> in_tx(storage::Connection& connection, AreaId const& area, SpendingId const& id) const;
    Result<Fund> fund_in(storage::Connection& connection, AreaId const& area, int year) const;
    Result<Spending> step(Actor const& who, AreaId const& area, SpendingId const& id, std::string_view action,
                          Requirements const& met, loop::Reason const& reason, std::optional<EntryKind> books,
                          Voucher const& voucher) const;

    storage::Database& database_;
    access::AuditTrail const& audit_;
    loop::StateService const& states_;
    Clock const& clock_;
    Rng& rng_;
};

} // namespace lilong::budgeting
