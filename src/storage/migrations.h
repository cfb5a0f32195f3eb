// Numbered SQL, forward only: src/*/migrations/NNNN-name.sql, applied in the order of their numbers, one transaction each,
// with the hash of what was applied. A database newer than the program is refused.
#pragma once

#include "storage/connection.h"

namespace lilong::storage {

void apply_migrations(Connection& connection);
// Those the program carries and the database has not seen; throws DatabaseFailed for a database of a newer program.
std::vector<std::string> pending_migrations(Connection& connection);

} // namespace lilong::storage
