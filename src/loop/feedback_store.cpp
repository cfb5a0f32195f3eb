#include "loop/feedback_store.h"

namespace lilong::loop::feedback_store
{

namespace
{

using storage::Connection;
using storage::Row;
using storage::Sql;
using storage::Transaction;

constexpr Sql kAdd{"feedback.add", "insert into feedback_task (area_id, id, object_kind, object_id, household_id, "
                                   "cause, text_zh, text_en, channel, building, not_before, made_at, posted, "
                                   "tries) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0)"};
#define LILONG_TASK_COLUMNS                                                                                            \
    "select t.id, t.object_kind, t.object_id, t.household_id, t.cause, t.text_zh, t.text_en, t.channel, t.building, "  \
    "t.not_before, t.made_at, t.reached_how, t.posted, t.tries, s.state, s.version from feedback_task t "              \
    "join object_state s on s.area_id = t.area_id and s.object_id = t.id "
constexpr Sql kFind{"feedback.find", LILONG_TASK_COLUMNS "where t.area_id = $1 and t.id = $2"};
#define LILONG_TASK_FILTER                                                                                             \
    "where t.area_id = $1 and ($2 = '' or t.object_id = $2) and ($3 = '' or t.household_id = $3) "                     \
    "and ($4 = '' or s.state = $4) and ($5 = '' or t.channel = $5) and ($6 = '' or t.building = $6) "                  \
    "and ($7 = '' or t.cause = $7) "
constexpr Sql kList{"feedback.list", LILONG_TASK_COLUMNS LILONG_TASK_FILTER
                    "order by t.building, t.channel, t.made_at, t.id limit $8"};
constexpr Sql kCount{"feedback.count", "select count(*) from feedback_task t join object_state s on s.area_id = t.area_id "
                                       "and s.object_id = t.id " LILONG_TASK_FILTER};
#undef LILONG_TASK_FILTER
#undef LILONG_TASK_COLUMNS
constexpr Sql kLastMade{"feedback.last_made",
                        "select max(made_at) from feedback_task where area_id = $1 and household_id = $2"};
constexpr Sql kTry{"feedback.try", "insert into feedback_try (area_id, task_id, seq, channel, outcome, by_id, by_name, "
                                   "at) values ($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr Sql kTried{"feedback.tried",
                     "update feedback_task set tries = $3, posted = $4 where area_id = $1 and id = $2"};
constexpr Sql kReached{"feedback.reached", "update feedback_task set reached_how = $3 where area_id = $1 and id = $2"};
constexpr Sql kReach{"feedback.reach", "select t.household_id, t.reached_how, t.posted, s.state from feedback_task t "
                                       "join object_state s on s.area_id = t.area_id and s.object_id = t.id "
                                       "where t.area_id = $1 and t.object_id = $2 and ($3 = '' or t.cause = $3) and "
                                       "t.made_at >= $4 order by t.household_id"};
constexpr Sql kSay{"feedback.say", "insert into satisfaction (area_id, object_id, household_id, object_kind, rating, "
                                   "solved, words, channel, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) "
                                   "on conflict (area_id, object_id, household_id) do update set rating = "
                                   "excluded.rating, solved = excluded.solved, words = excluded.words, "
                                   "channel = excluded.channel, at = excluded.at"};
constexpr Sql kSaid{"feedback.said", "select count(*), coalesce(sum(case when rating >= 4 then 1 else 0 end), 0), "
                                     "coalesce(sum(case when solved = 'yes' then 1 else 0 end), 0), "
                                     "coalesce(sum(case when solved = 'partly' then 1 else 0 end), 0), "
                                     "coalesce(sum(case when solved = 'no' then 1 else 0 end), 0) "
                                     "from satisfaction where area_id = $1 and object_id = $2 and at >= $3"};

FeedbackTask task_of(Row row, AreaId const& area)
{
    FeedbackTask task;
    task.id = row.at<FeedbackTaskId>(0);
    task.object = {area, row.at<std::string>(1), row.at<ObjectId>(2)};
    task.household = row.at<HouseholdId>(3);
    task.cause = row.at<std::string>(4);
    task.zh = row.at<std::string>(5);
    task.en = row.at<std::string>(6);
    task.channel = row.at<std::string>(7);
    task.building = row.at<std::string>(8);
    task.not_before = row.at<Date>(9);
    task.made_at = row.at<Instant>(10);
    task.reached_how = row.at<std::optional<std::string>>(11).value_or("");
    task.posted = row.at<std::int64_t>(12) != 0;
    task.tries = row.at<std::int64_t>(13);
    task.state = row.at<std::string>(14);
    task.version = row.at<std::int64_t>(15);
    return task;
}

} // namespace

void add(Transaction& tx, FeedbackTask const& t)
{
    tx.change(kAdd, t.object.area, t.id, t.object.kind, t.object.id, t.household, t.cause, t.zh, t.en, t.channel,
              t.building, t.not_before, t.made_at);
}

std::optional<FeedbackTask> find(Connection& connection, AreaId const& area, FeedbackTaskId const& id)
{
    return connection.first(
        kFind, [&](Row row) { return task_of(row, area); }, area, id);
}

std::vector<FeedbackTask> list(Connection& connection, AreaId const& area, TaskFilter const& filter)
{
    auto const object = filter.object ? filter.object->text() : std::string{};
    auto const household = filter.household ? filter.household->text() : std::string{};
    return connection.all(
        kList, [&](Row row) { return task_of(row, area); }, area, object, household, filter.state, filter.channel,
        filter.building, filter.cause, filter.most);
}

std::int64_t count(Connection& connection, AreaId const& area, TaskFilter const& filter)
{
    auto const object = filter.object ? filter.object->text() : std::string{};
    auto const household = filter.household ? filter.household->text() : std::string{};
    return connection.scalar<std::int64_t>(kCount, area, object, household, filter.state, filter.channel, filter.building, filter.cause).value_or(0);
}

std::optional<Instant> last_made(Connection& connection, AreaId const& area, HouseholdId const& household)
{
    return connection.scalar<Instant>(kLastMade, area, household);
}

void add_try(Transaction& tx, FeedbackTask const& task, std::string_view channel, std::string_view outcome,
             Actor const& who, Instant at)
{
    tx.change(kTry, task.object.area, task.id, task.tries + 1, channel, outcome, who.user, who.name, at);
    tx.change(kTried, task.object.area, task.id, task.tries + 1, task.posted || outcome == "posted");
}

void mark_reached(Transaction& tx, FeedbackTask const& task, std::string_view how)
{
    tx.change(kReached, task.object.area, task.id, how);
}

Reach reach(Connection& connection, AreaId const& area, ObjectId const& object, std::string_view cause, Instant since)
{
    struct Household {
        bool reached = false, posted = false, open = false, unreachable = false, dropped = false;
        std::string how;
    };
    std::map<std::string, Household> households;
    for (auto row : connection.query(kReach, area, object, cause, since)) {
        auto& household = households[row.at<std::string>(0)];
        auto const how = row.at<std::optional<std::string>>(1);
        auto const state = row.at<std::string>(3);
        if (how) household.reached = true, household.how = *how;
        household.posted |= row.at<std::int64_t>(2) != 0;
        household.open |= state == "due" || state == "tried";
        household.unreachable |= state == "unreachable";
        household.dropped |= state == "dropped";
    }
    Reach out;
    for (auto const& [id, household] : households) {
        if (household.dropped && !household.reached) {
            ++out.dropped;
            continue;
        }
        ++out.origins;
        out.posted += household.posted;
        if (household.reached) {
            ++out.reached;
            ++out.reached_by_channel[household.how];
        } else if (household.open)
            ++out.open;
        else
            ++out.unreachable;
    }
    return out;
}

void say(Transaction& tx, ObjectRef const& object, HouseholdId const& household, SaidAnswer const& said, Instant at)
{
    tx.change(kSay, object.area, object.id, household, object.kind, said.rating, said.solved, said.words, said.channel,
              at);
}

SatisfactionSummary satisfaction(Connection& connection, AreaId const& area, ObjectId const& object, Instant since)
{
    SatisfactionSummary out;
    for (auto row : connection.query(kSaid, area, object, since))
        out = {0, row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4), {}, {}};
    out.satisfied_share = wilson_interval(out.satisfied, out.answered);
    out.not_solved_share = wilson_interval(out.solved_no, out.answered);
    return out;
}

} // namespace lilong::loop::feedback_store
