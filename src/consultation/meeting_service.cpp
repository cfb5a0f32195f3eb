#include "consultation/meeting_service.h"

#include "base/chance.h"
#include "consultation/consultation_machine_rule.h"
#include "consultation/meeting_store.h"
#include "consultation/quorum_rule.h"

namespace lilong::consultation
{

using loop::Reason;
using storage::Connection;
using storage::Transaction;

Result<Meeting> MeetingService::in_tx(Connection& c, AreaId const& area, MeetingId const& id) const
{
    auto found = meeting_store::find(c, area, id);
    if (!found) return refuse(ErrorKind::not_found, "consultation.meeting_not_found");
    return *found;
}

Result<OwnersVote> MeetingService::vote_in(Connection& c, AreaId const& area, OwnersVoteId const& id) const
{
    auto found = meeting_store::find(c, area, id);
    if (!found) return refuse(ErrorKind::not_found, "consultation.owners_vote_not_found");
    return *found;
}

Result<Meeting> MeetingService::step(Transaction& tx, Actor const& who, AreaId const& area, MeetingId const& id,
                                     std::string_view action, Requirements const& met, Reason const& reason) const
{
    TRY(states_.apply(tx, loop::ref(area, "meeting", id), kMeetingMachine, action, who, met, reason));
    return in_tx(tx, area, id);
}

Result<OwnersVote> MeetingService::vote_step(Transaction& tx, Actor const& who, AreaId const& area,
                                             OwnersVoteId const& id, std::string_view action, Requirements const& met,
                                             Reason const& reason) const
{
    TRY(states_.apply(tx, loop::ref(area, "owners_vote", id), kOwnersVoteMachine, action, who, met, reason));
    return vote_in(tx, area, id);
}

Result<MeetingId> MeetingService::plan(Actor const& who, AreaId const& area, Meeting const& meeting) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<MeetingId> {
        TRY(lilong::apply(kMeetingMachine, "–", "plan", states_.roles_in(who, area), false, {}, false));
        loop::ObjectRef const subject{area, meeting.subject.kind, meeting.subject.id};
        if (!states_.state_of(tx, subject)) return refuse(ErrorKind::bad_input, "consultation.subject_not_found");
        auto made = meeting;
        made.id = MeetingId::ordered(rng_, clock_.now());
        made.made_at = clock_.now();
        meeting_store::add(tx, area, made);
        states_.begin(tx, loop::ref(area, "meeting", made.id), "planned", who, states_.traces_of(tx, subject));
        states_.set_due(tx, loop::ref(area, "meeting", made.id), made.planned_on);
        return made.id;
    });
}

Result<Meeting> MeetingService::announce(Actor const& who, AreaId const& area, MeetingId const& id) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Meeting> {
        auto const meeting = TRY(in_tx(tx, area, id));
        auto const in_time = meeting.planned_on.days_since(clock_.today()) >= kMeetingNoticeDays;
        return step(tx, who, area, id, "announce", in_time ? Requirements{"three_days"} : Requirements{});
    });
}

Result<Meeting> MeetingService::hold(Actor const& who, AreaId const& area, MeetingId const& id, std::int64_t residents,
                                     std::int64_t staff, std::int64_t others) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Meeting> {
        auto meeting = TRY(in_tx(tx, area, id));
        meeting.residents = residents;
        meeting.staff = staff;
        meeting.others = others;
        meeting_store::set_attendance(tx, area, meeting);
        return step(tx, who, area, id, "hold", quorum(meeting) ? Requirements{"quorum"} : Requirements{});
    });
}

Result<Meeting> MeetingService::minute(Actor const& who, AreaId const& area, MeetingId const& id,
                                       std::vector<Minute> const& minutes) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Meeting> {
        TRY(in_tx(tx, area, id));
        for (auto const& minute : minutes) meeting_store::add_minute(tx, area, id, minute);
        return step(tx, who, area, id, "minute", minutes.empty() ? Requirements{} : Requirements{"minutes"});
    });
}

Result<Meeting> MeetingService::sign(Actor const& who, AreaId const& area, MeetingId const& id,
                                     std::vector<Signature> const& signatures) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<Meeting> {
        TRY(in_tx(tx, area, id));
        for (auto const& signature : signatures) meeting_store::add_signature(tx, area, id, signature);
        return step(tx, who, area, id, "sign",
                    signed_in_full(signatures) ? Requirements{"signatures"} : Requirements{});
    });
}

Result<Meeting> MeetingService::publish(Actor const& who, AreaId const& area, MeetingId const& id) const
{
    return database_.write(area, [&](Transaction& tx) { return step(tx, who, area, id, "publish", {}); });
}

Result<Meeting> MeetingService::cancel(Actor const& who, AreaId const& area, MeetingId const& id,
                                       Reason const& reason) const
{
    return database_.write(area, [&](Transaction& tx) { return step(tx, who, area, id, "cancel", {}, reason); });
}

Result<OwnersVoteId> MeetingService::prepare_vote(Actor const& who, AreaId const& area, OwnersVote const& vote) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<OwnersVoteId> {
        TRY(lilong::apply(kOwnersVoteMachine, "–", "prepare", states_.roles_in(who, area), false, {}, false));
        loop::ObjectRef const subject{area, vote.subject.kind, vote.subject.id};
        if (!states_.state_of(tx, subject)) return refuse(ErrorKind::bad_input, "consultation.subject_not_found");
        if (vote.class_reason.empty()) return refuse(ErrorKind::bad_input, "consultation.class_reason_missing");
        auto made = vote;
        made.id = OwnersVoteId::ordered(rng_, clock_.now());
        made.made_at = clock_.now();
        meeting_store::add(tx, area, made);
        states_.begin(tx, loop::ref(area, "owners_vote", made.id), "prepared", who, states_.traces_of(tx, subject));
        return made.id;
    });
}

