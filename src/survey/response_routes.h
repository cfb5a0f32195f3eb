// /api/v1/areas/{area}/rounds/{round}/responses, /responses/{response}, /visits. Who enters a response gets its number
// and remarks back, not its answers: a collector does not read responses.
#pragma once

#include "http/router.h"
#include "storage/database.h"
#include "survey/response_service.h"
#include "survey/visit_service.h"

namespace lilong::survey
{

void add_response_routes(http::Router& router, ResponseService& responses, storage::Database& database);
void add_visit_routes(http::Router& router, VisitService& visits, Clock const& clock);

} // namespace lilong::survey
