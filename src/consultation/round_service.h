// Drafts and rounds of consultation: announced rounds are frozen (LO-57), every channel counts the same (LO-58), one
// vote a household, the last valid one before closing. What became of each theme of the comments goes back to those who
// voted.
#pragma once

#include <functional>

#include "consultation/types.h"
#include "loop/feedback_service.h"

namespace lilong::consultation
{

class RoundService
{
public:
    // The households of the neighbourhood (living there now); wired to people/.
    using Electorate = std::function<std::vector<HouseholdId>(storage::Connection&, AreaId const&)>;

    RoundService(storage::Database& database, access::AuditTrail const& audit, loop::StateService const& states,
                 loop::FeedbackService const& feedback, Clock const& clock, Rng& rng)
        : database_(database), audit_(audit), states_(states), feedback_(feedback), clock_(clock), rng_(rng)
    {
    }
    void use_electorate(Electorate electorate) { electorate_ = std::move(electorate); }

    Result<DraftId> add_draft(Actor const& who, AreaId const& area, Subject const& subject, Names const& plain,
                              Names const& changes) const;
    Result<ConsultationRoundId> prepare(Actor const& who, AreaId const& area, DraftId const& draft,
                                        Names const& question) const;
    // Freezes and hashes what is voted on, by whom, when; gives each household the secret of its link, once.
    Result<std::vector<HouseholdLink>> announce(Actor const& who, AreaId const& area, ConsultationRoundId const& id,
                                                Announcement const& announcement) const;
    Result<Round> open(Actor const& who, AreaId const& area, ConsultationRoundId const& id) const;
    Result<Round> close(Actor const& who, AreaId const& area, ConsultationRoundId const& id) const;
    Result<Round> summarise(Actor const& who, AreaId const& area, ConsultationRoundId const& id,
                            std::vector<Theme> const& themes) const;
    // draft_answer: adopted, revise, dropped.
    Result<Round> decide(Actor const& who, AreaId const& area, ConsultationRoundId const& id,
                         std::string const& draft_answer) const;
    Result<Round> cancel(Actor const& who, AreaId const& area, ConsultationRoundId const& id,
                         loop::Reason const& reason) const;
    Result<void> take_due(AreaId const& area) const;                                    // opens and closes by date
    Result<void> advance(storage::Transaction& tx, loop::ObjectRef const& round) const; // feed back by reach

    // Entered by staff: paper slips in batches, doorstep, telephone.
    Result<void> enter_votes(Actor const& who, AreaId const& area, ConsultationRoundId const& id,
                             std::vector<Vote> const& votes) const;
    // By the household itself, through its link.
    Result<Round> vote_by_token(AreaId const& area, std::string const& token, std::string const& choice,
                                std::string const& comment) const;
    Result<HouseholdLink> new_link(Actor const& who, AreaId const& area, ConsultationRoundId const& id,
                                   HouseholdId const& household) const;

    Result<Round> round(AreaId const& area, ConsultationRoundId const& id) const; // consultation.round_not_found
    std::vector<Round> rounds(AreaId const& area, std::optional<ObjectId> const& subject) const;
    std::vector<Round> rounds_in(storage::Connection& connection, AreaId const& area, ObjectId const& subject) const;
    std::vector<Draft> drafts(AreaId const& area, ObjectId const& subject) const;
    Tally tally(AreaId const& area, Round const& round) const;
    std::vector<Vote> comments(AreaId const& area, Round const& round) const; // votes that said something
    std::vector<Theme> themes(AreaId const& area, Round const& round) const;
    std::vector<AllowedAction> allowed(Actor const& who, AreaId const& area, Round const& round) const;

private:
    Result<Round> in_tx(storage::Connection& connection, AreaId const& area, ConsultationRoundId const& id) const;
    Result<Round> step(storage::Transaction& tx, Actor const& who, AreaId const& area, Round const& round,
                       std::string_view action, Requirements const& met, loop::Reason const& reason = {}) const;
    Result<void> cast(storage::Transaction& tx, AreaId const& area, Round const& round, Vote const& vote) const;
    Requirements by_date(Round const& round) const;
    std::string new_token() const;
    std::vector<TraceId> traces(storage::Connection& connection, AreaId const& area, Subject const& subject) const;

    storage::Database& database_;
    access::AuditTrail const& audit_;
    loop::StateService const& states_;
    loop::FeedbackService const& feedback_;
    Clock const& clock_;
    Rng& rng_;
    Electorate electorate_;
};

} // namespace lilong::consultation
