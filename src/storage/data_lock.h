// Who works on a data directory alone: a server while it serves, a restore while it swaps. The lock goes with the
// process, also when it is killed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace lilong::storage
{

class DataLock
{
public:
    // Nothing when another process holds it.
    static std::optional<DataLock> take(std::filesystem::path const& data_directory);
    DataLock(DataLock&& other) noexcept : file_(other.file_) { other.file_ = -1; }
    DataLock(DataLock const&) = delete;
    DataLock& operator=(DataLock const&) = delete;
    ~DataLock();
    void note(std::string const& text) const; // who holds it, for people to read

private:
    explicit DataLock(int file) : file_(file) {}
    int file_;
};

bool is_locked(std::filesystem::path const& data_directory);
std::string lock_note(std::filesystem::path const& data_directory); // of whoever holds it or held it last

} // namespace lilong::storage
