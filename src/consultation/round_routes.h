// HTTP ⇄ drafts and rounds, with the public page and the vote through a household's link.
#pragma once

#include "consultation/round_service.h"
#include "http/router.h"

namespace lilong::consultation
{

void add_round_routes(http::Router& router, RoundService const& rounds, loop::StateService const& states,
                      loop::FeedbackService const& feedback, storage::Database& database);

} // namespace lilong::consultation
