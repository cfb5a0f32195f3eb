// HTTP ⇄ meetings and owners' votes.
#pragma once

#include "consultation/meeting_service.h"
#include "http/router.h"

namespace lilong::consultation
{

void add_meeting_routes(http::Router& router, MeetingService const& meetings);

} // namespace lilong::consultation
