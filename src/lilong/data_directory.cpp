#include "lilong/data_directory.h"

#include <sys/stat.h>

namespace lilong
{

std::string database_path(std::filesystem::path const& folder) { return (folder / "lilong.db").string(); }

std::unique_ptr<storage::Database> open_installation(std::filesystem::path const& folder, storage::Durability durability)
{
    std::filesystem::create_directories(folder);
    ::chmod(folder.c_str(), 0700);
    return storage::Database::open(database_path(folder), durability);
}

} // namespace lilong
