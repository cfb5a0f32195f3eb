#include "lilong/data_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lilong
{

std::string database_path(std::filesystem::path const& folder) { return (folder / "lilong.db").string(); }

std::unique_ptr<storage::Database> open_installation(std::filesystem::path const& folder, storage::Durability durability)
{
    std::filesystem::create_directories(folder);
    ::chmod(folder.c_str(), 0700);
    auto const path = database_path(folder); // SQLite gives the log the rights of the database
    if (auto const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600); file >= 0) ::close(file);
    ::chmod(path.c_str(), 0600);
    return storage::Database::open(database_path(folder), durability);
}

} // namespace lilong
