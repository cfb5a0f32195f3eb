#include "reports/crosstab_routes.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "reports/crosstab_export.h"
#include "reports/permissions.h"

namespace lilong::reports
{

using http::Answer;
using http::Request;
using nlohmann::json;

namespace
{

constexpr std::string_view kKnown[]{"rows",        "columns",    "item",     "group",
                                    "estate_type", "built_from", "built_to", "committee"};

Refusal bad(std::string filter)
{
    return refuse(ErrorKind::bad_input, "reports.bad_filter", {{"filter", std::move(filter)}});
}

Result<Dimension> dimension(Request const& request, char const* name, std::string const& otherwise)
{
    auto const found = dimension_of(request.option(name).value_or(otherwise));
    if (!found) return bad(name);
    return *found;
}

Result<std::optional<int>> year(Request const& request, char const* name)
{
    auto const text = request.option(name);
    if (!text) return std::optional<int>{};
    auto const number = whole_number(*text);
    if (!number || *number < 1800 || *number > 2200) return bad(name);
    return std::optional<int>{static_cast<int>(*number)};
}

Result<CrosstabQuestion> question_of(Request const& request)
{
    for (auto const& [name, value] : request.query)
        if (std::ranges::find(kKnown, name) == std::end(kKnown))
            return refuse(ErrorKind::bad_input, "reports.unknown_filter", {{"filter", name}});
    CrosstabQuestion question;
    question.rows = TRY(dimension(request, "rows", "group"));
    question.columns = TRY(dimension(request, "columns", "item"));
    question.item = request.option("item").value_or("");
    question.filter.group = request.option("group");
    question.filter.estate_type = request.option("estate_type");
    question.filter.built_from = TRY(year(request, "built_from"));
    question.filter.built_to = TRY(year(request, "built_to"));
    question.filter.committee = TRY(request.option_id<AreaId>("committee"));
    return question;
}

json number(double value) { return std::isfinite(value) ? json(std::round(value * 1000) / 1000) : json(nullptr); }

json cell_json(ShownCell const& shown)
{
    auto const& cell = shown.cell;
    json out{{"row", cell.row}, {"column", cell.column}, {"shown", shown.figure.has_value()}};
    if (!shown.figure) return out;
    out["n"] = shown.figure->base;
    out["share"] = number(cell.share.value);
    out["se"] = number(cell.share.se);
    out["lower"] = number(cell.share.lower);
    out["upper"] = number(cell.share.upper);
    out["insufficient"] = cell.share.flags.insufficient;
    out["verdict"] = name(cell.verdict);
    return out;
}

json keys_json(Dimension dimension, std::vector<std::string> const& keys, CrosstabAnswer const& answer,
               areas::AreaTree const& tree)
{
    auto items = json::array();
    for (auto const& key : keys) {
        json one{{"key", key}};
        if (dimension == Dimension::area)
            if (auto const area = tree.find(AreaId::parse(key).value_or(AreaId{})))
                one["name"] = {{"zh", area->zh}, {"en", area->en}};
        if (dimension == Dimension::round)
            for (auto const& round : answer.rounds)
                if (round.id.text() == key) one["name"] = {{"zh", round.title.zh}, {"en", round.title.en}};
        items.push_back(std::move(one));
    }
    return {{"dimension", name(dimension)}, {"items", items}};
}

json answer_json(CrosstabAnswer const& answer, areas::AreaTree const& tree)
{
    auto cells = json::array(), tests = json::array();
    for (auto const& shown : answer.cells) cells.push_back(cell_json(shown));
    for (auto const& each : answer.associations)
        tests.push_back({{"of", each.of_rows ? "rows" : "columns"},
                         {"question", each.question},
                         {"f", number(each.test.f)},
                         {"df1", number(each.test.df1)},
                         {"df2", number(each.test.df2)},
                         {"p_value", number(each.test.p_value)}});
    return {{"round", answer.round.id.text()},
            {"audience", disclosure::name(answer.audience)},
            {"item", answer.question.item},
            {"rows", keys_json(answer.question.rows, answer.rows, answer, tree)},
            {"columns", keys_json(answer.question.columns, answer.columns, answer, tree)},
            {"cells", cells},
            {"tests", tests},
            {"hidden", answer.hidden},
            {"answered", answer.answered}};
}

} // namespace

void add_crosstab_routes(http::Router& router, CrosstabService& crosstabs, areas::AreaTree const& tree,
                         areas::Taxonomy const& taxonomy, storage::Database& database, access::AuditTrail const& audit,
                         Clock const& clock, analysis::OpenResults const& open)
{
    auto const asked = [&crosstabs, open](Request const& request) -> Result<CrosstabAnswer> {
        auto const area = TRY(request.area());
        auto const round = TRY(request.path_id<RoundId>("round"));
        auto const question = TRY(question_of(request));
        TRY(open(request.actor, area, round));
        return crosstabs.answer(request.actor, area, round, question);
    };
    router.get("/api/v1/areas/{area}/rounds/{round}/crosstab", see_crosstabs,
               [asked, &tree](Request const& request) -> Result<Answer> {
                   auto const answer = TRY(asked(request));
                   return http::ok(answer_json(answer, tree));
               });
    auto const take_away = [&](char const* pattern, auto make) {
        router.get(
            pattern, export_crosstabs,
            [asked, make, &tree, &taxonomy, &database, &audit, &clock](Request const& request) -> Result<Answer> {
                auto const answer = TRY(asked(request));
                ExportLabels const labels{&tree, &taxonomy, request.language, request.actor.name, clock.today()};
                auto made = make(answer, labels);
                TRY(database.write(answer.area, [&](storage::Transaction& tx) -> Result<void> {
                    audit.note(tx, request.actor, answer.area, "reports.crosstab_exported", answer.round.id,
                               {{"rows", std::string{name(answer.question.rows)}},
                                {"columns", std::string{name(answer.question.columns)}}});
                    return {};
                }));
                return made;
            });
    };
    take_away("/api/v1/areas/{area}/rounds/{round}/crosstab.xlsx",
              [](CrosstabAnswer const& answer, ExportLabels const& labels) -> Result<Answer> {
                  auto content = TRY(crosstab_xlsx(answer, labels));
                  return http::download("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                        "crosstab.xlsx", std::move(content));
              });
    take_away("/api/v1/areas/{area}/rounds/{round}/crosstab.csv",
              [](CrosstabAnswer const& answer, ExportLabels const& labels) -> Result<Answer> {
                  return http::download("text/csv; charset=utf-8", "crosstab.csv", crosstab_csv(answer, labels));
              });
}

} // namespace lilong::reports
