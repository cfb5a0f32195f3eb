#include "analysis/round_cube_service.h"

#include <algorithm>
#include <spdlog/spdlog.h>
#include <utility>

#include "analysis/frozen_cube_store.h"
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

Result<RoundCube> RoundCubeService::read_live(Connection& connection, RoundId const& id) const
{
    auto round = TRY(survey::round_store::by_id(connection, id));
    auto const version =
        TRY(survey::questionnaire_store::version(connection, round.questionnaire, round.questionnaire_version));
    auto const questionnaire = TRY(survey::questionnaire_store::by_id(connection, round.questionnaire));
    auto axes = axes_of(round, version.codebook);
    auto shape = shape_of(axes, questionnaire.unit);
    RoundCube cube{std::move(round), std::move(axes), {}, Cube{std::move(shape)}, {}, {}, {}};
    auto const strata = cube.axes.committees.size();
    cube.answers.assign(strata, CompactAnswers{cube.axes.items.size()});
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

Result<RoundCube> RoundCubeService::build(Connection& connection, RoundId const& id) const
{
    auto cube = TRY(read_live(connection, id));
    if (cube.round.state == "closed") use_frozen(connection, cube);
    return cube;
}

// Estates that came onto the map since have no counters; what was counted for one that is gone stays with its
// committee.
void RoundCubeService::use_frozen(Connection& connection, RoundCube& cube) const
{
    for (auto const& frozen : frozen_cube_store::of_round(connection, cube.round.id, cube.round.version)) {
        auto const stratum = cube.axes.stratum_of.find(frozen.committee);
        if (stratum == cube.axes.stratum_of.end()) continue;
        auto const& cells = cube.cube.cells_of(stratum->second);
        auto counters = cube.cube.counters_of(stratum->second);
        auto const width = cube.cube.counters_per_cell();
        auto const pairs = counters.size() - cells.size() * width;
        if (frozen.counters.size() != frozen.cells.size() * width + pairs) continue; // of another questionnaire
        std::ranges::fill(counters, 0);
        for (std::size_t i = 0; i < frozen.cells.size(); ++i) {
            auto const now = std::ranges::find(cells, frozen.cells[i], [&](std::int32_t cell) {
                return cube.axes.cells[static_cast<std::size_t>(cell)];
            });
            auto const to = now == cells.end() ? 0 : static_cast<std::size_t>(now - cells.begin());
            for (std::size_t k = 0; k < width; ++k) counters[to * width + k] += frozen.counters[i * width + k];
        }
        std::copy(frozen.counters.end() - static_cast<std::ptrdiff_t>(pairs), frozen.counters.end(),
                  counters.end() - static_cast<std::ptrdiff_t>(pairs));
        cube.cube.set_counters(stratum->second, counters);
        cube.change[static_cast<std::size_t>(stratum->second)] = frozen.change;
        cube.frozen_at = frozen.frozen_at;
    }
}

// Closed or opened again since it was read.
bool RoundCubeService::outdated(Connection& connection, RoundCube const& cube) const
{
    auto const round = survey::round_store::by_id(connection, cube.round.id);
    return !round || round->version != cube.round.version;
}

bool RoundCubeService::stale(Connection& connection, RoundCube const& cube) const
{
    if (cube.frozen_at) return outdated(connection, cube);
    for (auto const& [stratum, number] : change_numbers(connection, cube))
        if (cube.change[static_cast<std::size_t>(stratum)] != number) return true;
    return false;
}

void RoundCubeService::refresh(Connection& connection, RoundCube& cube,
                               std::vector<survey::AnswerChange> const& told) const
{
    if (cube.frozen_at) return;
    for (auto const& [stratum, number] : change_numbers(connection, cube)) {
        auto& seen = cube.change[static_cast<std::size_t>(stratum)];
        if (seen == number) continue;
        std::map<std::int64_t, HouseholdId> households; // by number: all of them, or the committee is read whole
        for (auto const& change : told)
            if (change.area == cube.axes.committees[static_cast<std::size_t>(stratum)] && change.number > seen &&
                change.number <= number)
                households.emplace(change.number, change.household);
        if (static_cast<std::int64_t>(households.size()) == number - seen)
            for (auto const& [step, household] : households) read_household(connection, cube, stratum, household);
        else
            read_committee(connection, cube, stratum);
        seen = number;
    }
}

namespace
{

// Rows of one household follow each other; each household is handed on whole.
class HouseholdReader
{
public:
    HouseholdReader(RoundAxes const& axes, std::int32_t rest) : axes_(axes), rest_(rest) {}

    // the household before, when this row begins another one
    std::optional<HouseholdAnswers> read(survey::CodedRow const& row)
    {
        if (row.set_aside) return std::nullopt;
        std::optional<HouseholdAnswers> complete;
        if (row.household != last_) {
            complete = finish();
            last_ = row.household;
            auto const estate = Uuid::parse(row.estate);
            auto const cell = estate ? axes_.cell_of.find(AreaId{*estate}) : axes_.cell_of.end();
            current_ = {.household = household_number(row.household),
                        .cell = cell == axes_.cell_of.end() ? rest_ : cell->second,
                        .records = {}};
        }
        Record record{.groups = row.groups, .values = {}};
        record.values.reserve(axes_.places.size());
        for (auto const place : axes_.places)
            record.values.push_back(counted(row.coded[static_cast<std::size_t>(place - 1)]));
        current_.records.push_back(std::move(record));
        return complete;
    }
    std::optional<HouseholdAnswers> finish()
    {
        if (current_.records.empty()) return std::nullopt;
        return std::exchange(current_, {});
    }

private:
    RoundAxes const& axes_;
    std::int32_t rest_;
    std::string last_;
    HouseholdAnswers current_;
};

} // namespace

void RoundCubeService::read_committee(Connection& connection, RoundCube& cube, std::int32_t stratum) const
{
    auto& answers = cube.answers[static_cast<std::size_t>(stratum)];
    for (auto const& household : answers) cube.cube.withdraw(household);
    answers.clear();
    auto const& committee = cube.axes.committees[static_cast<std::size_t>(stratum)];
    HouseholdReader reader{cube.axes, cube.axes.cell_of.at(committee)};
    auto const count = [&](std::optional<HouseholdAnswers> const& household) {
        if (!household) return;
        cube.cube.add(*household);
        answers.append(*household);
    };
    survey::response_store::for_each_coded(connection, committee, cube.round.id,
                                           [&](survey::CodedRow const& row) { count(reader.read(row)); });
    count(reader.finish());
    answers.give_back_spare_memory();
}

void RoundCubeService::read_household(Connection& connection, RoundCube& cube, std::int32_t stratum,
                                      HouseholdId const& household) const
{
    auto& answers = cube.answers[static_cast<std::size_t>(stratum)];
    auto const& committee = cube.axes.committees[static_cast<std::size_t>(stratum)];
    HouseholdReader reader{cube.axes, cube.axes.cell_of.at(committee)};
    survey::response_store::for_each_coded(connection, committee, cube.round.id, household,
                                           [&](survey::CodedRow const& row) { reader.read(row); });
    auto const number = household_number(household.text());
    if (auto const before = answers.find(number)) {
        cube.cube.withdraw(*before);
        answers.remove(number);
    }
    if (auto const now = reader.finish()) {
        cube.cube.add(*now);
        answers.append(*now);
    }
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

void RoundCubeService::follow(survey::AnswerChange const& change)
{
    constexpr std::size_t most = 10'000; // more than that are read as whole committees
    std::shared_ptr<Held> found;
    {
        std::lock_guard lock{mutex_};
        if (auto const at = rounds_.find(change.round); at != rounds_.end()) found = at->second;
    }
    if (!found) return; // nobody looks at this round
    std::lock_guard lock{found->told_mutex};
    if (found->told.size() >= most) found->told.clear();
    found->told.push_back(change);
}

std::vector<survey::AnswerChange> RoundCubeService::told(Held& held) const
{
    std::lock_guard lock{held.told_mutex};
    return std::exchange(held.told, {});
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
        if (cube->cube && cube->cube->frozen_at) cube->cube.reset();
        if (cube->cube) {
            database_.read([&](Connection& c) { return refresh(c, *cube->cube, told(*cube)), 0; });
        } else {
            auto built = database_.read([&](Connection& c) { return build(c, round); });
            if (!built) return tl::unexpected(std::move(built).error());
            cube->cube.emplace(std::move(*built));
        }
    }
}

std::vector<CubeFault> RoundCubeService::audit()
{
    std::map<RoundId, std::shared_ptr<Held>> rounds;
    {
        std::lock_guard lock{mutex_};
        rounds = rounds_;
    }
    std::vector<CubeFault> faults;
    for (auto const& [round, held] : rounds) {
        std::unique_lock lock{held->mutex};
        if (!held->cube) continue;
        database_.read([&](Connection& c) {
            refresh(c, *held->cube, told(*held));
            auto copy = build(c, round);
            if (!copy) return held->cube.reset(), 0;
            auto const& axes = copy->axes;
            if (copy->cube.shape() == held->cube->cube.shape()) // else the map has changed, which is no fault
                for (std::size_t s = 0; s < axes.committees.size(); ++s) {
                    if (copy->cube.same_counters(held->cube->cube, static_cast<std::int32_t>(s))) continue;
                    faults.push_back({round, axes.committees[s]});
                    auto const area = tree_.find(axes.committees[s]);
                    spdlog::error("the live counters of round {} in {} were wrong and are replaced", round.text(),
                                  area ? area->zh : axes.committees[s].text());
                }
            held->cube.emplace(std::move(*copy));
            return 0;
        });
    }
    return faults;
}

void RoundCubeService::forget_outdated(survey::Round const& round)
{
    auto const live = held(round.id);
    auto outdated = false;
    {
        std::shared_lock lock{live->mutex};
        outdated = live->cube && live->cube->round.version != round.version;
    }
    if (outdated) forget(round.id);
}

Result<int> RoundCubeService::freeze_closed(access::AuditTrail const& trail, Clock const& clock)
{
    auto const rounds = database_.read([](Connection& c) { return survey::round_store::all(c); });
    int kept = 0;
    for (auto const& round : rounds) {
        if (round.state == "planned") continue;
        forget_outdated(round);
        if (round.state != "closed") continue;
        auto const done =
            database_.read([&](Connection& c) { return frozen_cube_store::committees_of(c, round.id, round.version); });
        if (done.size() == tree_.below(round.area, AreaKind::neighbourhood).size()) continue;
        auto const cube = TRY(database_.read([&](Connection& c) { return build(c, round.id); }));
        for (std::size_t s = 0; s < cube.axes.committees.size(); ++s) {
            auto const& committee = cube.axes.committees[s];
            if (std::ranges::binary_search(done, committee)) continue;
            auto const stratum = static_cast<std::int32_t>(s);
            FrozenCommittee frozen{.committee = committee,
                                   .round = round.id,
                                   .round_version = round.version,
                                   .frozen_at = clock.now(),
                                   .change = cube.change[s],
                                   .cells = {},
                                   .counters = cube.cube.counters_of(stratum)};
            for (auto const cell : cube.cube.cells_of(stratum))
                frozen.cells.push_back(cube.axes.cells[static_cast<std::size_t>(cell)]);
            TRY(database_.write(committee, [&](storage::Transaction& tx) -> Result<void> {
                frozen_cube_store::put(tx, frozen);
                trail.note(tx, system_actor(), committee, "analysis.round_frozen", round.id);
                return {};
            }));
            ++kept;
        }
        forget(round.id);
    }
    return kept;
}

} // namespace lilong::analysis
