#include "areas/import_routes.h"

#include <nlohmann/json.hpp>
#include <ranges>

#include "areas/permissions.h"
#include "base/messages.h"
#include "base/text.h"
#include "http/json_body.h"

namespace lilong::areas
{

using http::Answer;
using http::Request;
using nlohmann::json;

namespace
{

constexpr std::size_t kLargestFile = 20'000'000;
constexpr std::size_t kRowsShown = 20;
constexpr std::size_t kErrorsShown = 1000; // all of them stand in errors.csv

json or_null(std::optional<Instant> const& at) { return at ? json(at->text()) : json(nullptr); }

json batch_json(ImportBatch const& batch, std::optional<Instant> const& undo_until)
{
    return {{"id", batch.id.text()},
            {"kind", batch.kind},
            {"file_name", batch.file_name},
            {"state", name(batch.state)},
            {"rows", batch.rows_total},
            {"rows_wrong", batch.rows_wrong},
            {"created_at", batch.created_at.text()},
            {"confirmed_at", or_null(batch.confirmed_at)},
            {"undone_at", or_null(batch.undone_at)},
            {"undo_until", or_null(undo_until)}};
}

json view_json(ImportView const& view, Language language)
{
    auto out = batch_json(view.batch, view.undo_until);
    out["columns"] = view.table.header;
    out["ignored_columns"] = view.ignored_columns;
    auto rows = json::array();
    for (auto const& row : view.table.rows | std::views::take(kRowsShown))
        rows.push_back({{"row", row.number}, {"cells", row.cells}});
    out["first_rows"] = std::move(rows);
    auto errors = json::array();
    for (auto const& error : view.errors | std::views::take(kErrorsShown))
        errors.push_back({{"row", error.row},
                          {"column", error.column},
                          {"value", error.value},
                          {"code", error.code},
                          {"detail", sentence(error.code, error.facts, language)}});
    out["errors"] = std::move(errors);
    return out;
}

// The wrong rows as they were, with what is wrong beside them; the added column is ignored when the file comes back.
std::string errors_csv(ImportView const& view, Language language)
{
    std::map<std::size_t, std::string> faults;
    for (auto const& error : view.errors) {
        auto& text = faults[error.row];
        if (!text.empty()) text += "; ";
        text += sentence(error.code, error.facts, language);
    }
    std::string out = "\xEF\xBB\xBF";
    for (auto const& column : view.table.header) out += csv_cell(column) + ",";
    out += language == Language::zh_cn ? "错误\r\n" : "what is wrong\r\n";
    for (auto const& row : view.table.rows) {
        if (!faults.contains(row.number)) continue;
        for (auto const& cell : row.cells) out += csv_text_cell(cell) + ",";
        out += csv_text_cell(faults[row.number]) + "\r\n";
    }
    return out;
}

json kind_json(Importer const& importer)
{
    auto columns = json::array();
    for (auto const& column : importer.columns)
        columns.push_back({{"key", column.key}, {"also", column.also}, {"needed", column.needed}});
    return {
        {"kind", importer.kind}, {"columns", std::move(columns)}, {"can_be_undone", static_cast<bool>(importer.undo)}};
}

Result<Answer> preview(ImportService& imports, Request const& request)
{
    auto const area = TRY(request.area());
    ImportFile const file{request.option("file_name").value_or("import").substr(0, 200),
                          std::string{trimmed(split(request.header("content-type"), ';').front())}, request.body};
    auto const view = TRY(imports.preview(request.actor, area, request.parameters.at("import"), file));
    return http::created(view_json(view, request.language));
}

Result<Answer> confirm(ImportService& imports, Request const& request)
{
    auto const area = TRY(request.area());
    auto const import = TRY(request.path_id<ImportId>("import"));
    auto body = TRY(request.json());
    auto const skip = body.flag("skip_wrong_rows");
    TRY(body.finish());
    auto const view = TRY(imports.confirm(request.actor, area, import, skip ? WrongRows::skip : WrongRows::refuse));
    return http::ok(view_json(view, request.language));
}

Result<Answer> undo(ImportService& imports, Request const& request)
{
    auto const area = TRY(request.area());
    auto const import = TRY(request.path_id<ImportId>("import"));
    auto const view = TRY(imports.undo(request.actor, area, import));
    return http::ok(view_json(view, request.language));
}

Result<Answer> one(ImportService& imports, Request const& request)
{
    auto const area = TRY(request.area());
    auto const import = TRY(request.path_id<ImportId>("import"));
    auto const view = TRY(imports.view(request.actor, area, import));
    return http::ok(view_json(view, request.language));
}

Result<Answer> wrong_rows(ImportService& imports, Request const& request)
{
    auto const area = TRY(request.area());
    auto const import = TRY(request.path_id<ImportId>("import"));
    auto const view = TRY(imports.view(request.actor, area, import));
    return http::download("text/csv; charset=utf-8", view.batch.kind + "-errors.csv",
                          errors_csv(view, request.language));
}

Result<Answer> list(ImportService& imports, Request const& request)
{
    auto const area = TRY(request.area());
    auto items = json::array();
    for (auto const& batch : imports.list(request.actor, area))
        items.push_back(batch_json(batch, imports.undo_until(batch)));
    return http::ok({{"items", std::move(items)}, {"next", nullptr}});
}

Result<Answer> kinds(ImportService& imports, Request const& request)
{
    auto const area = TRY(request.area());
    auto items = json::array();
    for (auto const* importer : imports.kinds(request.actor, area)) items.push_back(kind_json(*importer));
    return http::ok({{"items", std::move(items)}, {"next", nullptr}});
}

} // namespace

void add_import_routes(http::Router& router, ImportService& imports)
{
    auto const with = [&imports](auto handler) {
        return [&imports, handler](Request const& request) { return handler(imports, request); };
    };
    http::RouteOptions const file{.largest_body = kLargestFile,
                                  .content_types = {std::string{kCsvType}, std::string{kXlsxType}},
                                  .repeats = http::Repeats::forgotten};
    router.get("/api/v1/areas/{area}/import-kinds", import_files, with(kinds));
    router.get("/api/v1/areas/{area}/imports", import_files, with(list));
    router.post("/api/v1/areas/{area}/imports/{import}", import_files, with(preview), file);
    router.get("/api/v1/areas/{area}/imports/{import}", import_files, with(one));
    router.get("/api/v1/areas/{area}/imports/{import}/errors.csv", import_files, with(wrong_rows));
    router.post("/api/v1/areas/{area}/imports/{import}/actions/confirm", import_files, with(confirm), {.repeats = http::Repeats::forgotten});
    router.post("/api/v1/areas/{area}/imports/{import}/actions/undo", import_files, with(undo));
}

} // namespace lilong::areas
