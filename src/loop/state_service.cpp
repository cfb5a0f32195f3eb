#include "loop/state_service.h"

namespace lilong::loop {

namespace {

using storage::Connection;
using storage::Row;
using storage::Sql;
using storage::Transaction;

constexpr Sql kBegin{"loop.begin", "insert into object_state (area_id, object_id, kind, state, version, created_at, updated_at) values ($1, $2, $3, $4, 1, $5, $5)"};
constexpr Sql kState{"loop.state", "select state, version, due, created_at, updated_at from object_state where area_id = $1 and object_id = $2 and kind = $3"};
constexpr Sql kMove{"loop.move", "update object_state set state = $3, version = version + 1, updated_at = $4 where area_id = $1 and object_id = $2"};
constexpr Sql kSetDue{"loop.set_due", "update object_state set due = $3 where area_id = $1 and object_id = $2"};
constexpr Sql kLastSeq{"loop.last_seq", "select coalesce(max(seq), 0) from transition where area_id = $1 and object_id = $2"};
constexpr Sql kRecord{"loop.record",
                      "insert into transition (area_id, object_id, seq, kind, from_state, action, to_state, actor_id, actor_name, role, reason_code, reason_text, at) "
                      "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"};
constexpr Sql kTimeline{"loop.timeline",
                        "select seq, from_state, action, to_state, actor_id, actor_name, role, reason_code, reason_text, at from transition "
                        "where area_id = $1 and object_id = $2 order by seq"};
constexpr Sql kAddTrace{"loop.add_trace", "insert into object_trace (area_id, object_id, trace_id, kind, at) values ($1, $2, $3, $4, $5) on conflict do nothing"};
constexpr Sql kTracesOf{"loop.traces_of", "select trace_id from object_trace where area_id = $1 and object_id = $2 order by at, trace_id"};
constexpr Sql kTrace{"loop.trace", "select area_id, kind, object_id, at from object_trace where trace_id = $1 order by at, object_id"};

std::string role_text(Step const& step) { return step.role == Role::stranger ? "sys" : std::string{name(step.role)}; }

} // namespace

std::vector<Role> StateService::roles_in(Actor const& who, AreaId const& area) const
{
    std::vector<Role> roles;
    for (auto const& grant : who.grants)
        if (reaches_(grant.area, area)) roles.push_back(grant.role);
    return roles;
}

void StateService::record(Transaction& tx, ObjectRef const& object, Transition const& t, Actor const& who) const
{
    tx.change(kRecord, object.area, object.id, t.seq, object.kind, t.from, t.action, t.to, t.actor, t.actor_name, t.role, t.reason.code, t.reason.text, t.at);
    audit_.note(tx, who, object.area, object.kind + "." + t.action, object.id, {{"from", t.from}, {"to", t.to}, {"reason", t.reason.code}});
}

void StateService::begin(Transaction& tx, ObjectRef const& object, std::string_view state, Actor const& who, std::vector<TraceId> const& traces, Reason const& reason) const
{
    auto const now = clock_.now();
    auto const roles = roles_in(who, object.area);
    tx.change(kBegin, object.area, object.id, object.kind, state, now);
    for (auto const& trace : traces) tx.change(kAddTrace, object.area, object.id, trace, object.kind, now);
    record(tx, object, {1, "–", "begin", std::string{state}, who.user, who.name, roles.empty() ? "sys" : std::string{name(roles.front())}, reason, now}, who);
}

Result<ObjectState> StateService::state_of(Connection& connection, ObjectRef const& object) const
{
    auto found = connection.first(
        kState, [](Row row) { return ObjectState{row.at<std::string>(0), row.at<std::int64_t>(1), row.at<std::optional<Date>>(2), row.at<Instant>(3), row.at<Instant>(4)}; },
        object.area, object.id, object.kind);
    if (!found) return refuse(ErrorKind::not_found, "loop.not_found");
    return *found;
}

Result<Transition> StateService::apply(Transaction& tx, ObjectRef const& object, Machine const& machine, std::string_view action, Actor const& who, Requirements const& met,
                                       Reason const& reason, std::optional<std::int64_t> version) const
{
    auto const now = TRY(state_of(tx, object));
    if (version && *version != now.version) return refuse(ErrorKind::stale, "loop.stale");
    auto const is_system = who.user == system_actor().user;
    auto const step = TRY(lilong::apply(machine, now.state, action, roles_in(who, object.area), is_system, met, reason.given()));
    auto const at = clock_.now();
    auto const seq = tx.scalar<std::int64_t>(kLastSeq, object.area, object.id).value_or(0) + 1;
    Transition done{seq, now.state, std::string{action}, std::string{step.edge->to}, who.user, who.name, role_text(step), reason, at};
    tx.change(kMove, object.area, object.id, done.to, at);
    record(tx, object, done, who);
    return done;
}

void StateService::set_due(Transaction& tx, ObjectRef const& object, std::optional<Date> due) const { tx.change(kSetDue, object.area, object.id, due); }

void StateService::add_trace(Transaction& tx, ObjectRef const& object, TraceId const& trace) const
{
    tx.change(kAddTrace, object.area, object.id, trace, object.kind, clock_.now());
}

std::vector<Transition> StateService::timeline(Connection& connection, ObjectRef const& object) const
{
    return connection.all(
        kTimeline,
        [](Row row) {
            return Transition{row.at<std::int64_t>(0), row.at<std::string>(1), row.at<std::string>(2), row.at<std::string>(3), row.at<UserId>(4), row.at<std::string>(5),
                              row.at<std::string>(6), {row.at<std::string>(7), row.at<std::string>(8)}, row.at<Instant>(9)};
        },
        object.area, object.id);
}

std::vector<TraceId> StateService::traces_of(Connection& connection, ObjectRef const& object) const
{
    return connection.all(kTracesOf, [](Row row) { return row.at<TraceId>(0); }, object.area, object.id);
}

std::vector<TraceEntry> StateService::trace(Connection& connection, TraceId const& trace) const
{
    return connection.all(kTrace, [](Row row) { return TraceEntry{row.at<AreaId>(0), row.at<std::string>(1), row.at<ObjectId>(2), row.at<Instant>(3)}; }, trace);
}

std::vector<AllowedAction> StateService::allowed(Machine const& machine, std::string_view state, Actor const& who, AreaId const& area, Requirements const& met) const
{
    return allowed_actions(machine, state, roles_in(who, area), met);
}

} // namespace lilong::loop
