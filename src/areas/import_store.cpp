#include "areas/import_store.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace lilong::areas
{

using storage::Row;
using storage::Sql;

namespace
{

constexpr std::array<std::string_view, 3> kStates{"preview", "confirmed", "undone"};

constexpr Sql kInsert{"areas.insert_import", "insert into import_batch (area_id, id, kind, file_name, state, "
                                             "rows_total, rows_wrong, content, created_by, created_at) "
                                             "values ($1, $2, $3, $4, 'preview', $5, $6, $7, $8, $9)"};
constexpr Sql kInsertError{
    "areas.insert_import_error",
    "insert into import_error (area_id, import_id, position, row_number, column_name, value, code, facts) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Sql kFind{"areas.import", "select area_id, id, kind, file_name, state, rows_total, rows_wrong, created_by, "
                                    "created_at, confirmed_at, undone_at "
                                    "from import_batch where area_id = $1 and id = $2"};
constexpr Sql kList{"areas.imports",
                    "select area_id, id, kind, file_name, state, rows_total, rows_wrong, created_by, created_at, "
                    "confirmed_at, undone_at "
                    "from import_batch where area_id = $1 order by created_at desc, id desc limit 100"};
constexpr Sql kContent{"areas.import_content", "select content from import_batch where area_id = $1 and id = $2"};
constexpr Sql kErrors{"areas.import_errors", "select row_number, column_name, value, code, facts from import_error "
                                             "where area_id = $1 and import_id = $2 order by position"};
constexpr Sql kConfirm{
    "areas.confirm_import",
    "update import_batch set state = 'confirmed', content = $3, confirmed_at = $4 where area_id = $1 and id = $2"};
constexpr Sql kUndo{"areas.undo_import",
                    "update import_batch set state = 'undone', undone_at = $3 where area_id = $1 and id = $2"};
constexpr Sql kForgetErrors{
    "areas.forget_preview_errors",
    "delete from import_error where area_id = $1 and import_id in "
    "(select id from import_batch where area_id = $1 and state = 'preview' and created_at < $2)"};
constexpr Sql kForget{"areas.forget_previews",
                      "delete from import_batch where area_id = $1 and state = 'preview' and created_at < $2"};

ImportBatch batch_of(Row const& row)
{
    auto const state = std::ranges::find(kStates, row.text_view(4)) - kStates.begin();
    return {.area = row.at<AreaId>(0),
            .id = row.at<ImportId>(1),
            .kind = row.at<std::string>(2),
            .file_name = row.at<std::string>(3),
            .state = static_cast<ImportState>(state),
            .rows_total = row.at<std::int64_t>(5),
            .rows_wrong = row.at<std::int64_t>(6),
            .created_by = row.at<UserId>(7),
            .created_at = row.at<Instant>(8),
            .confirmed_at = row.at<std::optional<Instant>>(9),
            .undone_at = row.at<std::optional<Instant>>(10)};
}

RowError error_of(Row const& row)
{
    RowError error{.row = row.at<std::size_t>(0),
                   .column = row.at<std::string>(1),
                   .value = row.at<std::string>(2),
                   .code = row.at<std::string>(3)};
    auto const facts = nlohmann::json::parse(row.at<std::string>(4));
    for (auto const& [name, value] : facts.items()) error.facts[name] = value.get<std::string>();
    return error;
}

} // namespace

std::string_view name(ImportState state) { return kStates[static_cast<std::size_t>(state)]; }

namespace import_store
{

void insert(storage::Transaction& tx, ImportBatch const& batch, std::string const& content,
            std::vector<RowError> const& errors)
{
    tx.change(kInsert, batch.area, batch.id, batch.kind, batch.file_name, batch.rows_total, batch.rows_wrong, content,
              batch.created_by, batch.created_at);
    std::size_t position = 0;
    for (auto const& error : errors)
        tx.change(kInsertError, batch.area, batch.id, position++, error.row, error.column, error.value, error.code,
                  nlohmann::json(error.facts).dump());
}

std::optional<ImportBatch> find(storage::Connection& connection, AreaId const& area, ImportId const& import)
{
    return connection.first(kFind, batch_of, area, import);
}

std::string content(storage::Connection& connection, AreaId const& area, ImportId const& import)
{
    return connection.scalar<std::string>(kContent, area, import).value_or("#\n");
}

std::vector<RowError> errors(storage::Connection& connection, AreaId const& area, ImportId const& import)
{
    return connection.all(kErrors, error_of, area, import);
}

std::vector<ImportBatch> list(storage::Connection& connection, AreaId const& area)
{
    return connection.all(kList, batch_of, area);
}

void confirm(storage::Transaction& tx, AreaId const& area, ImportId const& import, std::string const& content,
             Instant at)
{
    tx.change(kConfirm, area, import, content, at);
}

void undo(storage::Transaction& tx, AreaId const& area, ImportId const& import, Instant at)
{
    tx.change(kUndo, area, import, at);
}

void forget_previews(storage::Transaction& tx, AreaId const& area, Instant before)
{
    tx.change(kForgetErrors, area, before);
    tx.change(kForget, area, before);
}

} // namespace import_store
} // namespace lilong::areas
