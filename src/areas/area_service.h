// Areas come from a list: checked as a whole, then written as a whole. A code that is already there keeps its id and
// place in the tree and takes the new names and facts, so importing the same list twice changes nothing.
#pragma once

#include "access/audit.h"
#include "areas/area_import_rule.h"
#include "base/chance.h"

namespace lilong::areas
{

struct AreaImportCount {
    std::size_t added = 0, changed = 0, unchanged = 0;
};

class AreaService
{
public:
    AreaService(storage::Database& database, access::AuditTrail const& audit, AreaTree& tree, Clock const& clock,
                Rng& rng)
        : database_(database), audit_(audit), tree_(tree), clock_(clock), rng_(rng)
    {
    }

    // areas.import_wrong with file:row:column of every fault.
    Result<AreaImportCount> import_areas(Actor const& who, CsvTable const& table);

private:
    storage::Database& database_;
    access::AuditTrail const& audit_;
    AreaTree& tree_;
    Clock const& clock_;
    Rng& rng_;
};

// The part inside a write, for imports and for generated districts.
AreaImportCount write_area_rows(storage::Transaction& tx, std::vector<AreaRow> const& rows, Rng& rng, Date valid_from);

} // namespace lilong::areas
