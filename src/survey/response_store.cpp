#include "survey/response_store.h"

namespace lilong::survey::response_store
{

namespace
{

using storage::Row;
using storage::Sql;

#define RESPONSE_COLUMNS                                                                                               \
    "area_id, round_id, household_id, person, id, estate_id, building_id, group_mask, coded, answers, mode, "          \
    "collector_id, entered_by, answered_on, started_at, ended_at, received_at, review, review_reason, withdrawn_at, "  \
    "import_id, version"

constexpr Sql kInsert{"survey.insert_response", "insert into response (" RESPONSE_COLUMNS
                                                ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
                                                "$14, $15, $16, $17, $18, $19, $20, $21, $22)"};
constexpr Sql kById{"survey.response_by_id",
                    "select " RESPONSE_COLUMNS " from response where area_id = $1 and id = $2"};
constexpr Sql kByHousehold{"survey.response_by_household",
                           "select " RESPONSE_COLUMNS " from response where area_id = $1 and round_id = $2 and "
                           "household_id = $3 and person = $4"};
constexpr Sql kList{"survey.responses",
                    "select " RESPONSE_COLUMNS " from response where area_id = $1 and round_id = $2 "
                    "and (household_id > $3 or (household_id = $3 and person > $4)) "
                    "and ($5 = '' or review = $5) and ($6 = '' or estate_id = $6) and ($7 = '' or household_id = $7) "
                    "order by household_id, person limit $8"};
constexpr Sql kKeep{"survey.keep_former_response",
                    "insert into response_version (area_id, response_id, version, group_mask, coded, answers, "
                    "replaced_at, replaced_by, reason) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};
constexpr Sql kCorrect{"survey.correct_response",
                       "update response set group_mask = $4, coded = $5, answers = $6, review = 'received', "
                       "review_reason = '', version = version + 1 where area_id = $1 and id = $2 and version = $3"};
constexpr Sql kReview{"survey.review_response",
                      "update response set review = $4, review_reason = $5, version = version + 1 "
                      "where area_id = $1 and id = $2 and version = $3"};
constexpr Sql kWithdraw{"survey.withdraw_response",
                        "update response set withdrawn_at = $4, review_reason = $5, version = version + 1 "
                        "where area_id = $1 and id = $2 and version = $3"};
constexpr Sql kHistory{"survey.response_history",
                       "select version, group_mask, coded, answers, replaced_at, replaced_by, reason from "
                       "response_version where area_id = $1 and response_id = $2 order by version desc"};
constexpr Sql kRaise{"survey.raise_change",
                     "insert into round_change (area_id, round_id, number) values ($1, $2, 1) "
                     "on conflict (area_id, round_id) do update set number = round_change.number + 1"};
constexpr Sql kChange{"survey.change_number", "select number from round_change where area_id = $1 and round_id = $2"};
constexpr Sql kCount{
    "survey.count_items",
    "select r.area_id, i.place, "
    "sum(case when substr(r.coded, cast(i.place as integer), 1) in ('-', '.', 'r') then 0 else 1 end), "
    "sum(case when substr(r.coded, cast(i.place as integer), 1) in ('1', '2') then 1 else 0 end) "
    "from response r cross join coded_item i "
    "where r.round_id = $1 and r.withdrawn_at is null and r.review <> 'set_aside' "
    "and i.area_id = $2 and i.questionnaire_id = $3 and i.number = $4 "
    "group by r.area_id, i.place order by r.area_id, i.place"};
constexpr Sql kAreas{"survey.areas_with_answers",
                     "select distinct area_id from round_change where round_id = $1 order by area_id"};
constexpr Sql kAnswered{"survey.answered",
                        "select household_id, min(estate_id), min(building_id), count(*) from response "
                        "where area_id = $1 and round_id = $2 and withdrawn_at is null "
                        "group by household_id order by household_id"};
constexpr Sql kPerDay{"survey.responses_per_day",
                      "select answered_on, count(*) from response where area_id = $1 and round_id = $2 "
                      "and withdrawn_at is null group by answered_on order by answered_on"};
constexpr Sql kOfImport{"survey.responses_of_import",
                        "select " RESPONSE_COLUMNS " from response where area_id = $1 and import_id = $2 "
                        "order by household_id, person"};
constexpr Sql kRemoveImport{"survey.remove_import", "delete from response where area_id = $1 and import_id = $2"};
#undef RESPONSE_COLUMNS

template <typename Enum>
Enum required(std::optional<Enum> value)
{
    if (!value) throw storage::BadColumn{};
    return *value;
}

Response response_of(Row row)
{
    return {.area = row.at<AreaId>(0),
            .id = row.at<ResponseId>(4),
            .round = row.at<RoundId>(1),
            .household = row.at<HouseholdId>(2),
            .person = row.at<int>(3),
            .estate = row.at<AreaId>(5),
            .building = row.at<std::optional<AreaId>>(6),
            .groups = row.at<GroupMask>(7),
            .coded = row.at<std::string>(8),
            .answers = row.at<std::string>(9),
            .mode = required(mode_of(row.text_view(10))),
            .collector = row.at<std::optional<UserId>>(11),
            .entered_by = row.at<UserId>(12),
            .answered_on = row.at<Date>(13),
            .started_at = row.at<std::optional<Instant>>(14),
            .ended_at = row.at<std::optional<Instant>>(15),
            .received_at = row.at<Instant>(16),
            .review = required(review_of(row.text_view(17))),
            .review_reason = row.at<std::string>(18),
            .withdrawn_at = row.at<std::optional<Instant>>(19),
            .import = row.at<std::optional<ImportId>>(20),
            .version = row.at<std::int64_t>(21)};
}

void insert_row(storage::Transaction& tx, Response const& r)
{
    tx.change(kInsert, r.area, r.round, r.household, r.person, r.id, r.estate, r.building, r.groups, r.coded, r.answers,
              name(r.mode), r.collector, r.entered_by, r.answered_on, r.started_at, r.ended_at, r.received_at,
              name(r.review), r.review_reason, r.withdrawn_at, r.import, r.version);
}

Refusal stale() { return refuse(ErrorKind::stale, "survey.response_changed"); }

} // namespace

Result<void> insert(storage::Transaction& tx, Response const& response)
{
    if (by_household(tx, response.area, response.round, response.household, response.person))
        return refuse(ErrorKind::conflict, "survey.already_answered");
    insert_row(tx, response);
    return {};
}

void insert_all(storage::Transaction& tx, std::span<Response const> responses)
{
    for (auto const& response : responses) insert_row(tx, response);
}

Result<Response> by_id(storage::Connection& connection, AreaId const& area, ResponseId const& id)
{
    auto found = connection.first(kById, response_of, area, id);
    if (!found) return refuse(ErrorKind::not_found, "survey.no_response");
    return std::move(*found);
}

std::optional<Response> by_household(storage::Connection& connection, AreaId const& area, RoundId const& round,
                                     HouseholdId const& household, int person)
{
    return connection.first(kByHousehold, response_of, area, round, household, person);
}

std::vector<Response> list(storage::Connection& connection, AreaId const& area, RoundId const& round,
                           ResponseFilter const& filter)
{
    auto const after = filter.after ? filter.after->first.text() : std::string{};
    return connection.all(kList, response_of, area, round, after, filter.after ? filter.after->second : 0,
                          filter.review ? name(*filter.review) : "", filter.estate ? filter.estate->text() : "",
                          filter.household ? filter.household->text() : "", filter.most);
}

Result<void> correct(storage::Transaction& tx, Response const& former, Response const& corrected, UserId const& by,
                     std::string_view reason, Instant at)
{
    if (tx.change(kCorrect, former.area, former.id, former.version, corrected.groups, corrected.coded,
                  corrected.answers) == 0)
        return stale();
    tx.change(kKeep, former.area, former.id, former.version, former.groups, former.coded, former.answers, at, by,
              reason);
    return {};
}

Result<void> set_review(storage::Transaction& tx, Response const& response, Review review, std::string_view reason)
{
    if (tx.change(kReview, response.area, response.id, response.version, name(review), reason) == 0) return stale();
    return {};
}

Result<void> withdraw(storage::Transaction& tx, Response const& response, std::string_view reason, Instant at)
{
    if (tx.change(kWithdraw, response.area, response.id, response.version, at, reason) == 0) return stale();
    return {};
}

std::vector<FormerResponse> history(storage::Connection& connection, AreaId const& area, ResponseId const& id)
{
    return connection.all(
        kHistory,
        [](Row row) {
            return FormerResponse{row.at<std::int64_t>(0), row.at<GroupMask>(1), row.at<std::string>(2),
                                  row.at<std::string>(3),  row.at<Instant>(4),   row.at<UserId>(5),
                                  row.at<std::string>(6)};
        },
        area, id);
}

std::int64_t raise_change(storage::Transaction& tx, AreaId const& area, RoundId const& round)
{
    tx.change(kRaise, area, round);
    return change_number(tx, area, round);
}

std::int64_t change_number(storage::Connection& connection, AreaId const& area, RoundId const& round)
{
    return connection.scalar<std::int64_t>(kChange, area, round).value_or(0);
}

std::vector<ItemCount> count_in_database(storage::Connection& connection, Round const& round)
{
    return connection.all(
        kCount,
        [](Row row) {
            return ItemCount{row.at<AreaId>(0), row.at<int>(1), row.at<std::int64_t>(2), row.at<std::int64_t>(3)};
        },
        round.id, round.questionnaire_area, round.questionnaire, round.questionnaire_version);
}

std::vector<AreaId> areas_with_answers(storage::Connection& connection, RoundId const& round)
{
    return connection.all(
        kAreas, [](Row row) { return row.at<AreaId>(0); }, round);
}

std::vector<AnsweredHousehold> answered(storage::Connection& connection, AreaId const& area, RoundId const& round)
{
    return connection.all(
        kAnswered,
        [](Row row) {
            return AnsweredHousehold{row.at<HouseholdId>(0), row.at<AreaId>(1), row.at<std::optional<AreaId>>(2),
                                     row.at<std::int64_t>(3)};
        },
        area, round);
}

std::vector<DayCount> per_day(storage::Connection& connection, AreaId const& area, RoundId const& round)
{
    return connection.all(
        kPerDay,
        [](Row row) {
            return DayCount{row.at<Date>(0), row.at<std::int64_t>(1)};
        },
        area, round);
}

std::vector<Response> of_import(storage::Connection& connection, AreaId const& area, ImportId const& import)
{
    return connection.all(kOfImport, response_of, area, import);
}

int remove_import(storage::Transaction& tx, AreaId const& area, ImportId const& import)
{
    return tx.change(kRemoveImport, area, import);
}

} // namespace lilong::survey::response_store
