#include "areas/import_service.h"

#include <algorithm>
#include <set>

#include "access/permissions.h"

namespace lilong::areas
{

namespace
{

constexpr auto kTimeToUndo = std::chrono::hours{24};
constexpr auto kPreviewLives = std::chrono::hours{24};

std::vector<RowError> missing_columns(Importer const& importer, CsvTable const& table)
{
    std::vector<std::string_view> needed;
    for (auto const& column : importer.columns)
        if (column.needed) needed.push_back(column.key);
    TableChecker checker{table};
    checker.has_columns(needed);
    return checker.errors();
}

std::vector<RowError> all_errors(Importer const& importer, storage::Connection& connection, AreaId const& area,
                                 CsvTable const& table)
{
    auto errors = missing_columns(importer, table);
    if (errors.empty() && table.rows.empty()) errors.push_back({1, "", "", "areas.import_without_rows", {}});
    if (errors.empty()) errors = importer.check(connection, area, table);
    std::ranges::stable_sort(errors, {}, &RowError::row);
    return errors;
}

std::set<std::size_t> rows_of(std::vector<RowError> const& errors)
{
    std::set<std::size_t> rows;
    for (auto const& error : errors) rows.insert(error.row);
    return rows;
}

CsvTable only(CsvTable const& table, std::set<std::size_t> const& rows, bool wanted)
{
    CsvTable out{table.header, {}};
    std::ranges::copy_if(table.rows, std::back_inserter(out.rows),
                         [&](CsvRow const& row) { return rows.contains(row.number) == wanted; });
    return out;
}

} // namespace

void ImportService::add(Importer importer)
{
    auto kind = importer.kind;
    importers_.insert_or_assign(std::move(kind), std::move(importer));
}

Result<Importer const*> ImportService::importer(Actor const& who, AreaId const& area, std::string const& kind) const
{
    auto const found = importers_.find(kind);
    if (found == importers_.end()) return refuse(ErrorKind::not_found, "areas.import_kind_unknown", {{"kind", kind}});
    TRY(access::authorise(who, permissions_, found->second.permission, area,
                          [this](AreaId const& above, AreaId const& below) { return tree_.reaches(above, below); }));
    return &found->second;
}

std::vector<Importer const*> ImportService::kinds(Actor const& who, AreaId const& area) const
{
    std::vector<Importer const*> out;
    for (auto const& [kind, unused] : importers_)
        if (auto const one = importer(who, area, kind)) out.push_back(*one);
    return out;
}

Result<ImportView> ImportService::preview(Actor const& who, AreaId const& area, std::string const& kind,
                                          ImportFile const& file)
{
    auto const* importer = TRY(this->importer(who, area, kind));
    auto const raw = TRY(read_import_file(file));
    ImportView view;
    view.table = with_known_columns(raw, importer->columns, view.ignored_columns);
    return database_.write(area, [&](storage::Transaction& tx) -> Result<ImportView> {
        auto out = view;
        out.errors = all_errors(*importer, tx, area, out.table);
        out.batch = {.area = area,
                     .id = ImportId::random(rng_),
                     .kind = kind,
                     .file_name = file.name,
                     .rows_total = static_cast<std::int64_t>(out.table.rows.size()),
                     .rows_wrong = static_cast<std::int64_t>(rows_of(out.errors).size()),
                     .created_by = who.user,
                     .created_at = clock_.now()};
        import_store::forget_previews(tx, area, clock_.now().plus(-kPreviewLives));
        import_store::insert(tx, out.batch, kept_text(out.table), out.errors);
        audit_.note(tx, who, area, "areas.import_previewed", out.batch.id,
                    {{"kind", kind}, {"rows", std::to_string(out.batch.rows_total)}});
        return out;
    });
}

Result<ImportBatch> ImportService::found(storage::Connection& connection, Actor const& who, AreaId const& area,
                                         ImportId const& import) const
{
    auto const batch = import_store::find(connection, area, import);
    if (!batch) return refuse(ErrorKind::not_found, "areas.import_not_found");
    TRY(importer(who, area, batch->kind));
    return *batch;
}

Result<ImportView> ImportService::confirm(Actor const& who, AreaId const& area, ImportId const& import,
                                          WrongRows wrong_rows)
{
    auto confirmed = database_.write(area, [&](storage::Transaction& tx) -> Result<ImportView> {
        auto batch = TRY(found(tx, who, area, import));
        auto const* importer = TRY(this->importer(who, area, batch.kind));
        if (batch.state != ImportState::preview) return refuse(ErrorKind::conflict, "areas.import_already_confirmed");
        auto const table = table_of_kept(import_store::content(tx, area, import));
        auto const wrong = rows_of(import_store::errors(tx, area, import));
        if (wrong.contains(1)) return refuse(ErrorKind::conflict, "areas.import_without_columns");
        if (!wrong.empty() && wrong_rows == WrongRows::refuse)
            return refuse(ErrorKind::conflict, "areas.import_has_wrong_rows",
                          {{"count", std::to_string(wrong.size())}});
        auto const right = only(table, wrong, false);
        if (right.rows.empty()) return refuse(ErrorKind::conflict, "areas.import_without_right_rows");
        // Between preview and confirmation somebody may have changed what the rows were checked against.
        if (!importer->check(tx, area, right).empty())
            return refuse(ErrorKind::conflict, "areas.import_preview_outdated");
        TRY(importer->apply(tx, area, import, right));
        import_store::confirm(tx, area, import, kept_text(only(table, wrong, true)), clock_.now());
        audit_.note(tx, who, area, "areas.import_confirmed", import,
                    {{"kind", batch.kind}, {"rows", std::to_string(right.rows.size())}});
        batch.state = ImportState::confirmed;
        batch.confirmed_at = clock_.now();
        return read(tx, batch);
    });
    if (confirmed && importers_.at(confirmed->batch.kind).changes_areas) tree_.refresh();
    return confirmed;
}

Result<ImportView> ImportService::undo(Actor const& who, AreaId const& area, ImportId const& import)
{
    auto undone = database_.write(area, [&](storage::Transaction& tx) -> Result<ImportView> {
        auto batch = TRY(found(tx, who, area, import));
        auto const* importer = TRY(this->importer(who, area, batch.kind));
        if (batch.state != ImportState::confirmed) return refuse(ErrorKind::conflict, "areas.import_not_confirmed");
        auto const until = undo_until(batch);
        if (!until || clock_.now() > *until) return refuse(ErrorKind::conflict, "areas.import_too_late_to_undo");
        TRY(importer->undo(tx, area, import));
        import_store::undo(tx, area, import, clock_.now());
        audit_.note(tx, who, area, "areas.import_undone", import, {{"kind", batch.kind}});
        batch.state = ImportState::undone;
        batch.undone_at = clock_.now();
        return read(tx, batch);
    });
    if (undone && importers_.at(undone->batch.kind).changes_areas) tree_.refresh();
    return undone;
}

std::optional<Instant> ImportService::undo_until(ImportBatch const& batch) const
{
    auto const importer = importers_.find(batch.kind);
    if (batch.state != ImportState::confirmed || importer == importers_.end() || !importer->second.undo)
        return std::nullopt;
    return batch.confirmed_at->plus(kTimeToUndo);
}

ImportView ImportService::read(storage::Connection& connection, ImportBatch batch) const
{
    ImportView view{.batch = std::move(batch)};
    view.table = table_of_kept(import_store::content(connection, view.batch.area, view.batch.id));
    view.errors = import_store::errors(connection, view.batch.area, view.batch.id);
    view.undo_until = undo_until(view.batch);
    return view;
}

Result<ImportView> ImportService::view(Actor const& who, AreaId const& area, ImportId const& import)
{
    return database_.read([&](storage::Connection& connection) -> Result<ImportView> {
        auto const batch = TRY(found(connection, who, area, import));
        return read(connection, batch);
    });
}

std::vector<ImportBatch> ImportService::list(Actor const& who, AreaId const& area)
{
    auto batches =
        database_.read([&](storage::Connection& connection) { return import_store::list(connection, area); });
    std::erase_if(batches, [&](ImportBatch const& batch) { return !importer(who, area, batch.kind); });
    return batches;
}

} // namespace lilong::areas
