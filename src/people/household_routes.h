// The register on the wire: for the committee its households, for higher levels counts.
#pragma once

#include "areas/taxonomy.h"
#include "http/router.h"
#include "people/household_service.h"

namespace lilong::people
{

void add_household_routes(http::Router& router, HouseholdService& households, storage::Database& database,
                          areas::AreaTree const& tree, areas::Taxonomy const& taxonomy, Clock const& clock);

} // namespace lilong::people
