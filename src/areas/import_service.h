// One import is one unit: a preview with every fault, then the confirmation, then for a day the way back. What a kind
// of import means is said by the capability that owns the rows; wiring adds it here:
//     imports.add(people::household_importer(tree, clock, rng));
#pragma once

#include <functional>
#include <map>

#include "access/audit.h"
#include "access/authorise_rule.h"
#include "areas/area_tree.h"
#include "areas/import_file.h"
#include "areas/import_store.h"
#include "base/chance.h"

namespace lilong::areas
{

struct Importer {
    std::string kind;      // households: the last word of the address
    Permission permission; // in the area of the import
    std::vector<ImportColumn> columns;
    // Needed columns are checked already; every fault at once.
    std::function<std::vector<RowError>(storage::Connection&, AreaId const&, CsvTable const&)> check;
    std::function<Result<void>(storage::Transaction&, AreaId const&, ImportId const&, CsvTable const&)> apply;
    std::function<Result<void>(storage::Transaction&, AreaId const&, ImportId const&)> undo; // nothing: no way back
    bool changes_areas = false; // the area tree is read again afterwards
};

struct ImportView {
    ImportBatch batch;
    CsvTable table; // all rows before the confirmation, the wrong ones after it
    std::vector<RowError> errors;
    std::vector<std::string> ignored_columns;
    std::optional<Instant> undo_until;
};

enum class WrongRows { refuse, skip };

class ImportService
{
public:
    ImportService(storage::Database& database, access::AuditTrail const& audit,
                  access::PermissionTable const& permissions, AreaTree& tree, Clock const& clock, Rng& rng)
        : database_(database), audit_(audit), permissions_(permissions), tree_(tree), clock_(clock), rng_(rng)
    {
    }
    void add(Importer importer);

    Result<ImportView> preview(Actor const& who, AreaId const& area, std::string const& kind, ImportFile const& file);
    Result<ImportView> confirm(Actor const& who, AreaId const& area, ImportId const& import, WrongRows wrong_rows);
    Result<ImportView> undo(Actor const& who, AreaId const& area, ImportId const& import);
    Result<ImportView> view(Actor const& who, AreaId const& area, ImportId const& import);
    std::vector<ImportBatch> list(Actor const& who, AreaId const& area); // of the kinds the actor may import
    std::vector<Importer const*> kinds(Actor const& who, AreaId const& area) const;
    std::optional<Instant> undo_until(ImportBatch const& batch) const;

private:
    Result<Importer const*> importer(Actor const& who, AreaId const& area, std::string const& kind) const;
    Result<ImportBatch> found(storage::Connection& connection, Actor const& who, AreaId const& area,
                              ImportId const& import) const;
    ImportView read(storage::Connection& connection, ImportBatch batch) const;

    storage::Database& database_;
    access::AuditTrail const& audit_;
    access::PermissionTable const& permissions_;
    AreaTree& tree_;
    Clock const& clock_;
    Rng& rng_;
    std::map<std::string, Importer, std::less<>> importers_;
};

Importer area_importer(AreaTree const& tree, Clock const& clock, Rng& rng); // kind areas: parts of the caller's area

} // namespace lilong::areas
