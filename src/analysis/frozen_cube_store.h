// The counters of closed rounds (ST-17), one row per committee and round.
#pragma once

#include <string>
#include <vector>

#include "storage/connection.h"
#include "storage/database.h"

namespace lilong::analysis
{

struct FrozenCommittee {
    AreaId committee;
    RoundId round;
    std::int64_t round_version = 0; // the closing that it belongs to
    Instant frozen_at;
    std::int64_t change = 0; // the committee's change number at that moment
    std::vector<AreaId> cells;
    std::vector<std::int64_t> counters; // Cube::counters_of, for these cells
};

namespace frozen_cube_store
{

void put(storage::Transaction& tx, FrozenCommittee const& frozen); // in place of an earlier closing
std::vector<FrozenCommittee> of_round(storage::Connection& connection, RoundId const& round,
                                      std::int64_t round_version);
std::vector<AreaId> committees_of(storage::Connection& connection, RoundId const& round, std::int64_t round_version);

} // namespace frozen_cube_store

} // namespace lilong::analysis
