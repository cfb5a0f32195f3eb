// The secretary's guess and the lock that makes it worth something (ST-70): the results of the own committee open for a
// secretary only after a guess, or a waiver with its reason, is recorded; a guess after the first look is refused.
//     TRY(guesses.open_results(request.actor, area, round));   // first line of every route that shows results
#pragma once

#include "access/audit.h"
#include "analysis/guess_store.h"
#include "areas/area_tree.h"

namespace lilong::analysis
{

class GuessService
{
public:
    GuessService(storage::Database& database, access::AuditTrail const& audit, areas::AreaTree const& tree,
                 Clock const& clock)
        : database_(database), audit_(audit), tree_(tree), clock_(clock)
    {
    }

    // One small read; the first opening of a person of the committee is written down. Refuses analysis.guess_first.
    Result<void> open_results(Actor const& who, AreaId const& area, RoundId const& round);

    struct View {
        bool must_guess = false; // this person's results are locked
        bool may_guess = false;  // a secretary who has neither guessed nor looked
        std::optional<Instant> opened_at;
        std::vector<std::string> items; // what a guess may be about
        std::optional<Guess> own;
        std::vector<Guess> others; // hidden as long as the own one is missing
    };
    Result<View> view(Actor const& who, AreaId const& area, RoundId const& round);
    // Refuses what check_guess refuses, analysis.guess_recorded, analysis.guess_too_late, analysis.guess_of_secretary.
    Result<Guess> record(Actor const& who, AreaId const& area, RoundId const& round, std::vector<GuessBand> bands,
                         std::vector<std::string> top);
    Result<Guess> waive(Actor const& who, AreaId const& area, RoundId const& round, std::string const& reason);

    // For comparing: the guesses of the committee, as far as this person may see them; none for other areas.
    std::vector<Guess> visible(Actor const& who, AreaId const& area, RoundId const& round);

private:
    bool is_secretary(Actor const& who, AreaId const& committee) const;
    bool works_there(Actor const& who, AreaId const& committee) const;
    Result<AreaId> committee_of(storage::Connection& connection, AreaId const& area, RoundId const& round) const;
    Result<Guess> keep(Actor const& who, AreaId const& area, RoundId const& round, Guess guess);

    storage::Database& database_;
    access::AuditTrail const& audit_;
    areas::AreaTree const& tree_;
    Clock const& clock_;
};

} // namespace lilong::analysis
