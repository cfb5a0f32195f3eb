// SQL ⇄ projects.
#pragma once

#include "projects/types.h"
#include "storage/database.h"

namespace lilong::projects::project_store
{

void add(storage::Transaction& tx, Project const& project);
void save_costing(storage::Transaction& tx, Project const& project);
void save_works(storage::Transaction& tx, Project const& project);
void save_milestone(storage::Transaction& tx, Project const& project, Milestone const& milestone);
void set_final_cost(storage::Transaction& tx, Project const& project, Money cost);
std::optional<Project> find(storage::Connection& connection, AreaId const& area, ProjectId const& id);
std::vector<Project> list(storage::Connection& connection, AreaId const& area, std::string_view state);

} // namespace lilong::projects::project_store
