// SQL ⇄ meetings with minutes and signatures, and owners' votes with their two counts.
#pragma once

#include "consultation/types.h"
#include "storage/database.h"

namespace lilong::consultation::meeting_store
{

void add(storage::Transaction& tx, AreaId const& area, Meeting const& meeting);
void set_attendance(storage::Transaction& tx, AreaId const& area, Meeting const& meeting);
std::optional<Meeting> find(storage::Connection& connection, AreaId const& area, MeetingId const& id);
std::vector<Meeting> list(storage::Connection& connection, AreaId const& area, std::optional<ObjectId> const& subject);
void add_minute(storage::Transaction& tx, AreaId const& area, MeetingId const& id, Minute const& minute);
std::vector<Minute> minutes(storage::Connection& connection, AreaId const& area, MeetingId const& id);
void add_signature(storage::Transaction& tx, AreaId const& area, MeetingId const& id, Signature const& signature);
std::vector<Signature> signatures(storage::Connection& connection, AreaId const& area, MeetingId const& id);

void add(storage::Transaction& tx, AreaId const& area, OwnersVote const& vote);
void set_opening(storage::Transaction& tx, AreaId const& area, OwnersVote const& vote);
std::optional<OwnersVote> find(storage::Connection& connection, AreaId const& area, OwnersVoteId const& id);
std::vector<OwnersVote> owners_votes(storage::Connection& connection, AreaId const& area,
                                     std::optional<ObjectId> const& subject);
void put_count(storage::Transaction& tx, AreaId const& area, OwnersVoteId const& id, OwnersCount const& count,
               Instant at);
std::vector<OwnersCount> counts(storage::Connection& connection, AreaId const& area, OwnersVoteId const& id);

} // namespace lilong::consultation::meeting_store
