// Imports of the register (CO-109, CO-110): a door that is already there keeps its household, so the same file again
// changes nothing; the whole import can be taken back while nothing depends on its rows.
#pragma once

#include "areas/import_service.h"
#include "people/types.h"

namespace lilong::people
{

// Does something outside the register (answers, visits) depend on this household? Told by wiring.
using HouseholdInUse = std::function<bool(storage::Connection&, AreaId const&, HouseholdId const&)>;

areas::Importer household_importer(areas::AreaTree const& tree, Clock const& clock, Rng& rng,
                                   HouseholdInUse in_use = {});

} // namespace lilong::people
