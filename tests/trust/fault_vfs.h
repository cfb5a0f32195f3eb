// A file system for SQLite that fails when told: everything goes to the real one until the n-th write or sync of the
// armed file, which fails once or from then on. Databases are opened through it as file:PATH?vfs=faulty.
#pragma once

#include <string>

namespace lilong::trust
{

enum class Failing { write, sync };
enum class Lasting { once, from_now_on };

void install_fault_vfs();
std::string through_fault_vfs(std::string const& path);

// Counting begins at 1 with this call; `code` is what SQLite is told (SQLITE_FULL, SQLITE_IOERR_WRITE,
// SQLITE_IOERR_FSYNC).
void arm(Failing what, int nth, Lasting lasting, int code);
void disarm();
bool has_failed();
int syncs_after_failure(); // must stay 0 where a sync has failed

} // namespace lilong::trust
