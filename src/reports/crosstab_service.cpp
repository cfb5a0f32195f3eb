#include "reports/crosstab_service.h"

#include <algorithm>
#include <map>

#include "survey/response_store.h"
#include "survey/round_store.h"

namespace lilong::reports
{

namespace
{

using areas::AreaKind;
using disclosure::Audience;

constexpr std::string_view kDimensions[]{"item", "group", "area", "estate_type", "decade", "round"};
constexpr std::size_t kMostRows = 80;

// The axes of one round, copied out of its cube.
struct Source {
    survey::Round round;
    analysis::RoundAxes axes;
    analysis::PopulationRegister population;
};

Audience audience_of(Actor const& who, areas::AreaTree const& tree, AreaId const& area)
{
    for (auto const& grant : who.grants)
        if (grant.role != Role::analyst && tree.reaches(grant.area, area)) return Audience::staff;
    return Audience::analyst;
}

std::string decade_of(int year) { return std::to_string(year / 10 * 10); }

class Reading
{
public:
    Reading(areas::AreaTree const& tree, AreaId const& area, CrosstabQuestion const& question,
            std::vector<Source> const& sources)
        : tree_(tree), question_(question), sources_(sources)
    {
        auto const place = tree.find(area);
        if (place && place->kind == AreaKind::estate) only_estate_ = area;
        if (auto const committee = tree.ancestor(area, AreaKind::neighbourhood))
            committees_ = {*tree.find(*committee)};
        else
            committees_ = tree.below(area, AreaKind::neighbourhood);
        if (question.filter.committee)
            std::erase_if(committees_, [&](areas::Area const& each) { return each.id != *question.filter.committee; });
        rows_ = keys_of(question.rows, area);
        columns_ = keys_of(question.columns, area);
    }

    std::vector<std::string> const& rows() const { return rows_; }
    std::vector<std::string> const& columns() const { return columns_; }
    bool empty() const { return committees_.empty() || rows_.empty() || columns_.empty(); }
    std::int64_t answered() const { return static_cast<std::int64_t>(answered_); }

    CrosstabInput read(storage::Connection& connection)
    {
        CrosstabInput input;
        input.rows = static_cast<std::int32_t>(rows_.size());
        input.columns = static_cast<std::int32_t>(columns_.size());
        input.rows_are_questions = question_.rows == Dimension::item;
        input.columns_are_questions = question_.columns == Dimension::item;
        items_ = input.rows_are_questions      ? rows_
                 : input.columns_are_questions ? columns_
                                               : std::vector{question_.item};
        input.questions = static_cast<std::int32_t>(items_.size());
        for (auto const& source : sources_)
            for (auto const& committee : committees_) read_committee(connection, source, committee.id, input);
        return input;
    }

private:
    std::vector<std::string> keys_of(Dimension dimension, AreaId const& area) const
    {
        auto const& axes = sources_.front().axes;
        std::vector<std::string> out;
        switch (dimension) {
        case Dimension::item:
            out = axes.items;
            break;
        case Dimension::group:
            out = axes.groups;
            break;
        case Dimension::area:
            for (auto const& child : tree_.children(area))
                if (child.kind != AreaKind::building) out.push_back(child.id.text());
            break;
        case Dimension::round:
            for (auto const& source : sources_) out.push_back(source.round.id.text());
            break;
        case Dimension::estate_type:
        case Dimension::decade:
            for (auto const& facts : axes.facts) {
                auto const key = key_of(dimension, facts);
                if (!key.empty() && std::ranges::find(out, key) == out.end()) out.push_back(key);
            }
            std::ranges::sort(out);
            break;
        }
        if (out.size() > kMostRows) out.resize(kMostRows);
        return out;
    }

    static std::string key_of(Dimension dimension, analysis::PeerFacts const& facts)
    {
        if (dimension == Dimension::estate_type) return facts.estate_type;
        return facts.build_year ? decade_of(*facts.build_year) : "";
    }

