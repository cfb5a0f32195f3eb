#include "matching/problem_reader.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "base/text.h"
#include "matching/distance_rule.h"

namespace lilong::matching
{

namespace
{

constexpr std::int64_t kMostHeads = 1'000'000;
constexpr std::int64_t kMostMetres = 10'000'000;
constexpr std::int64_t kMostFen = 1'000'000'000'000;
constexpr std::int64_t kFarApart_mm = 200'000'000;

// Whole millimetres from metres with at most three decimals, exactly.
std::optional<std::int64_t> millimetres(std::string_view text)
{
    auto const minus = text.starts_with('-');
    if (minus) text.remove_prefix(1);
    auto const point = text.find('.');
    auto const whole = whole_number(text.substr(0, point));
    if (!whole || *whole < 0 || *whole > kMostMetres || text.starts_with('+')) return std::nullopt;
    std::int64_t thousandths = 0;
    if (point != std::string_view::npos) {
        auto const decimals = text.substr(point + 1);
        if (decimals.empty() || decimals.size() > 3 ||
            decimals.find_first_not_of("0123456789") != std::string_view::npos)
            return std::nullopt;
        thousandths = *whole_number(decimals);
        for (auto n = decimals.size(); n < 3; ++n) thousandths *= 10;
    }
    auto const value = *whole * 1000 + thousandths;
    return minus ? -value : value;
}

} // namespace

// One row being read: cells by column name, complaints with their place in the file.
class ProblemReader::Row
{
public:
    Row(NamedTable const& named, CsvRow const& row, std::vector<FieldError>& errors)
        : named_(named), row_(row), errors_(errors)
    {
    }

