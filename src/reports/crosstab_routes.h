// Crosstabs over HTTP: as JSON for the page, as workbook or CSV to take away.
#pragma once

#include "access/audit.h"
#include "analysis/compare_routes.h"
#include "areas/taxonomy.h"
#include "http/router.h"
#include "reports/crosstab_service.h"

namespace lilong::reports
{

void add_crosstab_routes(http::Router& router, CrosstabService& crosstabs, areas::AreaTree const& tree,
                         areas::Taxonomy const& taxonomy, storage::Database& database, access::AuditTrail const& audit,
                         Clock const& clock, analysis::OpenResults const& open);

} // namespace lilong::reports
