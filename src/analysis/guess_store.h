// SQL ⇄ guesses, and who has seen which results since when.
#pragma once

#include <optional>
#include <vector>

#include "analysis/guess_rule.h"
#include "storage/database.h"

namespace lilong::analysis::guess_store
{

void add(storage::Transaction& tx, Guess const& guess);
std::optional<Guess> find(storage::Connection& connection, AreaId const& committee, RoundId const& round,
                          UserId const& author);
std::vector<Guess> all(storage::Connection& connection, AreaId const& committee, RoundId const& round); // oldest first

// What the lock of the results asks on every reading: one small statement.
struct Standing {
    bool guessed = false; // or waived
    std::optional<Instant> opened_at;
};
Standing standing(storage::Connection& connection, AreaId const& committee, RoundId const& round, UserId const& user);
void add_opening(storage::Transaction& tx, AreaId const& committee, RoundId const& round, UserId const& user,
                 Instant at);

} // namespace lilong::analysis::guess_store
