#include "survey/round_store.h"

namespace lilong::survey::round_store
{

namespace
{

using storage::Row;
using storage::Sql;

#define ROUND_COLUMNS                                                                                                  \
    "area_id, id, questionnaire_area_id, questionnaire_id, questionnaire_version, name_zh, name_en, kind, opens_on, "  \
    "closes_on, design, state, register_date, version"
constexpr Sql kInsert{"survey.insert_round",
                      "insert into survey_round (" ROUND_COLUMNS ", created_at) values ($1, $2, $3, "
                      "$4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"};
constexpr Sql kAll{"survey.rounds", "select " ROUND_COLUMNS " from survey_round order by opens_on desc, id"};
constexpr Sql kById{"survey.round_by_id", "select " ROUND_COLUMNS " from survey_round where id = $1"};
#undef ROUND_COLUMNS
constexpr Sql kReplace{
    "survey.replace_round",
    "update survey_round set name_zh = $4, name_en = $5, opens_on = $6, closes_on = $7, design = $8, "
    "version = version + 1 where area_id = $1 and id = $2 and version = $3"};
constexpr Sql kSetState{"survey.set_round_state",
                        "update survey_round set state = $4, register_date = coalesce(register_date, $5), "
                        "version = version + 1 where area_id = $1 and id = $2 and version = $3"};
constexpr Sql kInsertStep{"survey.insert_round_transition",
                          "insert into survey_round_transition (area_id, round_id, seq, from_state, action, to_state, "
                          "actor_id, actor_name, role, reason, at) select $1, $2, coalesce(max(seq), 0) + 1, $3, $4, "
                          "$5, $6, $7, $8, $9, $10 from survey_round_transition where area_id = $1 and round_id = $2"};
constexpr Sql kSteps{"survey.round_transitions",
                     "select t.seq, t.from_state, t.action, t.to_state, t.actor_id, t.actor_name, t.role, t.reason, "
                     "t.at from survey_round r join survey_round_transition t on t.area_id = r.area_id "
                     "and t.round_id = r.id where r.id = $1 order by t.seq"};
constexpr Sql kInsertPlan{"survey.insert_plan", "insert into round_committee (area_id, round_id, committee_id, design, "
                                                "target) values ($1, $2, $3, $4, $5)"};
constexpr Sql kRemovePlans{"survey.remove_plans", "delete from round_committee where area_id = $1 and round_id = $2"};
constexpr Sql kPlans{"survey.plans", "select c.committee_id, c.design, c.target from survey_round r "
                                     "join round_committee c on c.area_id = r.area_id and c.round_id = r.id "
                                     "where r.id = $1 order by c.committee_id"};
constexpr Sql kFreeze{"survey.freeze_register",
                      "insert into round_register (area_id, round_id, estate_id, grp, households) "
                      "values ($1, $2, $3, $4, $5) on conflict (area_id, round_id, estate_id, grp) do nothing"};
constexpr Sql kRegister{"survey.register", "select estate_id, grp, households from round_register "
                                           "where area_id = $1 and round_id = $2 order by estate_id, grp"};

template <typename Enum>
Enum required(std::optional<Enum> value)
{
    if (!value) throw storage::BadColumn{};
    return *value;
}

Round round_of(Row row)
{
    return {.area = row.at<AreaId>(0),
            .id = row.at<RoundId>(1),
            .questionnaire_area = row.at<AreaId>(2),
            .questionnaire = row.at<QuestionnaireId>(3),
            .questionnaire_version = row.at<std::int64_t>(4),
            .title = {row.at<std::string>(5), row.at<std::string>(6)},
            .kind = row.at<std::string>(7),
            .opens_on = row.at<Date>(8),
            .closes_on = row.at<Date>(9),
            .design = required(design_of(row.text_view(10))),
            .state = row.at<std::string>(11),
            .register_date = row.at<std::optional<Date>>(12),
            .version = row.at<std::int64_t>(13)};
}

void insert_plans(storage::Transaction& tx, Round const& round, std::vector<CommitteePlan> const& plans)
{
    for (auto const& plan : plans)
        tx.change(kInsertPlan, round.area, round.id, plan.committee, name(plan.design), plan.target);
}

Refusal stale() { return refuse(ErrorKind::stale, "survey.round_changed"); }

} // namespace

void insert(storage::Transaction& tx, Round const& r, std::vector<CommitteePlan> const& plans, Instant at)
{
    tx.change(kInsert, r.area, r.id, r.questionnaire_area, r.questionnaire, r.questionnaire_version, r.title.zh,
              r.title.en, r.kind, r.opens_on, r.closes_on, name(r.design), r.state, r.register_date, r.version, at);
    insert_plans(tx, r, plans);
}

std::vector<Round> all(storage::Connection& connection) { return connection.all(kAll, round_of); }

Result<Round> by_id(storage::Connection& connection, RoundId const& id)
{
    auto found = connection.first(kById, round_of, id);
    if (!found) return refuse(ErrorKind::not_found, "survey.no_round");
    return std::move(*found);
}

std::vector<CommitteePlan> plans(storage::Connection& connection, RoundId const& id)
{
    return connection.all(
        kPlans,
        [](Row row) {
            return CommitteePlan{row.at<AreaId>(0), required(design_of(row.text_view(1))), row.at<std::int64_t>(2)};
        },
        id);
}

Result<void> replace(storage::Transaction& tx, Round const& former, Round const& r,
                     std::vector<CommitteePlan> const& plans)
{
    if (tx.change(kReplace, former.area, former.id, former.version, r.title.zh, r.title.en, r.opens_on, r.closes_on,
                  name(r.design)) == 0)
        return stale();
    tx.change(kRemovePlans, former.area, former.id);
    insert_plans(tx, former, plans);
    return {};
}

Result<void> set_state(storage::Transaction& tx, Round const& former, RoundTransition const& step,
                       std::optional<Date> register_date)
{
    if (tx.change(kSetState, former.area, former.id, former.version, step.to, register_date) == 0) return stale();
    tx.change(kInsertStep, former.area, former.id, step.from, step.action, step.to, step.actor, step.actor_name,
              step.role, step.reason, step.at);
    return {};
}

std::vector<RoundTransition> timeline(storage::Connection& connection, RoundId const& id)
{
    return connection.all(
        kSteps,
        [](Row row) {
            return RoundTransition{row.at<std::int64_t>(0), row.at<std::string>(1), row.at<std::string>(2),
                                   row.at<std::string>(3),  row.at<UserId>(4),      row.at<std::string>(5),
                                   row.at<std::string>(6),  row.at<std::string>(7), row.at<Instant>(8)};
        },
        id);
}

void freeze_register(storage::Transaction& tx, AreaId const& committee, RoundId const& round,
                     std::vector<RegisterCount> const& counts)
{
    for (auto const& count : counts) tx.change(kFreeze, committee, round, count.estate, count.group, count.households);
}

std::vector<RegisterCount> register_of(storage::Connection& connection, AreaId const& committee, RoundId const& round)
{
    return connection.all(
        kRegister,
        [](Row row) {
            return RegisterCount{row.at<AreaId>(0), row.at<std::string>(1), row.at<std::int64_t>(2)};
        },
        committee, round);
}

} // namespace lilong::survey::round_store
