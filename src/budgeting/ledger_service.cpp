#include "budgeting/ledger_service.h"

#include "base/chance.h"
#include "budgeting/ledger_store.h"

namespace lilong::budgeting
{

using loop::Reason;
using storage::Connection;
using storage::Transaction;

Result<Fund> LedgerService::fund_in(Connection& connection, AreaId const& area, int year) const
{
    auto found = ledger_store::fund(connection, area, year);
    if (!found) return refuse(ErrorKind::conflict, "budgeting.fund_not_open", {{"year", std::to_string(year)}});
    return *found;
}

Result<Fund> LedgerService::fund(AreaId const& area, int year) const
{
    return database_.read([&](Connection& c) { return fund_in(c, area, year); });
}

Result<Fund> LedgerService::open_fund(Actor const& who, AreaId const& area, Fund const& fund) const
{
    TRY(lines_in_order(fund));
    return database_.write(area, [&](Transaction& tx) -> Result<Fund> {
        if (!ledger_store::open_fund(tx, area, fund, who, clock_.now()))
            return refuse(ErrorKind::conflict, "budgeting.fund_already_open", {{"year", std::to_string(fund.year)}});
        audit_.note(tx, who, area, "budgeting.fund_opened", std::to_string(fund.year),
                    {{"total_fen", std::to_string(fund.total().in_fen())}});
        return fund;
    });
}

// Every entry passes here: the fund is open, the figures hold, the entry is added and noted.
Result<LedgerEntry> LedgerService::book(Transaction& tx, Actor const& who, AreaId const& area, LedgerEntry entry) const
{
    auto const fund = TRY(fund_in(tx, area, entry.year));
    TRY(fits(entry, fund, ledger_store::entries(tx, area, entry.year)));
    entry.id = LedgerEntryId::ordered(rng_, clock_.now());
    entry.at = clock_.now();
    entry.booked_on = clock_.today();
    entry.actor = who.user;
    entry.actor_name = who.name;
    ledger_store::append(tx, area, entry);
    audit_.note(tx, who, area, "budgeting.entry_booked", entry.id,
                {{"kind", std::string{name(entry.kind)}}, {"amount_fen", std::to_string(entry.amount.in_fen())}});
    return entry;
}

Result<LedgerEntry> LedgerService::book_for(Transaction& tx, Actor const& who, AreaId const& area,
                                            Spending const& spending, EntryKind kind, Voucher const& voucher) const
{
    LedgerEntry entry;
    entry.year = spending.year;
    entry.line = spending.line;
    entry.kind = kind;
    entry.amount = spending.amount;
    entry.purpose_zh = spending.purpose_zh;
    entry.purpose_en = spending.purpose_en;
    entry.commitment = spending.id.text();
    entry.project = spending.project;
    entry.voucher = voucher.number;
    entry.payee = voucher.payee;
    return book(tx, who, area, entry);
}

Result<Spending> LedgerService::in_tx(Connection& connection, AreaId const& area, SpendingId const& id) const
{
    auto found = ledger_store::spending(connection, area, id);
    if (!found) return refuse(ErrorKind::not_found, "budgeting.spending_not_found");
    return *found;
}

Result<SpendingId> LedgerService::propose(Actor const& who, AreaId const& area, Spending const& spending) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<SpendingId> {
        TRY(lilong::apply(kSpendingMachine, "–", "propose", states_.roles_in(who, area), false, {}, false));
        TRY(fund_in(tx, area, spending.year));
        auto made = spending;
        made.id = SpendingId::ordered(rng_, clock_.now());
        made.proposer = who.user;
        made.proposer_name = who.name;
        made.made_at = clock_.now();
        ledger_store::add_spending(tx, area, made);
        states_.begin(tx, loop::ref(area, "spending", made.id), "proposed", who, {});
        return made.id;
    });
}

Result<Spending> LedgerService::step(Actor const& who, AreaId const& area, SpendingId const& id,
                                     std::string_view action, Requirements const& met, Reason const& reason,
                                     std::optional<EntryKind> books, Voucher const& voucher) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Spending> {
        auto const spending = TRY(in_tx(tx, area, id));
        auto known = met;
        if (spending.proposer != who.user) known.insert("not_the_proposer");
        TRY(states_.apply(tx, loop::ref(area, "spending", id), kSpendingMachine, action, who, known, reason));
        if (action == "approve") ledger_store::set_approver(tx, area, id, who.name);
        if (books) TRY(book_for(tx, who, area, spending, *books, voucher));
        return in_tx(tx, area, id);
    });
}

