// States of the loop's objects: the only writer of object_state and transition. Services call it inside their write:
//     TRY(states_.begin(tx, {area, "need", need}, kNeedMachine, "candidate", who, {trace}));
//     TRY(states_.apply(tx, {area, "need", need}, kNeedMachine, "confirm", who, met, {.code = "…", .text = "…"}, version));
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "access/audit.h"
#include "access/authorise_rule.h"
#include "base/machine_rule.h"
#include "storage/database.h"

namespace lilong::loop {

struct ObjectRef {
    AreaId area;
    std::string kind; // wire name of the entity: need, match, project, issue, agenda_item, …
    ObjectId id;
};
template <typename Tag>
ObjectRef ref(AreaId const& area, std::string kind, Id<Tag> const& id)
{
    return {area, std::move(kind), ObjectId{id.uuid()}};
}

struct Reason {
    std::string code;
    std::string text;
    bool given() const { return !code.empty() || !text.empty(); }
};

struct ObjectState {
    std::string state;
    std::int64_t version = 1;
    std::optional<Date> due;
    Instant created_at, updated_at;
};

struct Transition {
    std::int64_t seq = 0;
    std::string from, action, to;
    UserId actor;
    std::string actor_name;
    std::string role; // "sys" when a rule acted
    Reason reason;
    Instant at;
};

struct TraceEntry {
    AreaId area;
    std::string kind;
    ObjectId id;
    Instant at;
};

class StateService {
public:
    StateService(access::AuditTrail const& audit, Clock const& clock, access::Reaches reaches) : audit_(audit), clock_(clock), reaches_(std::move(reaches)) {}

    void begin(storage::Transaction& tx, ObjectRef const& object, std::string_view state, Actor const& who, std::vector<TraceId> const& traces, Reason const& reason = {}) const;
    // `version`: what the caller saw (If-Match); nothing: the caller has just read it in this write.
    Result<Transition> apply(storage::Transaction& tx, ObjectRef const& object, Machine const& machine, std::string_view action, Actor const& who, Requirements const& met,
                             Reason const& reason = {}, std::optional<std::int64_t> version = {}) const;
    void set_due(storage::Transaction& tx, ObjectRef const& object, std::optional<Date> due) const;
    void add_trace(storage::Transaction& tx, ObjectRef const& object, TraceId const& trace) const;

    Result<ObjectState> state_of(storage::Connection& connection, ObjectRef const& object) const; // loop.not_found
    std::vector<Transition> timeline(storage::Connection& connection, ObjectRef const& object) const;
    std::vector<TraceId> traces_of(storage::Connection& connection, ObjectRef const& object) const;
    std::vector<TraceEntry> trace(storage::Connection& connection, TraceId const& trace) const; // in order of time
    // For buttons: what this actor may do now, and what is still missing for it.
    std::vector<AllowedAction> allowed(Machine const& machine, std::string_view state, Actor const& who, AreaId const& area, Requirements const& met) const;
    std::vector<Role> roles_in(Actor const& who, AreaId const& area) const;

private:
    void record(storage::Transaction& tx, ObjectRef const& object, Transition const& transition, Actor const& who) const;
    access::AuditTrail const& audit_;
    Clock const& clock_;
    access::Reaches reaches_;
};

} // namespace lilong::loop
