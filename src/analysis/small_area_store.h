// SQL ⇄ the stored uncertainty of small-area models (ST-65).
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/time.h"
#include "storage/database.h"

namespace lilong::analysis::small_area_store
{

struct ModelKey {
    AreaId area; // of the round
    RoundId round;
    std::string unit; // estate or neighbourhood
    std::string item;
};

struct StoredUncertainty {
    std::int64_t cube_version = 0;
    std::uint64_t seed = 0;
    int draws = 0, used = 0;
    std::map<AreaId, double> inflation; // by place
};

// Nothing when it was not made yet, or for other answers than those of `cube_version`.
std::optional<StoredUncertainty> find(storage::Connection& connection, ModelKey const& key, std::int64_t cube_version);
void replace(storage::Transaction& tx, ModelKey const& key, StoredUncertainty const& made, Instant at);

} // namespace lilong::analysis::small_area_store
