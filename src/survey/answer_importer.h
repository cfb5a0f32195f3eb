// Imports of answers (CO-109, CO-110): one row per response into an open round of the neighbourhood. A household that
// has answered already is a fault of its row, so the same file again adds nothing; an import is taken back whole.
#pragma once

#include "areas/import_service.h"
#include "survey/types.h"

namespace lilong::survey
{

// Knows the items of the need questionnaire and of every version opened until now.
Result<areas::Importer> answer_importer(storage::Database& database, areas::AreaTree const& tree, Clock const& clock,
                                        Rng& rng);

// Has this household answered, or was it visited? Then its import cannot be taken back (people/household_importer.h).
bool household_in_use(storage::Connection& connection, AreaId const& area, HouseholdId const& household);

} // namespace lilong::survey
