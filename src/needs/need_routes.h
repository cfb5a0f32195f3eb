// HTTP ⇄ needs.
#pragma once

#include "areas/area_tree.h"
#include "http/router.h"
#include "needs/need_service.h"

namespace lilong::needs
{

void add_need_routes(http::Router& router, NeedService const& needs, loop::StateService const& states,
                     loop::FeedbackService const& feedback, areas::AreaTree const& tree, storage::Database& database);

} // namespace lilong::needs
