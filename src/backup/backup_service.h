// A backup is one sealed file made while people work; it can be verified with the recovery key, and restored beside the
// live data, verified there and only then swapped in. Nothing here changes live data before everything has been proved.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "backup/backup_key.h"
#include "backup/database_check.h"
#include "base/time.h"

namespace lilong::backup
{

struct Summary {
    std::string installation, made_at, program, key;
    Counts counts;           // rows by table
    std::size_t chains = 0;  // audit chains whose ends stand in the manifest
    std::uint64_t bytes = 0; // of the sealed file
    std::int64_t rows() const;
};

struct Made {
    Summary summary;
    std::filesystem::path file;
};

// Which installation a data directory holds; empty when it holds none or has no key yet.
std::string installation_id(std::filesystem::path const& data_directory);

// Seals the database as of now, its anchors and its public key. `folder_or_file`: a folder gets lilong-TIME.backup.
Result<Made> create(std::filesystem::path const& data_directory, std::filesystem::path const& folder_or_file,
                    Instant now, std::string const& program);
// Opens the backup in a folder of its own beside it and asks everything of it; the folder is removed.
Result<Summary> verify(std::filesystem::path const& file, RecoveryKey const& key);
// Verifies, then swaps; refused while a server runs and for another installation's backup. Gives where the former data
// are.
struct Restored {
    Summary summary;
    std::filesystem::path former; // empty when there were none
};
Result<Restored> restore(std::filesystem::path const& file, RecoveryKey const& key,
                         std::filesystem::path const& data_directory, Instant now);

// What was last made, verified and restored, as `lilong doctor` shows it.
struct LogLine {
    Instant at;
    std::string what; // created, verified, restored
    std::string file;
};
std::vector<LogLine> backup_log(std::filesystem::path const& data_directory);
void note_in_log(std::filesystem::path const& data_directory, LogLine const& line);

} // namespace lilong::backup
