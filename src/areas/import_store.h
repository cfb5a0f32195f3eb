// Imports and their faults: SQL ⇄ types.
#pragma once

#include <optional>
#include <vector>

#include "areas/table_checker.h"
#include "base/id.h"
#include "storage/database.h"

namespace lilong::areas
{

enum class ImportState { preview, confirmed, undone };
std::string_view name(ImportState state);

struct ImportBatch {
    AreaId area;
    ImportId id;
    std::string kind;
    std::string file_name;
    ImportState state = ImportState::preview;
    std::int64_t rows_total = 0, rows_wrong = 0;
    UserId created_by;
    Instant created_at;
    std::optional<Instant> confirmed_at, undone_at;
};

namespace import_store
{
void insert(storage::Transaction& tx, ImportBatch const& batch, std::string const& content,
            std::vector<RowError> const& errors);
std::optional<ImportBatch> find(storage::Connection& connection, AreaId const& area, ImportId const& import);
std::string content(storage::Connection& connection, AreaId const& area, ImportId const& import);
std::vector<RowError> errors(storage::Connection& connection, AreaId const& area, ImportId const& import);
std::vector<ImportBatch> list(storage::Connection& connection, AreaId const& area); // newest first, at most 100
// What is kept after the confirmation is the wrong rows only.
void confirm(storage::Transaction& tx, AreaId const& area, ImportId const& import, std::string const& content,
             Instant at);
void undo(storage::Transaction& tx, AreaId const& area, ImportId const& import, Instant at);
void forget_previews(storage::Transaction& tx, AreaId const& area, Instant before);
} // namespace import_store

} // namespace lilong::areas