    // Where a household of this estate stands along a dimension that is no group.
    std::vector<std::int32_t> places(Dimension dimension, std::vector<std::string> const& keys, Source const& source,
                                     AreaId const& committee, std::int32_t cell) const
    {
        auto const& facts = source.axes.facts[static_cast<std::size_t>(cell)];
        auto const at = [&](std::string const& key) -> std::vector<std::int32_t> {
            auto const found = std::ranges::find(keys, key);
            if (found == keys.end()) return {};
            return {static_cast<std::int32_t>(found - keys.begin())};
        };
        if (dimension == Dimension::round) return at(source.round.id.text());
        if (dimension != Dimension::area) return at(key_of(dimension, facts));
        for (auto const& step : {facts.area, committee, facts.sub_district})
            if (auto found = at(step.text()); !found.empty()) return found;
        return {};
    }

    bool let_through(Source const& source, std::int32_t cell, survey::GroupMask groups, std::int32_t domain) const
    {
        auto const& filter = question_.filter;
        auto const& facts = source.axes.facts[static_cast<std::size_t>(cell)];
        if (only_estate_ && facts.area != *only_estate_) return false;
        if (filter.estate_type && facts.estate_type != *filter.estate_type) return false;
        if (filter.built_from && (!facts.build_year || *facts.build_year < *filter.built_from)) return false;
        if (filter.built_to && (!facts.build_year || *facts.build_year > *filter.built_to)) return false;
        return domain <= 0 || (groups >> (domain - 1) & 1U) != 0;
    }

    void read_committee(storage::Connection& connection, Source const& source, AreaId const& committee,
                        CrosstabInput& input)
    {
        auto const found = source.axes.stratum_of.find(committee);
        if (found == source.axes.stratum_of.end()) return;
        auto const h = static_cast<std::size_t>(found->second);
        if (!source.population.designs[h]) return;
        auto const stratum = static_cast<std::int32_t>(input.strata.size());
        CrosstabStratum counted{0, source.population.households[h],
                                static_cast<analysis::Design>(*source.population.designs[h])};
        auto const domain = question_.filter.group ? source.axes.domain(*question_.filter.group).value_or(0) : 0;
        std::vector<int> places_of_item;
        for (auto const& item : items_) {
            auto const index = source.axes.item(item);
            places_of_item.push_back(index ? source.axes.places[static_cast<std::size_t>(*index)] : 0);
        }
        std::string last;
        survey::response_store::for_each_coded(
            connection, committee, source.round.id, [&](survey::CodedRow const& row) {
                if (row.set_aside) return;
                if (row.household != last) {
                    last = row.household;
                    ++counted.units;
                    input.units.push_back({stratum, {}});
                }
                auto const estate = Uuid::parse(row.estate);
                auto const known = estate ? source.axes.cell_of.find(AreaId{*estate}) : source.axes.cell_of.end();
                auto const cell =
                    known == source.axes.cell_of.end() ? source.axes.cell_of.at(committee) : known->second;
                if (!let_through(source, cell, row.groups, domain)) return;
                for (std::size_t item = 0; item < items_.size(); ++item) {
                    auto const place = static_cast<std::size_t>(places_of_item[item]);
                    if (place == 0 || place > row.coded.size()) continue;
                    auto const said = analysis::counted(row.coded[place - 1]);
                    if (said < 0) continue;
                    auto const along = [&](Dimension dimension,
                                           std::vector<std::string> const& keys) -> std::vector<std::int32_t> {
                        if (dimension == Dimension::item) return {static_cast<std::int32_t>(item)};
                        if (dimension != Dimension::group) return places(dimension, keys, source, committee, cell);
                        std::vector<std::int32_t> groups;
                        for (std::size_t group = 0; group < keys.size(); ++group)
                            if (row.groups >> group & 1U) groups.push_back(static_cast<std::int32_t>(group));
                        return groups;
                    };
                    input.units.back().answers.push_back({static_cast<std::int32_t>(item), along(question_.rows, rows_),
                                                          along(question_.columns, columns_), said == 1});
                }
            });
        for (auto unit = input.units.rbegin(); unit != input.units.rend() && unit->stratum == stratum; ++unit)
            answered_ += !unit->answers.empty();
        if (counted.units > 0) input.strata.push_back(counted);
    }

