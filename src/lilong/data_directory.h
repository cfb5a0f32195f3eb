// Where an installation keeps its things: lilong.db and its log (mode 0600), anchors.jsonl, keys/. The folder is made
// with mode 0700.
#pragma once

#include <filesystem>
#include <memory>

#include "storage/database.h"

namespace lilong
{

std::string database_path(std::filesystem::path const& folder);
std::unique_ptr<storage::Database> open_installation(std::filesystem::path const& folder, storage::Durability durability = storage::Durability::full);

} // namespace lilong
