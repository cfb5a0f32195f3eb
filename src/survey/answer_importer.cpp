#include "survey/answer_importer.h"

#include <algorithm>
#include <unordered_map>

#include "areas/taxonomy_store.h"
#include "base/text.h"
#include "people/household_store.h"
#include "people/register_counts.h"
#include "survey/answer_import_rule.h"
#include "survey/codebook_rule.h"
#include "survey/need_questionnaire_rule.h"
#include "survey/permissions.h"
#include "survey/questionnaire_store.h"
#include "survey/response_store.h"
#include "survey/round_rule.h"
#include "survey/round_store.h"

namespace lilong::survey
{

using areas::AreaKind;
using storage::Connection;
using storage::Sql;
using storage::Transaction;

namespace
{

constexpr Sql kInUse{"survey.household_in_use",
                     "select (select count(*) from response where area_id = $1 and household_id = $2) + "
                     "(select count(*) from visit where area_id = $1 and household_id = $2)"};
constexpr Sql kTouched{"survey.import_touched", "select count(*) from response where area_id = $1 and import_id = $2 "
                                                "and (version > 1 or withdrawn_at is not null)"};
constexpr Sql kRounds{"survey.rounds_of_import",
                      "select distinct round_id from response where area_id = $1 and import_id = $2"};

// Everything a table of this neighbourhood is read against.
class Preparation
{
public:
    Preparation(Connection& connection, areas::AreaTree const& tree, AreaId const& area, Date today)
        : connection_(connection), tree_(tree), area_(area), today_(today)
    {
    }

    // A refusal's code is the fault of the file's first row.
    Result<AnswerTable> against(CsvTable const& table)
    {
        auto const neighbourhood = tree_.find(area_);
        if (!neighbourhood || neighbourhood->kind != AreaKind::neighbourhood)
            return refuse(ErrorKind::bad_input, "survey.import_only_into_neighbourhood");
        auto const round = TRY(round_of(table));
        auto version = TRY(questionnaire_store::version(connection_, round.questionnaire, round.questionnaire_version));
        TRY(accepts_answers(round, version.state));
        auto const questionnaire = TRY(questionnaire_store::by_id(connection_, round.questionnaire));
        auto const taxonomy = TRY(areas::taxonomy_store::load(connection_));
        AnswerTable out{.codebook = std::move(version.codebook),
                        .unit = questionnaire.unit,
                        .area = area_,
                        .round = round.id,
                        .opens_on = round.opens_on,
                        .latest = std::max(round.opens_on, std::min(today_, round.closes_on)),
                        .groups = taxonomy.groups()};
        add_doors(out);
        response_store::for_each_coded(connection_, area_, round.id, [&](CodedRow const& row) {
            if (auto const household = HouseholdId::parse(row.household)) out.answered.emplace(*household, row.person);
        });
        return out;
    }

private:
    // The round named in the table, else the only one that is open here.
    Result<Round> round_of(CsvTable const& table)
    {
        auto const wanted = TRY(named(table));
        std::vector<Round> open;
        for (auto& round : round_store::all(connection_))
            if (tree_.reaches(round.area, area_) && (wanted.empty() ? round.state == "open" : is(round, wanted)))
                open.push_back(std::move(round));
        if (open.empty()) return refuse(ErrorKind::not_found, "survey.import_no_round");
        if (open.size() > 1) return refuse(ErrorKind::conflict, "survey.import_which_round");
        return open[0];
    }
    static bool is(Round const& round, std::string_view name)
    {
        return round.id.text() == name || round.title.zh == name || round.title.en == name;
    }
    static Result<std::string> named(CsvTable const& table)
    {
        auto const column = table.column("round");
        std::string out;
        for (auto const& row : table.rows) {
            auto const name = column ? trimmed(row.cells[*column]) : std::string_view{};
            if (!name.empty() && !out.empty() && out != name)
                return refuse(ErrorKind::bad_input, "survey.import_one_round");
            if (!name.empty()) out = name;
        }
        return out;
    }

