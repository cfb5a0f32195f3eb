// Reading the audit trail as chains: what each row's hash is, where each chain ends, and which rows do not belong.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "access/audit.h"

namespace lilong::access
{

AreaId installation_area(); // the chain of accounts, sessions and keys has this area

struct AuditRow {
    std::int64_t seq = 0;
    std::string_view at, actor, actor_name, what, object, details;
};
std::string audit_hash(std::string_view previous, AuditRow const& row);

struct ChainEnd {
    AreaId area;
    std::int64_t seq = 0;
    std::string hash;
    auto operator<=>(ChainEnd const&) const = default;
};
std::vector<ChainEnd> chain_ends(storage::Connection& connection);

// What an anchor saw of one chain.
struct Seen {
    ChainEnd end;
    std::string date;
};

// The first bad row of each chain, in the order of the areas; empty when all hold. `seen`: in the order of the days.
std::vector<AuditBreak> breaks(storage::Connection& connection, std::vector<Seen> const& seen = {});
std::vector<AuditBreak> breaks_of(storage::Connection& connection, AreaId const& area,
                                  std::vector<Seen> const& seen = {});

// Every row as one line of JSON with its hash, so that anybody can check the chain without this program.
void export_trail(storage::Connection& connection, std::function<void(std::string_view line)> const& write);

} // namespace lilong::access