    areas::AreaTree const& tree_;
    CrosstabQuestion const& question_;
    std::vector<Source> const& sources_;
    std::optional<AreaId> only_estate_;
    std::vector<areas::Area> committees_;
    std::vector<std::string> rows_, columns_, items_;
    std::size_t answered_ = 0;
};

} // namespace

std::optional<Dimension> dimension_of(std::string_view wire)
{
    auto const found = std::ranges::find(kDimensions, wire);
    if (found == std::end(kDimensions)) return std::nullopt;
    return static_cast<Dimension>(found - std::begin(kDimensions));
}
std::string_view name(Dimension dimension) { return kDimensions[static_cast<std::size_t>(dimension)]; }

Result<CrosstabAnswer> CrosstabService::answer(Actor const& who, AreaId const& area, RoundId const& round,
                                               CrosstabQuestion const& question)
{
    if (question.rows == question.columns) return refuse(ErrorKind::bad_input, "reports.same_dimension");
    auto const by_item = question.rows == Dimension::item || question.columns == Dimension::item;
    if (!by_item && question.item.empty()) return refuse(ErrorKind::bad_input, "reports.item_missing");
    auto const place = tree_.find(area);
    auto const small = !place || (place->kind != AreaKind::district && place->kind != AreaKind::sub_district) ||
                       question.filter.committee;
    CrosstabAnswer out;
    out.audience = audience_of(who, tree_, area);
    if (out.audience != Audience::staff && small && question.filter.free())
        return refuse(ErrorKind::not_permitted, "reports.filter_for_staff");

    std::vector<Source> sources;
    auto const add = [&](RoundId const& id) {
        return cubes_.with(id, [&](analysis::RoundCube const& cube) -> Result<void> {
            sources.push_back({cube.round, cube.axes, cube.population});
            return {};
        });
    };
    TRY(add(round));
    if (question.rows == Dimension::round || question.columns == Dimension::round) {
        auto const all = database_.read([&](storage::Connection& c) { return survey::round_store::all(c); });
        for (auto const& other : all)
            if (other.id != round && other.questionnaire == sources.front().round.questionnaire &&
                other.state != "planned")
                TRY(add(other.id));
        std::ranges::sort(sources, {}, [](Source const& source) {
            return std::pair{source.round.opens_on.text(), source.round.id.text()};
        });
    }
    auto const& axes = sources.front().axes;
    if (!by_item && !axes.item(question.item))
        return refuse(ErrorKind::bad_input, "reports.no_such_item", {{"item", question.item}});
    if (question.filter.group && !axes.domain(*question.filter.group))
        return refuse(ErrorKind::bad_input, "reports.no_such_group", {{"group", *question.filter.group}});

    Reading reading{tree_, area, question, sources};
    if (reading.empty()) return refuse(ErrorKind::conflict, "reports.nothing_to_compare");
    auto const input = database_.read([&](storage::Connection& c) { return reading.read(c); });
    auto table = TRY(crosstab_of(input));
    std::vector<bool> shown(table.cells.size(), false);
    std::vector<std::optional<disclosure::Figure>> figures(table.cells.size());
    for (std::size_t i = 0; i < table.tables.size(); ++i) {
        if (table.tables[i].cells().empty()) continue;
        auto const published = TRY(disclosure::protect(table.tables[i], out.audience, {}));
        for (std::size_t cell = 0; cell < published.cells().size(); ++cell) {
            auto const index = table.cells_of_table[i][cell];
            figures[index] = published.cells()[cell].figure;
            shown[index] = figures[index].has_value();
        }
    }
    judge(table, shown);
    for (auto const& source : sources) {
        if (source.round.id == round) out.round = source.round;
        out.rounds.push_back(source.round);
    }
    out.area = area;
    out.question = question;
    out.rows = reading.rows();
    out.columns = reading.columns();
    out.answered = reading.answered();
    out.hidden = std::ranges::count(shown, false);
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        auto cell = table.cells[i];
        if (!shown[i])
            cell = {.row = cell.row,
                    .column = cell.column,
                    .question = cell.question,
                    .share = {}}; // nothing of it goes on
        out.cells.push_back({std::move(cell), figures[i]});
    }
    if (out.hidden == 0) out.associations = std::move(table.associations);
    return out;
}

} // namespace lilong::reports
