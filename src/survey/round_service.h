// Rounds: planned, opened with the register frozen committee by committee, closed (CO-86, CO-87, ST-9).
#pragma once

#include "access/audit.h"
#include "areas/area_tree.h"
#include "base/chance.h"
#include "base/machine_rule.h"
#include "storage/database.h"
#include "survey/types.h"

namespace lilong::survey
{

class RoundService
{
public:
    RoundService(storage::Database& database, access::AuditTrail const& audit, areas::AreaTree const& tree,
                 Clock const& clock, Rng& rng)
        : database_(database), audit_(audit), tree_(tree), clock_(clock), rng_(rng)
    {
    }

    struct Detail {
        Round round;
        Questionnaire questionnaire;
        std::vector<CommitteePlan> plans;
        std::vector<RoundTransition> timeline;
    };
    std::vector<Round> seen_from(AreaId const& area); // of the area, of those above and of those below it
    Result<Round> find(AreaId const& area, RoundId const& id);
    Result<Detail> detail(AreaId const& area, RoundId const& id);

    // Refuses survey.questionnaire_not_open, survey.plan_outside_area and what check_round refuses. An empty id is
    // filled.
    Result<Round> create(Actor const& who, Round round, std::vector<CommitteePlan> const& plans);
    // Only while planned: afterwards the design would change under answers already given (survey.round_not_planned).
    Result<void> change(Actor const& who, Round const& round, std::vector<CommitteePlan> const& plans);
    Result<Round> act(Actor const& who, AreaId const& area, RoundId const& id, std::string_view action,
                      std::string const& reason, std::optional<std::int64_t> version);
    std::vector<AllowedAction> allowed(Actor const& who, Round const& round) const;

private:
    Result<Round> owned(storage::Connection& connection, AreaId const& area, RoundId const& id) const;
    Result<void> check(storage::Connection& connection, Round const& round,
                       std::vector<CommitteePlan> const& plans) const;
    Result<void> freeze_registers(Actor const& who, Round const& round);
    std::vector<RegisterCount> count_register(storage::Connection& connection, AreaId const& committee) const;
    std::vector<Role> roles_in(Actor const& who, AreaId const& area) const;

    storage::Database& database_;
    access::AuditTrail const& audit_;
    areas::AreaTree const& tree_;
    Clock const& clock_;
    Rng& rng_;
};

} // namespace lilong::survey
