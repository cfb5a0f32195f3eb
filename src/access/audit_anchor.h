// Anchors: once a day the end of every chain of the audit trail is written to a file beside the database, each line
// with a hash over itself and the line before. The chain alone cannot show that its tail was cut or that all of it was
// written anew; a copy of this file kept elsewhere can (trust.md 5.5, S-17).
#pragma once

#include <filesystem>
#include <vector>

#include "access/audit_chain.h"

namespace lilong::access
{

struct Anchor {
    Date date; // in Shanghai
    Instant at;
    std::vector<ChainEnd> ends;
    std::string hash; // over the hash of the line before and everything above
};

struct Anchors {
    std::vector<Anchor> lines;        // up to the first one that does not follow
    std::optional<AuditBreak> broken; // seq: the number of that line
};

std::filesystem::path anchors_path(std::filesystem::path const& data_directory);
// No file: no anchors. A last line without its end was never finished and does not count.
Result<Anchors> read_anchors(std::filesystem::path const& file);
Result<void> append_anchor(storage::Connection& connection, std::filesystem::path const& file, Instant now);
// Appends one unless there is one of today; gives whether it did.
Result<bool> append_daily_anchor(storage::Connection& connection, std::filesystem::path const& file, Instant now);

// The trail against itself and against the anchors.
std::vector<AuditBreak> breaks(storage::Connection& connection, Anchors const& anchors);
std::vector<Seen> seen_by(Anchors const& anchors);

} // namespace lilong::access
