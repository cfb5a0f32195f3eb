// Projects from idea to closed (loop.md 5.3). The order cannot be skipped: costed, put to residents, approved by
// somebody who did not propose it with the money reserved, built, accepted by residents, paid, closed by who did not
// handle it.
#pragma once

#include "budgeting/ledger_service.h"
#include "consultation/meeting_service.h"
#include "consultation/round_service.h"
#include "needs/need_service.h"
#include "projects/types.h"

namespace lilong::projects
{

class ProjectService
{
public:
    ProjectService(storage::Database& database, access::AuditTrail const& audit, loop::StateService const& states,
                   loop::FeedbackService const& feedback, needs::NeedService const& needs,
                   budgeting::LedgerService const& ledger, consultation::RoundService const& rounds,
                   consultation::MeetingService const& meetings, Clock const& clock, Rng& rng)
        : database_(database), audit_(audit), states_(states), feedback_(feedback), needs_(needs), ledger_(ledger),
          rounds_(rounds), meetings_(meetings), clock_(clock), rng_(rng)
    {
    }

    // The needs are confirmed or routed; the secretary then routes them here (needs::NeedService::route).
    Result<ProjectId> start(Actor const& who, AreaId const& area, std::vector<NeedId> const& needs, Names const& title,
                            bool common_parts) const;
    Result<Project> cost(Actor const& who, AreaId const& area, ProjectId const& id, Costing const& costing) const;
    Result<Project> consult(Actor const& who, AreaId const& area, ProjectId const& id) const;
    Result<Project> approve(Actor const& who, AreaId const& area, ProjectId const& id) const; // reserves the money
    Result<Project> begin(Actor const& who, AreaId const& area, ProjectId const& id, Works const& works) const;
    // Evidence, or why it is waived.
    Result<Project> milestone_over(Actor const& who, AreaId const& area, ProjectId const& id, int seq,
                                   std::string const& evidence, std::string const& waived_reason) const;
    // Asks the households of origin how satisfied they are, before acceptance; answers come through FeedbackService.
    Result<std::size_t> ask(Actor const& who, AreaId const& area, ProjectId const& id) const;
    Result<Project> pay(Actor const& who, AreaId const& area, ProjectId const& id, Money amount,
                        budgeting::Voucher const& voucher) const;
    // The needs routed here are delivered.
    Result<Project> accept(Actor const& who, AreaId const& area, ProjectId const& id, Money final_cost) const;
    Result<Project> close(Actor const& who, AreaId const& area,
                          ProjectId const& id) const; // gives back what was not spent
    Result<Project> send_back(Actor const& who, AreaId const& area, ProjectId const& id,
                              loop::Reason const& reason) const;
    Result<Project> cancel(Actor const& who, AreaId const& area, ProjectId const& id,
                           loop::Reason const& reason) const; // stop, once in works

    Result<Project> project(AreaId const& area, ProjectId const& id) const; // projects.not_found
    std::vector<Project> list(AreaId const& area, std::string const& state = "") const;
    std::vector<AllowedAction> allowed(Actor const& who, Project const& project) const;

private:
    Result<Project> in_tx(storage::Connection& connection, AreaId const& area, ProjectId const& id) const;
    Requirements met(storage::Connection& connection, Project const& project, Actor const& who) const;
    void met_by_meetings(storage::Connection& connection, Project const& project, Requirements& out) const;
    Result<Project> step(storage::Transaction& tx, Actor const& who, Project const& project, std::string_view action,
                         Requirements const& met, loop::Reason const& reason = {}) const;
    std::size_t tell(storage::Transaction& tx, Actor const& who, Project const& project, std::string cause,
                     Names const& text, bool closes) const;
    std::vector<HouseholdId> origins(storage::Connection& connection, Project const& project) const;

    storage::Database& database_;
    access::AuditTrail const& audit_;
    loop::StateService const& states_;
    loop::FeedbackService const& feedback_;
    needs::NeedService const& needs_;
    budgeting::LedgerService const& ledger_;
    consultation::RoundService const& rounds_;
    consultation::MeetingService const& meetings_;
    Clock const& clock_;
    Rng& rng_;
};

loop::ObjectRef ref_of(Project const& project);

} // namespace lilong::projects
