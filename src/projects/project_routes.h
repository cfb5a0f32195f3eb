// HTTP ⇄ projects, with their public page.
#pragma once

#include "areas/area_tree.h"
#include "http/router.h"
#include "projects/project_service.h"

namespace lilong::projects
{

void add_project_routes(http::Router& router, ProjectService const& projects, budgeting::LedgerService const& ledger,
                        loop::StateService const& states, loop::FeedbackService const& feedback,
                        areas::AreaTree const& tree, storage::Database& database);

} // namespace lilong::projects