Result<Spending> LedgerService::approve(Actor const& who, AreaId const& area, SpendingId const& id) const
{
    return step(who, area, id, "approve", {}, {}, EntryKind::commit, {});
}

Result<Spending> LedgerService::refuse_spending(Actor const& who, AreaId const& area, SpendingId const& id,
                                                Reason const& reason) const
{
    return step(who, area, id, "refuse", {}, reason, {}, {});
}

Result<Spending> LedgerService::pay_spending(Actor const& who, AreaId const& area, SpendingId const& id,
                                             Voucher const& voucher) const
{
    auto const met = voucher.number.empty() ? Requirements{} : Requirements{"voucher"};
    return step(who, area, id, "pay", met, {}, EntryKind::pay, voucher);
}

Result<Spending> LedgerService::release(Actor const& who, AreaId const& area, SpendingId const& id,
                                        Reason const& reason) const
{
    return step(who, area, id, "release", {}, reason, EntryKind::release, {});
}

Result<void> LedgerService::commit(Transaction& tx, Actor const& who, UserId const& proposer, AreaId const& area,
                                   int year, Line line, ProjectId const& project, Money amount, std::string const& zh,
                                   std::string const& en) const
{
    if (proposer == who.user) return refuse(ErrorKind::not_permitted, "budgeting.own_proposal");
    LedgerEntry entry;
    entry.year = year;
    entry.line = line;
    entry.amount = amount;
    entry.purpose_zh = zh;
    entry.purpose_en = en;
    entry.commitment = project.text();
    entry.project = project;
    TRY(book(tx, who, area, entry));
    return {};
}

Result<void> LedgerService::pay(Transaction& tx, Actor const& who, AreaId const& area, ProjectId const& project,
                                Money amount, Voucher const& voucher) const
{
    if (voucher.number.empty()) return refuse(ErrorKind::bad_input, "budgeting.voucher_missing");
    auto const earlier = ledger_store::entries_of(tx, area, project.text());
    if (earlier.empty()) return refuse(ErrorKind::conflict, "budgeting.nothing_committed");
    auto entry = earlier.back();
    entry.kind = EntryKind::pay;
    entry.amount = amount;
    entry.voucher = voucher.number;
    entry.payee = voucher.payee;
    TRY(book(tx, who, area, entry));
    return {};
}

Result<void> LedgerService::release_rest(Transaction& tx, Actor const& who, AreaId const& area,
                                         ProjectId const& project) const
{
    auto const earlier = ledger_store::entries_of(tx, area, project.text());
    auto const open = commitment(project.text(), earlier).open;
    if (open == Money{}) return {};
    auto entry = earlier.back();
    entry.voucher.clear();
    entry.payee.clear();
    entry.kind = EntryKind::release;
    entry.amount = open;
    TRY(book(tx, who, area, entry));
    return {};
}

Commitment LedgerService::of_project(Connection& connection, AreaId const& area, ProjectId const& project) const
{
    return commitment(project.text(), ledger_store::entries_of(connection, area, project.text()));
}

std::vector<Fund> LedgerService::funds(AreaId const& area) const
{
    return database_.read([&](Connection& c) { return ledger_store::funds(c, area); });
}

std::vector<LedgerEntry> LedgerService::entries(AreaId const& area, int year) const
{
    return database_.read([&](Connection& c) { return ledger_store::entries(c, area, year); });
}

std::vector<Spending> LedgerService::spendings(AreaId const& area, int year) const
{
    return database_.read([&](Connection& c) { return ledger_store::spendings(c, area, year); });
}

std::vector<AllowedAction> LedgerService::allowed(Actor const& who, AreaId const& area, Spending const& spending) const
{
    Requirements known{"voucher"}; // comes with the payment
    if (spending.proposer != who.user) known.insert("not_the_proposer");
    return states_.allowed(kSpendingMachine, spending.state, who, area, known);
}

} // namespace lilong::budgeting
