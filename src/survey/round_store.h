// Rounds, their plans per committee and the register as it stood when they opened.
#pragma once

#include <vector>

#include "storage/connection.h"
#include "storage/database.h"
#include "survey/types.h"

namespace lilong::survey::round_store
{

void insert(storage::Transaction& tx, Round const& round, std::vector<CommitteePlan> const& plans, Instant at);
std::vector<Round> all(storage::Connection& connection);                 // newest first
Result<Round> by_id(storage::Connection& connection, RoundId const& id); // survey.no_round
std::vector<CommitteePlan> plans(storage::Connection& connection, RoundId const& id);
// Texts, dates, design and plans of a planned round; survey.round_changed when `former` is not current.
Result<void> replace(storage::Transaction& tx, Round const& former, Round const& round,
                     std::vector<CommitteePlan> const& plans);
Result<void> set_state(storage::Transaction& tx, Round const& former, RoundTransition const& step,
                       std::optional<Date> register_date);
std::vector<RoundTransition> timeline(storage::Connection& connection, RoundId const& id);

// ST-9: what was frozen before stays; a second call for the same committee changes nothing.
void freeze_register(storage::Transaction& tx, AreaId const& committee, RoundId const& round,
                     std::vector<RegisterCount> const& counts);
std::vector<RegisterCount> register_of(storage::Connection& connection, AreaId const& committee, RoundId const& round);

} // namespace lilong::survey::round_store