Result<OwnersVote> MeetingService::announce_vote(Actor const& who, AreaId const& area, OwnersVoteId const& id,
                                                 Date opens_on) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<OwnersVote> {
        auto vote = TRY(vote_in(tx, area, id));
        if (opens_on.days_since(clock_.today()) < kOwnersNoticeDays)
            return refuse(ErrorKind::conflict, "consultation.owners_notice_too_short");
        vote.opens_on = opens_on;
        meeting_store::set_opening(tx, area, vote);
        states_.set_due(tx, loop::ref(area, "owners_vote", id), opens_on);
        return vote_step(tx, who, area, id, "announce", {});
    });
}

Result<OwnersVote> MeetingService::open_vote(Actor const& who, AreaId const& area, OwnersVoteId const& id) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<OwnersVote> {
        auto const vote = TRY(vote_in(tx, area, id));
        auto const day = vote.opens_on && clock_.today() >= *vote.opens_on;
        return vote_step(tx, who, area, id, "open", day ? Requirements{"fifteen_days"} : Requirements{});
    });
}

Result<OwnersVote> MeetingService::count_vote(Actor const& who, AreaId const& area, OwnersVoteId const& id,
                                              Ownership const& taking_part, Ownership const& in_favour) const
{
    return database_.write(area, [&](Transaction& tx) -> Result<OwnersVote> {
        auto const vote = TRY(vote_in(tx, area, id));
        auto const inside = taking_part.area <= vote.total.area && taking_part.heads <= vote.total.heads &&
                            in_favour.area <= taking_part.area && in_favour.heads <= taking_part.heads;
        if (!inside) return refuse(ErrorKind::bad_input, "consultation.count_not_possible");
        // Who may count is asked of the machine first, so that a first count by a stranger is refused too.
        TRY(lilong::apply(kOwnersVoteMachine, vote.state, "count", states_.roles_in(who, area), false,
                          {"two_equal_counts"}, true));
        meeting_store::put_count(tx, area, id, {who.user, taking_part, in_favour}, clock_.now());
        audit_.note(tx, who, area, "consultation.owners_count_entered", id);
        auto const all = meeting_store::counts(tx, area, id);
        auto const same = std::ranges::count_if(
            all, [&](OwnersCount const& one) { return one.taking_part == taking_part && one.in_favour == in_favour; });
        if (same < 2) return vote;
        TRY(vote_step(tx, who, area, id, "count", {"two_equal_counts"}));
        auto const passed = owners_vote(vote.matter, vote.total, taking_part, in_favour).passed();
        return vote_step(tx, system_actor(), area, id, passed ? "pass" : "fail",
                         passed ? Requirements{"owners_passed"} : Requirements{},
                         {.code = name(vote.matter), .text = ""});
    });
}

Result<OwnersVote> MeetingService::cancel_vote(Actor const& who, AreaId const& area, OwnersVoteId const& id,
                                               Reason const& reason) const
{
    return database_.write(area, [&](Transaction& tx) { return vote_step(tx, who, area, id, "cancel", {}, reason); });
}

Result<Meeting> MeetingService::meeting(AreaId const& area, MeetingId const& id) const
{
    return database_.read([&](Connection& c) { return in_tx(c, area, id); });
}
std::vector<Meeting> MeetingService::meetings(AreaId const& area, std::optional<ObjectId> const& subject) const
{
    return database_.read([&](Connection& c) { return meeting_store::list(c, area, subject); });
}
std::vector<Meeting> MeetingService::meetings_in(Connection& c, AreaId const& area, ObjectId const& subject) const
{
    return meeting_store::list(c, area, subject);
}
std::vector<Minute> MeetingService::minutes(AreaId const& area, MeetingId const& id) const
{
    return database_.read([&](Connection& c) { return meeting_store::minutes(c, area, id); });
}
std::vector<Signature> MeetingService::signatures(AreaId const& area, MeetingId const& id) const
{
    return database_.read([&](Connection& c) { return meeting_store::signatures(c, area, id); });
}
std::vector<OwnersVote> MeetingService::owners_votes(AreaId const& area, std::optional<ObjectId> const& subject) const
{
    return database_.read([&](Connection& c) { return meeting_store::owners_votes(c, area, subject); });
}
std::vector<OwnersVote> MeetingService::owners_votes_in(Connection& c, AreaId const& area,
                                                        ObjectId const& subject) const
{
    return meeting_store::owners_votes(c, area, subject);
}
std::vector<OwnersCount> MeetingService::counts(AreaId const& area, OwnersVoteId const& id) const
{
    return database_.read([&](Connection& c) { return meeting_store::counts(c, area, id); });
}

std::vector<AllowedAction> MeetingService::allowed(Actor const& who, AreaId const& area, Meeting const& meeting) const
{
    Requirements known{"quorum", "minutes", "signatures"}; // given with the action
    if (meeting.planned_on.days_since(clock_.today()) >= kMeetingNoticeDays) known.insert("three_days");
    return states_.allowed(kMeetingMachine, meeting.state, who, area, known);
}

std::vector<AllowedAction> MeetingService::allowed(Actor const& who, AreaId const& area, OwnersVote const& vote) const
{
    Requirements known{"two_equal_counts"}; // given with the action, twice
    if (vote.opens_on && clock_.today() >= *vote.opens_on) known.insert("fifteen_days");
    return states_.allowed(kOwnersVoteMachine, vote.state, who, area, known);
}

} // namespace lilong::consultation
