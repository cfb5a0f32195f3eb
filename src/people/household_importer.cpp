#include "people/household_importer.h"

#include <algorithm>

#include "areas/area_store.h"
#include "people/household_import_rule.h"
#include "people/household_store.h"
#include "people/permissions.h"

namespace lilong::people
{

using areas::AreaKind;
using storage::Connection;
using storage::Sql;
using storage::Transaction;

namespace
{

constexpr Sql kKeepBefore{"people.keep_before_import",
                          "insert into household_before_import (area_id, import_id, household_id, size, tenure, tags, "
                          "version) select area_id, cast($2 as text), id, size, tenure, tags, version from household "
                          "where area_id = $1 and id = $3"};
constexpr Sql kAdded{"people.added_by_import", "select id from household where area_id = $1 and import_id = $2"};
// Whatever happened to an added household after its import stands in its way back.
constexpr Sql kTouched{"people.touched_after_import",
                       "select count(*) from household h where h.area_id = $1 and h.import_id = $2 and (h.version > 1 "
                       "or exists (select 1 from consent c where c.area_id = $1 and c.household_id = h.id) "
                       "or exists (select 1 from household_contact k where k.area_id = $1 and k.household_id = h.id) "
                       "or exists (select 1 from resident r where r.area_id = $1 and r.household_id = h.id "
                       "and (r.import_id is null or r.import_id <> $2)))"};
constexpr Sql kChangedSince{"people.changed_since_import",
                            "select count(*) from household_before_import b join household h on h.area_id = b.area_id "
                            "and h.id = b.household_id where b.area_id = $1 and b.import_id = $2 "
                            "and h.version <> b.version + 1"};
constexpr Sql kRestore{"people.restore_before_import",
                       "update household set "
                       "size = (select b.size from household_before_import b where b.area_id = $1 and b.import_id = $2 "
                       "and b.household_id = household.id), "
                       "tenure = (select b.tenure from household_before_import b where b.area_id = $1 and b.import_id "
                       "= $2 and b.household_id = household.id), "
                       "tags = (select b.tags from household_before_import b where b.area_id = $1 and b.import_id = $2 "
                       "and b.household_id = household.id), "
                       "version = version + 1 where area_id = $1 and id in "
                       "(select household_id from household_before_import where area_id = $1 and import_id = $2)"};
constexpr Sql kForgetBefore{"people.forget_before_import",
                            "delete from household_before_import where area_id = $1 and import_id = $2"};
constexpr Sql kDeleteResidents{"people.delete_imported_residents",
                               "delete from resident where area_id = $1 and import_id = $2"};
constexpr Sql kDeleteHouseholds{"people.delete_imported_households",
                                "delete from household where area_id = $1 and import_id = $2"};

std::vector<areas::RowError> check(areas::AreaTree const& tree, AreaId const& area, CsvTable const& table, Date today)
{
    auto const neighbourhood = tree.find(area);
    if (!neighbourhood || neighbourhood->kind != AreaKind::neighbourhood)
        return {{1, "", "", "people.import_only_into_neighbourhood", {}}};
    return read_household_rows(table, tree.below(area, AreaKind::estate), today).errors;
}

class Applier
{
public:
    Applier(Transaction& tx, areas::AreaTree const& tree, AreaId const& area, ImportId const& import,
            Clock const& clock, Rng& rng)
        : tx_(tx), tree_(tree), area_(area), import_(import), clock_(clock), rng_(rng)
    {
    }

    Result<void> write(ImportedHousehold const& read)
    {
        auto const building = building_of(read);
        auto const there = household_store::at_door(tx_, area_, building, read.door);
        auto const known = std::ranges::find(there, read.number_at_door, &Household::number_at_door);
        if (known != there.end()) {
            add_residents(read, changed(read, *known));
            return {};
        }
        auto const household = TRY(added(read, building));
        add_residents(read, household);
        return {};
    }

private:
    AreaId building_of(ImportedHousehold const& read)
    {
        auto const key = std::pair{read.estate, read.building};
        if (auto const seen = buildings_.find(key); seen != buildings_.end()) return seen->second;
        for (auto const& building : tree_.children(read.estate))
            if (building.code == read.building || building.zh == read.building || building.en == read.building)
                return buildings_[key] = building.id;
        areas::Area fresh{.id = AreaId::random(rng_),
                          .parent = read.estate,
                          .kind = AreaKind::building,
                          .code = tree_.find(read.estate)->code + "-" + read.building,
                          .zh = read.building,
                          .en = read.building};
        if (auto const stored = areas::area_store::by_code(tx_, fresh.code)) return buildings_[key] = stored->id;
        areas::area_store::insert(tx_, fresh, clock_.today());
        return buildings_[key] = fresh.id;
    }

