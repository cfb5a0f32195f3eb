// The reference tables of the taxonomy: SQL ⇄ Taxonomy. Loading replaces names and duties and never removes a key.
#pragma once

#include "areas/taxonomy.h"
#include "storage/database.h"

namespace lilong::areas
{

Result<void> load_reference_data(storage::Transaction& tx); // what the program carries; twice is once
namespace taxonomy_store
{
void save(storage::Transaction& tx, Taxonomy const& taxonomy);
Result<Taxonomy> load(storage::Connection& connection);
} // namespace taxonomy_store

} // namespace lilong::areas
