// Issues over HTTP, for staff and (without an account) for residents.
#pragma once

#include "http/router.h"
#include "issues/agenda_service.h"
#include "issues/issue_service.h"

namespace lilong::issues
{

void add_issue_routes(http::Router& router, IssueService& issues);
void add_public_issue_routes(http::Router& router, IssueService& issues);
void add_agenda_routes(http::Router& router, AgendaService& agenda);

} // namespace lilong::issues
