// The counters of a round computed where its rows are (ST-90): one statement in the common subset of SQLite and
// PostgreSQL, integers only. The cube in memory holds the same integers for the same answers (ST-91), so one finishing
// library gives the same bytes from both.
#pragma once

#include "analysis/round_cube.h"
#include "storage/connection.h"

namespace lilong::analysis::cube_count_store
{

// A cube with the axes of `like`, filled by the database; without pair tables, which are counted in memory only.
Cube count_in_database(storage::Connection& connection, RoundCube const& like);

} // namespace lilong::analysis::cube_count_store
