#include "storage/disk_space.h"

#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace lilong::storage
{

namespace
{

constexpr std::size_t kProbeBytes = 256 * 1024; // more than one commit of 64 ordinary works

bool write_all(int file, std::string const& bytes)
{
    std::size_t written = 0;
    while (written < bytes.size()) {
        auto const n = ::write(file, bytes.data() + written, bytes.size() - written);
        if (n <= 0) return false;
        written += static_cast<std::size_t>(n);
    }
    return ::fsync(file) == 0;
}

} // namespace

DiskSpace disk_space(std::filesystem::path const& folder)
{
    std::error_code unknown;
    auto const space = std::filesystem::space(folder, unknown);
    if (unknown) return {};
    return {space.available, space.capacity};
}

bool has_room(std::filesystem::path const& folder)
{
    auto const path = folder / ".room-probe";
    auto const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) return false;
    auto const ok = write_all(file, std::string(kProbeBytes, '\1'));
    ::close(file);
    ::unlink(path.c_str());
    return ok;
}

} // namespace lilong::storage