    void add_doors(AnswerTable& out)
    {
        std::unordered_map<HouseholdId, std::vector<people::Resident>> living;
        for (auto& resident : people::household_store::all_residents(connection_, area_))
            living[resident.household].push_back(std::move(resident));
        for (auto const& household : people::household_store::all(connection_, area_)) {
            RegisteredDoor door{.household = household.id,
                                .estate = household.estate,
                                .building = household.building,
                                .estate_names = names_of(household.estate),
                                .building_names = names_of(household.building),
                                .door = household.door,
                                .number_at_door = household.number_at_door};
            for (auto const& group : out.groups)
                if (people::belongs_to(group, household, living[household.id], today_) == Truth::yes)
                    door.groups |= mask_of(out.codebook, {group.key}, nullptr);
            out.doors.push_back(std::move(door));
        }
    }
    std::vector<std::string> names_of(AreaId const& id) const
    {
        auto const area = tree_.find(id);
        return area ? std::vector{area->code, area->zh, area->en} : std::vector<std::string>{};
    }

    Connection& connection_;
    areas::AreaTree const& tree_;
    AreaId area_;
    Date today_;
};

Result<void> apply(Transaction& tx, areas::AreaTree const& tree, ImportId const& import, AreaId const& area,
                   CsvTable const& table, Clock const& clock, Rng& rng)
{
    auto const against = TRY(Preparation(tx, tree, area, clock.today()).against(table));
    auto rows = read_answer_rows(table, against);
    auto const batch = areas::import_store::find(tx, area, import);
    if (!rows.errors.empty() || !batch) return refuse(ErrorKind::conflict, "areas.import_preview_outdated");
    for (auto& response : rows.responses) {
        response.id = ResponseId::ordered(rng, clock.now());
        response.import = import;
        response.entered_by = batch->created_by;
        response.received_at = clock.now();
    }
    response_store::insert_all(tx, rows.responses);
    response_store::raise_change(tx, area, against.round);
    return {};
}

Result<void> undo(Transaction& tx, AreaId const& area, ImportId const& import)
{
    if (auto const touched = tx.scalar<std::int64_t>(kTouched, area, import).value_or(0); touched > 0)
        return refuse(ErrorKind::conflict, "survey.import_in_use", {{"count", std::to_string(touched)}});
    auto const rounds = tx.all(
        kRounds, [](storage::Row row) { return row.at<RoundId>(0); }, area, import);
    response_store::remove_import(tx, area, import);
    for (auto const& round : rounds) response_store::raise_change(tx, area, round);
    return {};
}

// The template's items first, then those of other questionnaires.
Result<std::vector<areas::ImportColumn>> columns(Connection& connection)
{
    auto out = answer_columns(TRY(need_questionnaire(TRY(areas::read_reference_data()))));
    for (auto const& questionnaire : questionnaire_store::all(connection))
        for (auto const& listed : questionnaire_store::versions(connection, questionnaire.id)) {
            auto const version = TRY(questionnaire_store::version(connection, questionnaire.id, listed.number));
            for (auto& column : answer_columns(version.codebook))
                if (std::ranges::find(out, column.key, &areas::ImportColumn::key) == out.end())
                    out.push_back(std::move(column));
        }
    return out;
}

} // namespace

Result<areas::Importer> answer_importer(storage::Database& database, areas::AreaTree const& tree, Clock const& clock,
                                        Rng& rng)
{
    auto known = TRY(database.read([](Connection& c) { return columns(c); }));
    return areas::Importer{
        .kind = "answers",
        .permission = enter_responses,
        .columns = std::move(known),
        .check = [&](Connection& connection, AreaId const& area,
                     CsvTable const& table) -> std::vector<areas::RowError> {
            auto const against = Preparation{connection, tree, area, clock.today()}.against(table);
            if (!against) return {{1, "", "", against.error().code, against.error().facts}};
            return read_answer_rows(table, *against).errors;
        },
        .apply = [&](Transaction& tx, AreaId const& area, ImportId const& import,
                     CsvTable const& table) { return apply(tx, tree, import, area, table, clock, rng); },
        .undo = undo};
}

bool household_in_use(Connection& connection, AreaId const& area, HouseholdId const& household)
{
    return connection.scalar<std::int64_t>(kInUse, area, household).value_or(0) > 0;
}

} // namespace lilong::survey
