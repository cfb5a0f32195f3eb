// SQL ⇄ matches, sessions, runs, bans and unmet needs.
#pragma once

#include "matching/match_types.h"
#include "storage/database.h"

namespace lilong::matching::match_store
{

void add(storage::Transaction& tx, Match const& match);
void set_acceptances(storage::Transaction& tx, Match const& match);
std::optional<MatchView> find(storage::Connection& connection, AreaId const& area, MatchId const& id);
std::vector<MatchView> below(storage::Connection& connection, AreaId const& area);
std::vector<MatchView> overdue(storage::Connection& connection, Date today); // proposals whose day has passed
// Heads that matches of this need hold: agreed and later ones, made by hand, or accepted by one side.
std::int64_t heads_held(storage::Connection& connection, AreaId const& area, NeedId const& need);
// Heads of an offer that one side has accepted, or that were proposed by hand, but that are not booked yet.
std::int64_t heads_waiting(storage::Connection& connection, OfferId const& offer);
std::vector<MatchView> untouched_proposals(storage::Connection& connection, AreaId const& area);

void add(storage::Transaction& tx, ServiceSession const& session);
void set_result(storage::Transaction& tx, ServiceSession const& session);
std::vector<ServiceSession> sessions(storage::Connection& connection, AreaId const& area,
                                     MatchId const& match); // by date
std::optional<ServiceSession> find_session(storage::Connection& connection, AreaId const& area,
                                           ServiceSessionId const& id);

void add(storage::Transaction& tx, MatchRun const& run);
std::optional<MatchRun> find_run(storage::Connection& connection, AreaId const& area, MatchRunId const& id);
std::vector<MatchRun> runs(storage::Connection& connection, AreaId const& area); // newest first

void ban(storage::Transaction& tx, ArcBan const& ban, Instant at);
std::vector<ArcBan> bans(storage::Connection& connection, AreaId const& area, Date today);

void add(storage::Transaction& tx, UnmetRow const& row);
void forget_latest(storage::Transaction& tx, AreaId const& area);
std::vector<UnmetRow> unmet_below(storage::Connection& connection, AreaId const& area); // of the newest run
std::vector<UnmetRow> unmet_in(storage::Connection& connection, AreaId const& area);

} // namespace lilong::matching::match_store
