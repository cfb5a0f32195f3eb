// The three meetings (三会) and the owners' vote: announced in time, held with a quorum, minuted, signed, published;
// totals of an owners' vote are entered by two people and must agree.
#pragma once

#include "consultation/types.h"
#include "loop/state_service.h"

namespace lilong::consultation
{

class MeetingService
{
public:
    MeetingService(storage::Database& database, access::AuditTrail const& audit, loop::StateService const& states,
                   Clock const& clock, Rng& rng)
        : database_(database), audit_(audit), states_(states), clock_(clock), rng_(rng)
    {
    }

    Result<MeetingId> plan(Actor const& who, AreaId const& area, Meeting const& meeting) const;
    Result<Meeting> announce(Actor const& who, AreaId const& area, MeetingId const& id) const;
    Result<Meeting> hold(Actor const& who, AreaId const& area, MeetingId const& id, std::int64_t residents,
                         std::int64_t staff, std::int64_t others) const;
    Result<Meeting> minute(Actor const& who, AreaId const& area, MeetingId const& id,
                           std::vector<Minute> const& minutes) const;
    Result<Meeting> sign(Actor const& who, AreaId const& area, MeetingId const& id,
                         std::vector<Signature> const& signatures) const;
    Result<Meeting> publish(Actor const& who, AreaId const& area, MeetingId const& id) const;
    Result<Meeting> cancel(Actor const& who, AreaId const& area, MeetingId const& id, loop::Reason const& reason) const;

    Result<OwnersVoteId> prepare_vote(Actor const& who, AreaId const& area, OwnersVote const& vote) const;
    Result<OwnersVote> announce_vote(Actor const& who, AreaId const& area, OwnersVoteId const& id, Date opens_on) const;
    Result<OwnersVote> open_vote(Actor const& who, AreaId const& area, OwnersVoteId const& id) const;
    // The second equal count by another person decides the vote.
    Result<OwnersVote> count_vote(Actor const& who, AreaId const& area, OwnersVoteId const& id,
                                  Ownership const& taking_part, Ownership const& in_favour) const;
    Result<OwnersVote> cancel_vote(Actor const& who, AreaId const& area, OwnersVoteId const& id,
                                   loop::Reason const& reason) const;

    Result<Meeting> meeting(AreaId const& area, MeetingId const& id) const;
    std::vector<Meeting> meetings(AreaId const& area, std::optional<ObjectId> const& subject) const;
    std::vector<Meeting> meetings_in(storage::Connection& connection, AreaId const& area,
                                     ObjectId const& subject) const;
    std::vector<Minute> minutes(AreaId const& area, MeetingId const& id) const;
    std::vector<Signature> signatures(AreaId const& area, MeetingId const& id) const;
    std::vector<OwnersVote> owners_votes(AreaId const& area, std::optional<ObjectId> const& subject) const;
    std::vector<OwnersVote> owners_votes_in(storage::Connection& connection, AreaId const& area,
                                            ObjectId const& subject) const;
    std::vector<OwnersCount> counts(AreaId const& area, OwnersVoteId const& id) const;
    std::vector<AllowedAction> allowed(Actor const& who, AreaId const& area, Meeting const& meeting) const;
    std::vector<AllowedAction> allowed(Actor const& who, AreaId const& area, OwnersVote const& vote) const;

private:
    Result<Meeting> in_tx(storage::Connection& connection, AreaId const& area, MeetingId const& id) const;
    Result<OwnersVote> vote_in(storage::Connection& connection, AreaId const& area, OwnersVoteId const& id) const;
    Result<Meeting> step(storage::Transaction& tx, Actor const& who, AreaId const& area, MeetingId const& id,
                         std::string_view action, Requirements const& met, loop::Reason const& reason = {}) const;
    Result<OwnersVote> vote_step(storage::Transaction& tx, Actor const& who, AreaId const& area, OwnersVoteId const& id,
                                 std::string_view action, Requirements const& met,
                                 loop::Reason const& reason = {}) const;

    storage::Database& database_;
    access::AuditTrail const& audit_;
    loop::StateService const& states_;
    Clock const& clock_;
    Rng& rng_;
};

} // namespace lilong::consultation
