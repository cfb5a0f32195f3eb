// Areas and their closure: SQL ⇄ Area. Parents are written before their parts; the closure is filled here, so that
// no query ever needs recursion.
#pragma once

#include <vector>

#include "areas/area_tree.h"
#include "storage/database.h"

namespace lilong::areas::area_store
{

std::vector<Area> all(storage::Connection& connection);
std::optional<Area> by_code(storage::Connection& connection, std::string_view code);
void insert(storage::Transaction& tx, Area const& area, Date valid_from);
void update(storage::Transaction& tx, Area const& area); // what may change: names, estate facts, households, place

} // namespace lilong::areas::area_store
