#include "areas/area_import_rule.h"

#include <algorithm>
#include <array>
#include <map>

namespace lilong::areas
{

namespace
{

constexpr std::array<std::string_view, 5> kEstateTypes{"commodity", "sold_public", "lane", "affordable", "villa"};

Area read_area(TableChecker& checker, CsvRow const& row)
{
    Area area{.code = checker.needed_text(row, "code", 40),
              .zh = checker.needed_text(row, "zh", 100),
              .en = checker.needed_text(row, "en", 100),
              .estate_type = checker.text(row, "estate_type")};
    auto const kind = checker.needed_text(row, "kind");
    if (auto const known = area_kind_of(kind))
        area.kind = *known;
    else if (!kind.empty())
        checker.wrong(row, "kind", "areas.word_unknown", {{"word", kind}});
    if (!area.estate_type.empty() && std::ranges::find(kEstateTypes, area.estate_type) == kEstateTypes.end())
        checker.wrong(row, "estate_type", "areas.word_unknown", {{"word", area.estate_type}});
    if (auto const year = checker.whole(row, "build_year", 1700, 2200)) area.build_year = static_cast<int>(*year);
    area.occupied_households = checker.whole(row, "occupied_households", 0, 100'000'000).value_or(0);
    area.lon = checker.number(row, "lon", -180, 180);
    area.lat = checker.number(row, "lat", -90, 90);
    return area;
}

// The parent is exactly one level above; only a district has none.
void check_parent(TableChecker& checker, CsvRow const& row, AreaRow const& read,
                  std::map<std::string, AreaKind> const& kinds, AreaByCode const& known)
{
    if (read.area.kind == AreaKind::district) {
        if (!read.parent_code.empty())
            checker.wrong(row, "parent_code", "areas.parent_of_wrong_kind", {{"kind", "district"}});
        return;
    }
    if (!area_kind_of(checker.text(row, "kind"))) return; // said already
    if (read.parent_code.empty()) return checker.wrong(row, "parent_code", "areas.cell_empty");
    std::optional<AreaKind> parent;
    if (auto const in_file = kinds.find(read.parent_code); in_file != kinds.end())
        parent = in_file->second;
    else if (auto const there = known(read.parent_code))
        parent = there->kind;
    if (!parent)
        checker.wrong(row, "parent_code", "areas.parent_unknown", {{"code", read.parent_code}});
    else if (static_cast<int>(*parent) + 1 != static_cast<int>(read.area.kind))
        checker.wrong(row, "parent_code", "areas.parent_of_wrong_kind", {{"kind", std::string{name(read.area.kind)}}});
}

void check_unmoved(TableChecker& checker, CsvRow const& row, AreaRow const& read, AreaByCode const& known)
{
    auto const there = known(read.area.code);
    if (!there) return;
    if (there->kind != read.area.kind) checker.wrong(row, "kind", "areas.kind_changed", {{"code", read.area.code}});
    auto const parent = read.parent_code.empty() ? std::nullopt : known(read.parent_code);
    if ((parent ? std::optional{parent->id} : std::nullopt) != there->parent)
        checker.wrong(row, "parent_code", "areas.parent_changed", {{"code", read.area.code}});
}

} // namespace

AreaRows read_area_rows(CsvTable const& table, AreaByCode const& known)
{
    TableChecker checker{table};
    AreaRows out;
    std::map<std::string, AreaKind> kinds;
    if (checker.has_columns({"code", "parent_code", "kind", "zh", "en"})) {
        for (auto const& row : table.rows) {
            auto area = read_area(checker, row);
            if (!area.code.empty() && !kinds.emplace(area.code, area.kind).second)
                checker.wrong(row, "code", "areas.key_twice", {{"key", area.code}});
            out.rows.push_back({row.number, std::move(area), checker.text(row, "parent_code")});
        }
        for (std::size_t i = 0; i < out.rows.size(); ++i) {
            check_parent(checker, table.rows[i], out.rows[i], kinds, known);
            check_unmoved(checker, table.rows[i], out.rows[i], known);
        }
    }
    out.errors = checker.errors();
    std::ranges::stable_sort(out.errors, {}, &RowError::row);
    std::ranges::stable_sort(out.rows, {}, [](AreaRow const& row) { return row.area.kind; });
    return out;
}

} // namespace lilong::areas
