#include "analysis/round_cube_service.h"

#include "survey/questionnaire_store.h"
#include "survey/response_store.h"
#include "survey/round_store.h"

namespace lilong::analysis
{

namespace
{

using areas::AreaKind;
using storage::Connection;
using storage::Row;
using storage::Sql;

constexpr Sql kChanges{"analysis.changes", "select area_id, number from round_change where round_id = $1"};

void add_cell(RoundAxes& axes, AreaId const& area, PeerFacts facts)
{
    axes.cell_of.emplace(area, static_cast<std::int32_t>(axes.cells.size()));
    axes.cells.push_back(area);
    axes.facts.push_back(std::move(facts));
}

std::map<std::int32_t, std::int64_t> change_numbers(Connection& connection, RoundCube const& cube)
{
    std::map<std::int32_t, std::int64_t> numbers;
    for (auto row : connection.query(kChanges, cube.round.id))
        if (auto const stratum = cube.axes.stratum_of.find(row.at<AreaId>(0)); stratum != cube.axes.stratum_of.end())
            numbers[stratum->second] = row.integer(1);
    return numbers;
}

// Households joined over rounds by the first eight bytes of their random id.
std::int64_t household_number(std::string_view id)
{
    auto const uuid = Uuid::parse(id);
    std::uint64_t number = 0;
    for (int i = 8; uuid && i < 16; ++i) number = number << 8 | uuid->bytes[static_cast<std::size_t>(i)];
    return static_cast<std::int64_t>(number >> 1);
}

} // namespace

RoundAxes RoundCubeService::axes_of(survey::Round const& round, survey::Codebook const& codebook) const
{
    RoundAxes axes;
    for (auto const& committee : tree_.below(round.area, AreaKind::neighbourhood)) {
        auto const sub_district = tree_.ancestor(committee.id, AreaKind::sub_district).value_or(committee.id);
        axes.stratum_of.emplace(committee.id, static_cast<std::int32_t>(axes.committees.size()));
        axes.committees.push_back(committee.id);
        add_cell(axes, committee.id, {committee.id, sub_district, {}, {}});
        for (auto const& estate : tree_.below(committee.id, AreaKind::estate))
            add_cell(axes, estate.id, {estate.id, sub_district, estate.estate_type, estate.build_year});
    }
    axes.groups = codebook.groups;
    for (auto const& item : codebook.items) {
        if (item.need_item.empty() || item.place == 0) continue;
        axes.items.push_back(item.need_item);
        axes.places.push_back(item.place);
    }
    return axes;
}

Result<RoundCube> RoundCubeService::build(Connection& connection, RoundId const& id) const
{
    auto round = TRY(survey::round_store::by_id(connection, id));
    auto const version =
        TRY(survey::questionnaire_store::version(connection, round.questionnaire, round.questionnaire_version));
    auto const questionnaire = TRY(survey::questionnaire_store::by_id(connection, round.questionnaire));
    auto axes = axes_of(round, version.codebook);
    auto shape = shape_of(axes, questionnaire.unit);
    RoundCube cube{std::move(round), std::move(axes), {}, Cube{std::move(shape)}, {}, {}};
    auto const strata = cube.axes.committees.size();
    cube.answers.resize(strata);
    cube.change.assign(strata, 0);
    cube.population.households.assign(strata, 0);
    cube.population.designs.assign(strata, static_cast<Design>(cube.round.design));
    for (auto const& plan : survey::round_store::plans(connection, cube.round.id))
        if (auto const stratum = cube.axes.stratum_of.find(plan.committee); stratum != cube.axes.stratum_of.end())
            cube.population.designs[static_cast<std::size_t>(stratum->second)] = static_cast<Design>(plan.design);
    for (std::size_t s = 0; s < strata; ++s) {
        auto const counts = survey::round_store::register_of(connection, cube.axes.committees[s], cube.round.id);
        for (auto const& count : counts) {
            auto const cell = cube.axes.cell_of.find(count.estate);
            auto const domain = cube.axes.domain(count.group);
            if (cell == cube.axes.cell_of.end() || !domain) continue;
            if (*domain == 0) {
                cube.population.households[s] += count.households;
                cube.population.households_of_cell[cell->second] += count.households;
            } else {
                cube.population.households_of_group[{static_cast<std::int32_t>(s), *domain}] += count.households;
            }
        }
        if (counts.empty())
            if (auto const area = tree_.find(cube.axes.committees[s]))
                cube.population.households[s] = area->occupied_households;
    }
    refresh(connection, cube);
    return cube;
}

bool RoundCubeService::stale(Connection& connection, RoundCube const& cube) const
{
    for (auto const& [stratum, number] : change_numbers(connection, cube))
        if (cube.change[static_cast<std::size_t>(stratum)] != number) return true;
    return false;
}

void RoundCubeService::refresh(Connection& connection, RoundCube& cube) const
{
    for (auto const& [stratum, number] : change_numbers(connection, cube)) {
        auto& seen = cube.change[static_cast<std::size_t>(stratum)];
        if (seen == number) continue;
        read_committee(connection, cube, stratum);
        seen = number;
    }
}

void RoundCubeService::read_committee(Connection& connection, RoundCube& cube, std::int32_t stratum) const
{
    auto& counted_before = cube.answers[static_cast<std::size_t>(stratum)];
    for (auto const& household : counted_before) cube.cube.withdraw(household);
    counted_before.clear();
    auto const& committee = cube.axes.committees[static_cast<std::size_t>(stratum)];
    auto const rest = cube.axes.cell_of.at(committee);
    std::string last;
    survey::response_store::for_each_coded(connection, committee, cube.round.id, [&](survey::CodedRow const& row) {
        if (row.set_aside) return;
        Record record;
        record.groups = row.groups;
        record.values.reserve(cube.axes.places.size());
        for (auto const place : cube.axes.places)
            record.values.push_back(counted(row.coded[static_cast<std::size_t>(place - 1)]));
        if (row.household != last) {
            last = row.household;
            auto const estate = Uuid::parse(row.estate);
            auto const cell = estate ? cube.axes.cell_of.find(AreaId{*estate}) : cube.axes.cell_of.end();
            counted_before.push_back(
                {household_number(row.household), cell == cube.axes.cell_of.end() ? rest : cell->second, {}});
        }
        counted_before.back().records.push_back(std::move(record));
    });
    for (auto const& household : counted_before) cube.cube.add(household);
}

std::shared_ptr<RoundCubeService::Held> RoundCubeService::held(RoundId const& round)
{
    std::lock_guard lock{mutex_};
    auto& found = rounds_[round];
    if (!found) found = std::make_shared<Held>();
    return found;
}

void RoundCubeService::forget(RoundId const& round)
{
    std::lock_guard lock{mutex_};
    rounds_.erase(round);
}

Result<void> RoundCubeService::with(RoundId const& round, std::function<Result<void>(RoundCube const&)> const& read)
{
    auto const cube = held(round);
    for (;;) {
        {
            std::shared_lock lock{cube->mutex};
            if (cube->cube && !database_.read([&](Connection& c) { return stale(c, *cube->cube); }))
                return read(*cube->cube);
        }
        std::unique_lock lock{cube->mutex};
        if (cube->cube) {
            database_.read([&](Connection& c) { return refresh(c, *cube->cube), 0; });
        } else {
            auto built = database_.read([&](Connection& c) { return build(c, round); });
            if (!built) return tl::unexpected(std::move(built).error());
            cube->cube.emplace(std::move(*built));
        }
    }
}

} // namespace lilong::analysis