    std::string_view cell(std::string_view column) const
    {
        auto const at = named_.table.column(column);
        return at ? trimmed(row_.cells[*at]) : std::string_view{};
    }
    void complain(std::string_view column, std::string code, Facts facts = {})
    {
        facts.try_emplace("value", cell(column));
        errors_.push_back(
            {fmt::format("{}:{}:{}", named_.file, row_.number, column), std::move(code), std::move(facts)});
    }
    std::int64_t number(std::string_view column, std::int64_t least, std::int64_t most,
                        std::optional<std::int64_t> otherwise = {})
    {
        auto const text = cell(column);
        if (text.empty() && otherwise) return *otherwise;
        auto const value = whole_number(text);
        if (value && *value >= least && *value <= most) return *value;
        complain(column, "matching.number_out_of_range",
                 {{"least", std::to_string(least)}, {"most", std::to_string(most)}});
        return least;
    }
    std::optional<std::int64_t> mm(std::string_view column, std::int64_t least)
    {
        auto const value = millimetres(cell(column));
        if (value && *value >= least) return value;
        complain(column, "matching.metres_not_readable");
        return std::nullopt;
    }
    std::string unique_id(std::set<std::string>& seen)
    {
        std::string id{cell("id")};
        if (id.empty())
            complain("id", "matching.id_missing");
        else if (!seen.insert(id).second)
            complain("id", "matching.id_twice");
        return id;
    }
    Windows windows()
    {
        auto windows = Windows::parse(cell("window"));
        if (windows) return std::move(*windows);
        complain("window", windows.error().code, windows.error().facts);
        return {};
    }

private:
    NamedTable const& named_;
    CsvRow const& row_;
    std::vector<FieldError>& errors_;
};

Result<Taxonomy> read_taxonomy(CsvTable const& table, std::string const& file)
{
    auto const key = table.column("key"), parent = table.column("parent");
    if (!key || !parent)
        return refuse(ErrorKind::bad_input, "matching.column_missing",
                      {{"file", file}, {"column", !key ? "key" : "parent"}});
    Taxonomy taxonomy;
    for (auto const& row : table.rows) {
        taxonomy.keys.insert(row.cells[*key]);
        if (!row.cells[*parent].empty()) taxonomy.parents[row.cells[*key]] = row.cells[*parent];
    }
    return taxonomy;
}

bool ProblemReader::columns_present(NamedTable const& named, std::vector<std::string> const& needed)
{
    auto const before = errors_.size();
    for (auto const& column : needed)
        if (!named.table.column(column))
            errors_.push_back({fmt::format("{}:1:{}", named.file, column),
                               "matching.column_missing",
                               {{"file", named.file}, {"column", column}}});
    return errors_.size() == before;
}

void ProblemReader::warn_about_columns(NamedTable const& named, std::set<std::string> const& known)
{
    for (auto const& column : named.table.header)
        if (!column.empty() && !known.contains(column))
            warnings_.push_back({"matching.column_ignored", {{"file", named.file}, {"column", column}}});
}

void ProblemReader::needs(NamedTable const& named)
{
    warn_about_columns(named, {"id", "committee", "sub_district", "category", "heads", "severity", "x", "y", "lon",
                               "lat", "window", "waiting_years", "facts"});
    if (!columns_present(named, {"id", "committee", "sub_district", "category", "heads", "severity"})) return;
    for (auto const& cells : named.table.rows) {
        Row row{named, cells, errors_};
        need_row(row);
    }
}

void ProblemReader::need_row(Row& row)
{
    NeedPoint need{.id = row.unique_id(need_ids_),
                   .committee = std::string{row.cell("committee")},
                   .sub_district = std::string{row.cell("sub_district")}};
    if (need.committee.empty()) row.complain("committee", "matching.cell_missing");
    if (need.sub_district.empty()) row.complain("sub_district", "matching.cell_missing");
    need.category = known_category(row, row.cell("category"));
    need.heads = row.number("heads", 0, kMostHeads);
    need.severity = static_cast<int>(row.number("severity", 1, 5));
    need.waiting_years = static_cast<int>(row.number("waiting_years", 0, 3, 0));
    need.place = place_of(row, true);
    need.windows = row.windows();
    for (auto part : split(row.cell("facts"), ';')) {
        part = trimmed(part);
        if (part.empty()) continue;
        auto const equals = part.find('=');
        auto const name = trimmed(part.substr(0, equals));
        auto const value = equals == std::string_view::npos ? std::string_view{} : trimmed(part.substr(equals + 1));
        auto const years = name == "age" ? whole_number(value) : std::nullopt;
        if (years && *years >= 0 && *years <= 150)
            need.facts.age_from = need.facts.age_to = static_cast<int>(*years);
        else if (name == "sex" && (value == "female" || value == "male"))
            need.facts.sex = value;
        else if (name == "tag" && !value.empty())
            need.facts.tags.emplace(value);
        else if (name == "household_tag" && !value.empty())
            need.facts.household_tags.emplace(value);
        else
            row.complain("facts", "matching.fact_not_readable", {{"value", std::string{part}}});
    }
    problem_.needs.push_back(std::move(need));
}

void ProblemReader::offers(NamedTable const& named)
{
    warn_about_columns(named, {"id", "category", "capacity", "radius_m", "x", "y", "lon", "lat", "window",
                               "unit_cost_fen", "status", "valid_until", "eligibility"});
    if (!columns_present(named, {"id", "category", "capacity"})) return;
    for (auto const& cells : named.table.rows) {
        Row row{named, cells, errors_};
        offer_row(row);
    }
}

void ProblemReader::offer_row(Row& row)
{
    OfferPoint offer{.id = row.unique_id(offer_ids_)};
    for (auto key : split(row.cell("category"), ';'))
        if (!trimmed(key).empty()) offer.categories.push_back(known_category(row, trimmed(key)));
    if (offer.categories.empty()) row.complain("category", "matching.cell_missing");
    offer.capacity = row.number("capacity", 0, kMostHeads * 1000);
    if (!row.cell("radius_m").empty()) offer.radius_mm = row.mm("radius_m", 0);
    offer.place = place_of(row, !row.cell("radius_m").empty());
    offer.windows = row.windows();
    offer.unit_cost_fen = row.number("unit_cost_fen", 0, kMostFen, 0);
    auto const status = row.cell("status");
    offer.active = status != "paused";
    if (!status.empty() && status != "active" && status != "paused") row.complain("status", "matching.status_unknown");
    if (auto const until = row.cell("valid_until"); !until.empty()) {
        offer.valid_until = Date::parse(until);
        if (!offer.valid_until) row.complain("valid_until", "matching.date_not_readable");
    }
    if (auto rule = GroupRule::parse(row.cell("eligibility")))
        offer.eligibility = std::move(*rule);
    else
        row.complain("eligibility", rule.error().code, rule.error().facts);
    problem_.offers.push_back(std::move(offer));
}

void ProblemReader::pins(NamedTable const& named)
{
    warn_about_columns(named, {"need", "resource", "heads"});
    if (!columns_present(named, {"need", "resource", "heads"})) return;
    for (auto const& cells : named.table.rows) {
        Row row{named, cells, errors_};
        pin_row(row);
    }
}

void ProblemReader::pin_row(Row& row)
{
    Pin pin{std::string{row.cell("need")}, std::string{row.cell("resource")}, row.number("heads", 1, kMostHeads)};
    if (!need_ids_.contains(pin.need)) row.complain("need", "matching.pin_unknown");
    if (!offer_ids_.contains(pin.offer)) row.complain("resource", "matching.pin_unknown");
    problem_.pins.push_back(std::move(pin));
}

std::string ProblemReader::known_category(Row& row, std::string_view key)
{
    if (key.empty())
        row.complain("category", "matching.cell_missing");
    else if (!taxonomy_.free && !taxonomy_.keys.contains(std::string{key})) {
        std::vector<std::string> const keys{taxonomy_.keys.begin(), taxonomy_.keys.end()};
        if (auto const nearest = nearest_word(key, keys))
            row.complain("category", "matching.category_misspelt",
                         {{"value", std::string{key}}, {"nearest", *nearest}});
        else
            row.complain("category", "matching.category_unknown", {{"value", std::string{key}}});
    }
    return std::string{key};
}

std::optional<Place> ProblemReader::place_of(Row& row, bool needed)
{
    auto const plane = !row.cell("x").empty() || !row.cell("y").empty();
    auto const globe = !row.cell("lon").empty() || !row.cell("lat").empty();
    if (plane && globe) return row.complain("lon", "matching.two_places"), std::nullopt;
    if (!plane && !globe) {
        if (needed) row.complain("x", "matching.place_missing");
        return std::nullopt;
    }
    if (metric_.value_or(plane) != plane)
        return row.complain(plane ? "x" : "lon", "matching.mixed_places"), std::nullopt;
    metric_ = plane;
    if (plane) {
        constexpr auto any = std::numeric_limits<std::int64_t>::min();
        auto const x = row.mm("x", any), y = row.mm("y", any);
        if (!x || !y) return std::nullopt;
        return PlanePoint{*x, *y};
    }
    auto const lon = decimal_number(row.cell("lon")), lat = decimal_number(row.cell("lat"));
    if (!lon || !(std::abs(*lon) <= 180)) row.complain("lon", "matching.degrees_not_readable", {{"most", "180"}});
    if (!lat || !(std::abs(*lat) <= 90)) row.complain("lat", "matching.degrees_not_readable", {{"most", "90"}});
    if (!lon || !lat || !(std::abs(*lon) <= 180) || !(std::abs(*lat) <= 90)) return std::nullopt;
    return GeoPoint{*lon, *lat};
}

// Coordinates that were probably meant otherwise: degrees in metre columns, swapped degrees, two places far apart.
void ProblemReader::warn_about_coordinates()
{
    std::vector<Place> needs, offers;
    for (auto const& need : problem_.needs)
        if (need.place) needs.push_back(*need.place);
    for (auto const& offer : problem_.offers)
        if (offer.place) offers.push_back(*offer.place);
    if (needs.empty() || !metric_) return;
    auto const every = [&](auto holds) {
        return std::ranges::all_of(needs, holds) && std::ranges::all_of(offers, holds);
    };
    if (*metric_ && every([](Place const& place) {
            auto const& at = std::get<PlanePoint>(place);
            return std::abs(at.x_mm) <= 180'000 && std::abs(at.y_mm) <= 90'000 &&
                   (at.x_mm % 1000 != 0 || at.y_mm % 1000 != 0);
        }))
        warnings_.push_back({"matching.looks_like_degrees", {}});
    if (!*metric_ && every([](Place const& place) {
            auto const& at = std::get<GeoPoint>(place); // China lies at 73–135 east and 3–54 north
            return at.lon >= 3 && at.lon <= 54 && at.lat >= 73;
        }))
        warnings_.push_back({"matching.looks_swapped", {}});
    if (offers.empty()) return;
    auto nearest = std::numeric_limits<std::int64_t>::max();
    for (auto const& offer : offers) nearest = std::min(nearest, distance_mm(needs.front(), offer).value_or(0));
    if (nearest > kFarApart_mm)
        warnings_.push_back({"matching.far_apart", {{"km", std::to_string(nearest / 1'000'000)}}});
}

Result<Problem> ProblemReader::problem()
{
    if (!errors_.empty()) {
        Facts const facts{{"count", std::to_string(errors_.size())}};
        return refuse(ErrorKind::bad_input, "matching.bad_data", facts, std::move(errors_));
    }
    warn_about_coordinates();
    problem_.parents = taxonomy_.parents;
    if (taxonomy_.free) problem_.parents.clear();
    return std::move(problem_);
}

} // namespace lilong::matching
