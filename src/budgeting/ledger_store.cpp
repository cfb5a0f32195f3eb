#include "budgeting/ledger_store.h"

namespace lilong::budgeting::ledger_store
{

namespace
{

using storage::Connection;
using storage::Row;
using storage::Sql;
using storage::Transaction;

constexpr Sql kOpen{"budgeting.open_fund",
                    "insert into yearly_fund (area_id, year, office_fen, party_fen, service_fen, opened_by, opened_at) "
                    "values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing"};
constexpr Sql kFund{
    "budgeting.fund",
    "select year, office_fen, party_fen, service_fen from yearly_fund where area_id = $1 and year = $2"};
constexpr Sql kFunds{
    "budgeting.funds",
    "select year, office_fen, party_fen, service_fen from yearly_fund where area_id = $1 order by year desc"};
constexpr Sql kAppend{"budgeting.append",
                      "insert into ledger_entry (area_id, id, year, seq, line, kind, amount_fen, booked_on, "
                      "purpose_zh, purpose_en, commitment_id, project_id, voucher, payee, actor_id, "
                      "actor_name, at) select $1, $2, $3, coalesce(max(seq), 0) + 1, $4, $5, $6, $7, $8, $9, $10, $11, "
                      "$12, $13, $14, $15, $16 "
                      "from ledger_entry where area_id = $1 and year = $3"};
#define LILONG_ENTRY_COLUMNS                                                                                           \
    "select id, year, seq, line, kind, amount_fen, booked_on, purpose_zh, purpose_en, commitment_id, project_id, "     \
    "voucher, payee, actor_id, actor_name, at from ledger_entry "
constexpr Sql kEntries{"budgeting.entries", LILONG_ENTRY_COLUMNS "where area_id = $1 and year = $2 order by seq"};
constexpr Sql kEntriesOf{"budgeting.entries_of",
                         LILONG_ENTRY_COLUMNS "where area_id = $1 and commitment_id = $2 order by year, seq"};
#undef LILONG_ENTRY_COLUMNS
constexpr Sql kAddSpending{"budgeting.add_spending",
                           "insert into spending (area_id, id, year, line, amount_fen, purpose_zh, purpose_en, payee, "
                           "project_id, proposer_id, proposer_name, approver_name, "
                           "made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', $12)"};
constexpr Sql kSetApprover{"budgeting.set_approver",
                           "update spending set approver_name = $3 where area_id = $1 and id = $2"};
#define LILONG_SPENDING_COLUMNS                                                                                        \
    "select p.id, p.year, p.line, p.amount_fen, p.purpose_zh, p.purpose_en, p.payee, p.project_id, p.proposer_id, "    \
    "p.proposer_name, p.approver_name, p.made_at, s.state, s.version from spending p "                                 \
    "join object_state s on s.area_id = p.area_id and s.object_id = p.id "
constexpr Sql kSpending{"budgeting.spending", LILONG_SPENDING_COLUMNS "where p.area_id = $1 and p.id = $2"};
constexpr Sql kSpendings{"budgeting.spendings",
                         LILONG_SPENDING_COLUMNS "where p.area_id = $1 and p.year = $2 order by p.made_at, p.id"};
#undef LILONG_SPENDING_COLUMNS

Fund fund_of(Row row) { return {row.at<int>(0), row.at<Money>(1), row.at<Money>(2), row.at<Money>(3)}; }

LedgerEntry entry_of(Row row)
{
    LedgerEntry e;
    e.id = row.at<LedgerEntryId>(0);
    e.year = row.at<int>(1);
    e.seq = row.integer(2);
    e.line = line_of(row.at<std::string>(3)).value();
    auto const kind = row.at<std::string>(4);
    e.kind = kind == "commit" ? EntryKind::commit : kind == "release" ? EntryKind::release : EntryKind::pay;
    e.amount = row.at<Money>(5);
    e.booked_on = row.at<Date>(6);
    e.purpose_zh = row.at<std::string>(7);
    e.purpose_en = row.at<std::string>(8);
    e.commitment = row.at<std::string>(9);
    e.project = row.at<std::optional<ProjectId>>(10);
    e.voucher = row.at<std::string>(11);
    e.payee = row.at<std::string>(12);
    e.actor = row.at<UserId>(13);
    e.actor_name = row.at<std::string>(14);
    e.at = row.at<Instant>(15);
    return e;
}

Spending spending_of(Row row)
{
    Spending s;
    s.id = row.at<SpendingId>(0);
    s.year = row.at<int>(1);
    s.line = line_of(row.at<std::string>(2)).value();
    s.amount = row.at<Money>(3);
    s.purpose_zh = row.at<std::string>(4);
    s.purpose_en = row.at<std::string>(5);
    s.payee = row.at<std::string>(6);
    s.project = row.at<std::optional<ProjectId>>(7);
    s.proposer = row.at<UserId>(8);
    s.proposer_name = row.at<std::string>(9);
    s.approver_name = row.at<std::string>(10);
    s.made_at = row.at<Instant>(11);
    s.state = row.at<std::string>(12);
    s.version = row.integer(13);
    return s;
}

} // namespace

bool open_fund(Transaction& tx, AreaId const& area, Fund const& fund, Actor const& who, Instant at)
{
    return tx.change(kOpen, area, fund.year, fund.office, fund.party, fund.service, who.user, at) == 1;
}
std::optional<Fund> fund(Connection& connection, AreaId const& area, int year)
{
    return connection.first(kFund, fund_of, area, year);
}
std::vector<Fund> funds(Connection& connection, AreaId const& area) { return connection.all(kFunds, fund_of, area); }

void append(Transaction& tx, AreaId const& area, LedgerEntry const& e)
{
    tx.change(kAppend, area, e.id, e.year, name(e.line), name(e.kind), e.amount, e.booked_on, e.purpose_zh,
              e.purpose_en, e.commitment, e.project, e.voucher, e.payee, e.actor, e.actor_name, e.at);
}
std::vector<LedgerEntry> entries(Connection& connection, AreaId const& area, int year)
{
    return connection.all(kEntries, entry_of, area, year);
}
std::vector<LedgerEntry> entries_of(Connection& connection, AreaId const& area, std::string_view commitment)
{
    return connection.all(kEntriesOf, entry_of, area, commitment);
}

void add_spending(Transaction& tx, AreaId const& area, Spending const& s)
{
    tx.change(kAddSpending, area, s.id, s.year, name(s.line), s.amount, s.purpose_zh, s.purpose_en, s.payee, s.project,
              s.proposer, s.proposer_name, s.made_at);
}
void set_approver(Transaction& tx, AreaId const& area, SpendingId const& id, std::string_view name)
{
    tx.change(kSetApprover, area, id, name);
}
std::optional<Spending> spending(Connection& connection, AreaId const& area, SpendingId const& id)
{
    return connection.first(kSpending, spending_of, area, id);
}
std::vector<Spending> spendings(Connection& connection, AreaId const& area, int year)
{
    return connection.all(kSpendings, spending_of, area, year);
}

} // namespace lilong::budgeting::ledger_store
