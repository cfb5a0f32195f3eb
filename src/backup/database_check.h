// What is asked of a database file before anybody trusts it, and how many rows each table holds.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "base/error.h"
#include "storage/connection.h"

namespace lilong::backup
{

using Counts = std::map<std::string, std::int64_t>;
Counts row_counts(storage::Connection& connection);

// The pages agree with each other, every reference points at something, and every audit chain holds, also against the
// anchors in the file beside it (if there is one).
Result<void> check_database(storage::Connection& connection, std::filesystem::path const& anchors_file);

} // namespace lilong::backup
