#include "resources/offer_importer.h"

#include <algorithm>
#include <set>

#include "areas/table_checker.h"
#include "base/text.h"
#include "resources/offer_rule.h"
#include "resources/offer_store.h"
#include "resources/permissions.h"

namespace lilong::resources
{

namespace
{

struct ImportedOffer {
    Provider provider;
    Offer offer;
};

std::vector<areas::ImportColumn> columns()
{
    return {{"provider", {"服务方", "provider_name"}, true},
            {"provider_kind", {"服务方类型"}},
            {"name", {"名称", "供给"}, true},
            {"name_en", {"英文名称"}},
            {"category", {"类别"}, true},
            {"mode", {"方式"}},
            {"per_session", {"每场人数"}, true},
            {"sessions_per_period", {"每周期场次"}},
            {"period", {"周期"}},
            {"schedule", {"时间"}},
            {"radius_m", {"服务半径"}},
            {"place", {"地点"}},
            {"lon", {"经度"}},
            {"lat", {"纬度"}},
            {"eligibility", {"条件规则"}},
            {"unit_cost_fen", {"单价分"}},
            {"conditions", {"说明"}},
            {"valid_until", {"有效期"}}};
}

std::string one_of(areas::TableChecker& cells, CsvRow const& row, std::string_view column,
                   std::vector<std::string> const& allowed)
{
    auto const word = cells.text(row, column);
    if (word.empty()) return allowed.front();
    if (std::ranges::find(allowed, word) != allowed.end()) return word;
    std::string list;
    for (auto const& one : allowed) list += (list.empty() ? "" : ", ") + one;
    cells.wrong(row, column, "resources.not_one_of", {{"allowed", list}});
    return allowed.front();
}

std::vector<std::string> categories_of(areas::TableChecker& cells, CsvRow const& row, areas::Taxonomy const& taxonomy)
{
    std::vector<std::string> out;
    auto const text = cells.text(row, "category"); // split() only refers to it
    for (auto part : split(text, ';')) {
        auto const key = std::string{trimmed(part)};
        if (key.empty()) continue;
        if (taxonomy.category(key))
            out.push_back(key);
        else
            cells.wrong(row, "category", "resources.category_unknown", {{"category", key}});
    }
    return out;
}

ImportedOffer read_row(areas::TableChecker& cells, CsvRow const& row, AreaId const& area,
                       areas::Taxonomy const& taxonomy)
{
    ImportedOffer read{{.area = area}, {.area = area}};
    auto& [provider, offer] = read;
    provider.kind = one_of(cells, row, "provider_kind", {"organisation", "group", "person"});
    provider.names.zh = provider.names.en = cells.needed_text(row, "provider");
    offer.names.zh = cells.needed_text(row, "name");
    offer.names.en = cells.text(row, "name_en").empty() ? offer.names.zh : cells.text(row, "name_en");
    offer.categories = categories_of(cells, row, taxonomy);
    offer.mode = one_of(cells, row, "mode", {"site", "visiting", "remote"});
    offer.capacity.per_session = cells.whole(row, "per_session", 1, 1'000'000).value_or(0);
    offer.capacity.sessions_per_period = cells.whole(row, "sessions_per_period", 1, 10'000).value_or(1);
    offer.capacity.per_period = heads_per_period(offer.capacity);
    offer.capacity.period = one_of(cells, row, "period", {"month", "week", "year"});
    offer.schedule = cells.text(row, "schedule");
    if (auto const radius = cells.whole(row, "radius_m", 0, 100'000)) offer.catchment = {"radius", *radius, {}};
    offer.place = {cells.text(row, "place"), cells.number(row, "lon", -180, 180), cells.number(row, "lat", -90, 90)};
    offer.eligibility = cells.text(row, "eligibility");
    offer.unit_cost = Money::fen(cells.whole(row, "unit_cost_fen", 0, 1'000'000'000).value_or(0));
    offer.conditions = cells.text(row, "conditions");
    if (auto const until = cells.text(row, "valid_until"); !until.empty()) {
        offer.valid_until = Date::parse(until);
        if (!offer.valid_until) cells.wrong(row, "valid_until", "resources.date_not_readable");
    }
    return read;
}

// What the form checks is checked here, too; /schedule becomes the column schedule.
void check_whole(areas::TableChecker& cells, CsvRow const& row, Offer const& offer)
{
    auto const checked = check_offer(offer);
    if (checked) return;
    for (auto const& field : checked.error().fields) {
        auto const column = field.pointer == "/categories" ? "category"
                            : field.pointer == "/place"    ? "lon"
                                                           : field.pointer.substr(1);
        cells.wrong(row, column, field.code, field.facts);
    }
}

std::vector<areas::RowError> check(storage::Connection& connection, AreaId const& area, CsvTable const& table,
                                   areas::Taxonomy const& taxonomy)
{
    areas::TableChecker cells{table};
    std::set<std::pair<std::string, std::string>> known;
    for (auto const& view : offer_store::offers_around(connection, area))
        if (view.offer.area == area && view.state != "retired")
            known.emplace(view.provider.names.zh, view.offer.names.zh);
    for (auto const& row : table.rows) {
        auto const read = read_row(cells, row, area, taxonomy);
        check_whole(cells, row, read.offer);
        if (!known.emplace(read.provider.names.zh, read.offer.names.zh).second)
            cells.wrong(row, "name", "resources.already_registered");
    }
    return cells.errors();
}

} // namespace

areas::Importer offer_importer(OfferService const& offers, areas::Taxonomy const& taxonomy)
{
    return {.kind = "resources",
            .permission = register_offers,
            .columns = columns(),
            .check = [&taxonomy](storage::Connection& connection, AreaId const& area,
                                 CsvTable const& table) { return check(connection, area, table, taxonomy); },
            .apply = [&offers, &taxonomy](storage::Transaction& tx, AreaId const& area, ImportId const&,
                                          CsvTable const& table) -> Result<void> {
                areas::TableChecker cells{table};
                for (auto const& row : table.rows) {
                    auto read = read_row(cells, row, area, taxonomy);
                    TRY(offers.add_imported(tx, std::move(read.provider), std::move(read.offer)));
                }
                return {};
            },
            .undo = {},
            .changes_areas = false};
}

} // namespace lilong::resources
