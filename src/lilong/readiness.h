// Whether this installation can keep its promises now, each named by its id in docs/trust.md: for /readyz and the
// doctor.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "http/message.h"
#include "lilong/application.h"

namespace lilong
{

struct Risk {
    std::string promise; // D-5, S-17, …
    std::string what;    // disk_full, backup_too_old, …
};

// From the files of a data directory alone.
std::vector<Risk> risks_of_files(std::filesystem::path const& data_directory, Instant now);
// Not ready (503) when nothing can be saved; a promise at risk alone is no reason to send people away.
http::Answer readiness_answer(Application& app);

} // namespace lilong
