// HTTP ⇄ the yearly fund and its ledger; the quarterly public page reads the same figures.
#pragma once

#include "budgeting/ledger_service.h"
#include "http/router.h"

namespace lilong::budgeting
{

void add_ledger_routes(http::Router& router, LedgerService const& ledger, Clock const& clock);

} // namespace lilong::budgeting
