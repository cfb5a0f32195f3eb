// HTTP ⇄ feedback: call and walking lists of the committee, tries, answers, reach; a resident's own messages.
#pragma once

#include "http/router.h"
#include "loop/feedback_service.h"

namespace lilong::loop
{

void add_feedback_routes(http::Router& router, FeedbackService const& feedback, StateService const& states,
                         storage::Database& database);

} // namespace lilong::loop
