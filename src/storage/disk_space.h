// How much room the disk of a folder has, and whether something can really be written there.
#pragma once

#include <cstdint>
#include <filesystem>

namespace lilong::storage
{

struct DiskSpace {
    std::uint64_t free = 0, total = 0; // bytes; both 0 when nobody knows
    // Below 5 % or 500 MB (on a disk so small that this is more than half of it: below 5 %) it is time to make room.
    bool low() const { return free < total / 20 || (total > 1'000'000'000 && free < 500'000'000); }
};

DiskSpace disk_space(std::filesystem::path const& folder);
// Writes, syncs and removes a small file.
bool has_room(std::filesystem::path const& folder);

} // namespace lilong::storage
