// Needs from candidate to fed back (loop.md 5.1). Others come in through three doors: nominate (an estimate, a
// recurring issue, the secretary), route_delivered and route_ended (a project, match or issue that was to meet the
// need), and the word of the households through loop::FeedbackService, after which advance() takes what the rules
// allow.
#pragma once

#include <functional>

#include "areas/taxonomy.h"
#include "loop/feedback_service.h"
#include "needs/types.h"

namespace lilong::needs
{

class NeedService
{
public:
    // Who of these may be visited, and where they live; who said no in the same round. Wired to people/ and survey/.
    using Visitable = std::function<std::vector<VisitHousehold>(storage::Connection&, Need const&,
                                                                std::vector<HouseholdId> const& origins)>;
    using SaidNo = std::function<std::vector<VisitHousehold>(storage::Connection&, Need const&)>;

    NeedService(storage::Database& database, access::AuditTrail const& audit, loop::StateService const& states,
                loop::FeedbackService const& feedback, areas::Taxonomy const& taxonomy, Clock const& clock, Rng& rng)
        : database_(database), audit_(audit), states_(states), feedback_(feedback), taxonomy_(taxonomy), clock_(clock),
          rng_(rng)
    {
    }
    void use_visitable(Visitable visitable) { visitable_ = std::move(visitable); }
    void use_said_no(SaidNo said_no) { said_no_ = std::move(said_no); }

    // By the secretary, or by system_actor() when an estimate or a recurrence speaks.
    Result<NeedId> nominate(Actor const& who, AreaId const& area, Nomination const& nomination) const;
    Result<NeedId> nominate_in(storage::Transaction& tx, Actor const& who, AreaId const& area,
                               Nomination const& nomination) const;

    Result<Need> visit(Actor const& who, AreaId const& area, NeedId const& id,
                       std::optional<std::int64_t> version = {}) const; // draws the plan
    Result<CauseNoteId> note_cause(Actor const& who, AreaId const& area, NeedId const& id, CauseNote const& note) const;
    Result<Need> set_aside(Actor const& who, AreaId const& area, NeedId const& id, loop::Reason const& reason,
                           std::optional<std::int64_t> version = {}) const;
    Result<Need> confirm(Actor const& who, AreaId const& area, NeedId const& id, Confirmation const& confirmation,
                         std::optional<std::int64_t> version = {}) const;
    // Also adds a further route to a need that has one.
    Result<Need> route(Actor const& who, AreaId const& area, NeedId const& id, Route const& route,
                       std::optional<std::int64_t> version = {}) const;
    Result<Need> agree_to_decline(Actor const& who, AreaId const& area, NeedId const& id, loop::Reason const& reason,
                                  std::optional<std::int64_t> version = {}) const;
    Result<Need> decline(Actor const& who, AreaId const& area, NeedId const& id, Decline const& decline,
                         std::optional<std::int64_t> version = {}) const;
    Result<Need> reroute(Actor const& who, AreaId const& area, NeedId const& id, loop::Reason const& reason,
                         std::optional<std::int64_t> version = {}) const;
    // With new evidence (JSON), or empty.
    Result<Need> reopen(Actor const& who, AreaId const& area, NeedId const& id, loop::Reason const& reason,
                        std::string const& evidence, std::optional<std::int64_t> version = {}) const;

    // A project, match or issue was delivered (or ended without): the needs routed to it hear of it. Called in its
    // write.
    Result<void> route_delivered(storage::Transaction& tx, loop::ObjectRef const& target) const;
    Result<void> route_ended(storage::Transaction& tx, loop::ObjectRef const& target, loop::Reason const& reason) const;
    // Takes the steps that are due by rule: deliver, evaluate, feed back, reopen. Twice has no effect.
    Result<void> advance(storage::Transaction& tx, loop::ObjectRef const& need) const;
    Result<void> advance_all(AreaId const& area) const; // nightly
    Result<void> set_before_after(storage::Transaction& tx, AreaId const& area, NeedId const& id,
                                  std::string const& text) const;
    int forget_household(storage::Transaction& tx, Actor const& who, AreaId const& area,
                         HouseholdId const& household) const;

    Result<Need> need(AreaId const& area, NeedId const& id) const; // needs.not_found
    Result<Need> need_in(storage::Connection& connection, AreaId const& area, NeedId const& id) const;
    std::vector<Need> list(AreaId const& area, NeedFilter const& filter) const;
    Result<NeedDetail> detail(storage::Connection& connection, AreaId const& area, NeedId const& id) const;
    Result<FollowUpPlan> plan(AreaId const& area, NeedId const& id) const;
    Result<std::vector<CauseNote>> notes(AreaId const& area, NeedId const& id) const;
    std::vector<HouseholdId> origins(storage::Connection& connection, AreaId const& area, NeedId const& id) const;
    std::vector<AllowedAction> allowed(storage::Connection& connection, Need const& need, Actor const& who) const;

private:
    Requirements met(storage::Connection& connection, Need const& need, Actor const& who) const;
    Result<Need> act(storage::Transaction& tx, Actor const& who, Need const& need, std::string_view action,
                     Requirements met, loop::Reason const& reason, std::optional<std::int64_t> version) const;
    std::size_t tell(storage::Transaction& tx, Actor const& who, Need const& need, std::string cause, Names const& text,
                     bool closes) const;
    Result<void> draw_plan(storage::Transaction& tx, Need const& need) const;
    Result<Need> reopen_in(storage::Transaction& tx, Actor const& who, Need const& need, loop::Reason const& reason,
                           std::string const& evidence, std::optional<std::int64_t> version) const;
    Result<bool> one_step(storage::Transaction& tx, Need const& need) const;
    Instant closed_since(storage::Connection& connection, Need const& need) const;
    Snapshot frozen(std::string const& evidence, std::int64_t seq) const;
    Names cause_names(storage::Connection& connection, Need const& need) const;
    Date in_working_days(storage::Connection& connection, int days) const;

    storage::Database& database_;
    access::AuditTrail const& audit_;
    loop::StateService const& states_;
    loop::FeedbackService const& feedback_;
    areas::Taxonomy const& taxonomy_;
    Clock const& clock_;
    Rng& rng_;
    Visitable visitable_;
    SaidNo said_no_;
};

loop::ObjectRef ref_of(Need const& need);
// Canonical JSON: members in order of name, no white space; nothing when it is not JSON (LO-19).
std::optional<std::string> canonical_json(std::string const& text);

} // namespace lilong::needs
