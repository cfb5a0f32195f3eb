// SQL ⇄ fund, spendings and ledger entries.
#pragma once

#include "budgeting/types.h"
#include "storage/database.h"

namespace lilong::budgeting::ledger_store
{

bool open_fund(storage::Transaction& tx, AreaId const& area, Fund const& fund, Actor const& who,
               Instant at); // false: open already
std::optional<Fund> fund(storage::Connection& connection, AreaId const& area, int year);
std::vector<Fund> funds(storage::Connection& connection, AreaId const& area);
void append(storage::Transaction& tx, AreaId const& area, LedgerEntry const& entry);
std::vector<LedgerEntry> entries(storage::Connection& connection, AreaId const& area, int year);
std::vector<LedgerEntry> entries_of(storage::Connection& connection, AreaId const& area, std::string_view commitment);
void add_spending(storage::Transaction& tx, AreaId const& area, Spending const& spending);
void set_approver(storage::Transaction& tx, AreaId const& area, SpendingId const& id, std::string_view name);
std::optional<Spending> spending(storage::Connection& connection, AreaId const& area, SpendingId const& id);
std::vector<Spending> spendings(storage::Connection& connection, AreaId const& area, int year);

} // namespace lilong::budgeting::ledger_store