    Result<HouseholdId> added(ImportedHousehold const& read, AreaId const& building)
    {
        Household household{.area = area_,
                            .id = HouseholdId::ordered(rng_, clock_.now()),
                            .estate = read.estate,
                            .building = building,
                            .door = read.door,
                            .number_at_door = read.number_at_door,
                            .size = read.size.value(),
                            .tenure = read.tenure.value_or(Tenure::unknown),
                            .tags = read.tags.value_or(Tags{}),
                            .import = import_,
                            .created_at = clock_.now()};
        TRY(household_store::insert(tx_, household));
        return household.id;
    }

    // An empty cell leaves what is known.
    HouseholdId changed(ImportedHousehold const& read, Household const& known)
    {
        auto household = known;
        household.size = read.size.value_or(known.size);
        household.tenure = read.tenure.value_or(known.tenure);
        household.tags = read.tags.value_or(known.tags);
        if (household.size != known.size || household.tenure != known.tenure || household.tags != known.tags) {
            tx_.change(kKeepBefore, area_, import_, known.id);
            household_store::update(tx_, household);
        }
        return known.id;
    }

    // Two people of the same year, sex and tags are two people; those on the register already are not added again.
    void add_residents(ImportedHousehold const& read, HouseholdId const& household)
    {
        if (read.residents.empty()) return;
        auto known = household_store::residents(tx_, area_, household);
        for (auto resident : read.residents) {
            auto const same = std::ranges::find_if(known, [&](Resident const& other) {
                auto const year = other.birth_date ? std::optional{other.birth_date->year()} : other.birth_year;
                return year == resident.birth_year && other.sex == resident.sex && other.tags == resident.tags;
            });
            if (same != known.end()) {
                known.erase(same);
                continue;
            }
            resident.area = area_;
            resident.id = ResidentId::ordered(rng_, clock_.now());
            resident.household = household;
            resident.import = import_;
            household_store::insert_resident(tx_, resident);
        }
    }

    Transaction& tx_;
    areas::AreaTree const& tree_;
    AreaId area_;
    ImportId import_;
    Clock const& clock_;
    Rng& rng_;
    std::map<std::pair<AreaId, std::string>, AreaId> buildings_;
};

Result<void> undo(Transaction& tx, AreaId const& area, ImportId const& import, HouseholdInUse const& in_use)
{
    auto blocked = tx.scalar<std::int64_t>(kTouched, area, import).value_or(0) +
                   tx.scalar<std::int64_t>(kChangedSince, area, import).value_or(0);
    if (in_use)
        for (auto const& household : tx.all(
                 kAdded, [](storage::Row const& row) { return row.at<HouseholdId>(0); }, area, import))
            if (in_use(tx, area, household)) ++blocked;
    if (blocked > 0) return refuse(ErrorKind::conflict, "people.import_in_use", {{"count", std::to_string(blocked)}});
    tx.change(kRestore, area, import);
    tx.change(kForgetBefore, area, import);
    tx.change(kDeleteResidents, area, import);
    tx.change(kDeleteHouseholds, area, import);
    return {};
}

} // namespace

areas::Importer household_importer(areas::AreaTree const& tree, Clock const& clock, Rng& rng, HouseholdInUse in_use)
{
    return {.kind = "households",
            .permission = manage_households,
            .columns = household_columns(),
            .check = [&tree, &clock](Connection&, AreaId const& area,
                                     CsvTable const& table) { return check(tree, area, table, clock.today()); },
            .apply = [&tree, &clock, &rng](Transaction& tx, AreaId const& area, ImportId const& import,
                                           CsvTable const& table) -> Result<void> {
                Applier applier{tx, tree, area, import, clock, rng};
                auto const read = read_household_rows(table, tree.below(area, AreaKind::estate), clock.today());
                for (auto const& household : read.households) TRY(applier.write(household));
                return {};
            },
            .undo = [in_use = std::move(in_use)](Transaction& tx, AreaId const& area,
                                                 ImportId const& import) { return undo(tx, area, import, in_use); },
            .changes_areas = true};
}

} // namespace lilong::people
