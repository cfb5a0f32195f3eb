// Forms as the quality rules read them, and what people noted about flags.
#pragma once

#include <map>

#include "quality/types.h"
#include "quality/visit_rates_rule.h"
#include "storage/connection.h"
#include "storage/database.h"

namespace lilong::quality
{

struct FlagNote {
    std::string action, reason, author;
    std::int64_t forms = 0;
    Instant at;
};

namespace quality_store
{

std::map<AreaId, std::int64_t> change_numbers(storage::Connection& connection, RoundId const& round);
CommitteeForms forms(storage::Connection& connection, AreaId const& committee, RoundId const& round);
// Visits in order of household and time; then a completed interview of each form whose collector recorded no visit.
std::vector<VisitRow> visits(storage::Connection& connection, AreaId const& committee, RoundId const& round);

using Notes = std::map<std::pair<AreaId, std::string>, std::vector<FlagNote>>; // by area and key, oldest first
Notes notes(storage::Connection& connection, RoundId const& round);
void add_note(storage::Transaction& tx, RoundId const& round, AreaId const& area, std::string const& flag,
              FlagNote const& note, UserId const& author);

} // namespace quality_store

} // namespace lilong::quality
