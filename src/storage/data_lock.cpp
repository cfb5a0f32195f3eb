#include "storage/data_lock.h"

#include <fcntl.h>
#include <fstream>
#include <sys/file.h>
#include <unistd.h>

namespace lilong::storage
{

std::optional<DataLock> DataLock::take(std::filesystem::path const& data_directory)
{
    auto const file = ::open((data_directory / "lilong.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return std::nullopt;
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        ::close(file);
        return std::nullopt;
    }
    return DataLock{file};
}

void DataLock::note(std::string const& text) const
{
    if (::ftruncate(file_, 0) != 0 || ::pwrite(file_, text.data(), text.size(), 0) < 0)
        return; // nobody's safety depends on it
}

bool is_locked(std::filesystem::path const& data_directory)
{
    auto const file = ::open((data_directory / "lilong.lock").c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    auto const locked = ::flock(file, LOCK_SH | LOCK_NB) != 0;
    ::close(file);
    return locked;
}

std::string lock_note(std::filesystem::path const& data_directory)
{
    std::ifstream in{data_directory / "lilong.lock"};
    std::string line;
    std::getline(in, line);
    return line;
}

DataLock::~DataLock()
{
    if (file_ >= 0) ::close(file_);
}

} // namespace lilong::storage
