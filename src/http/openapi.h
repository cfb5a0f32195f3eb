// One OpenAPI 3.1 document out of the fragments src/*/api.yaml. A fragment holds `paths` and `schemas`; path parameters
// and the problem answer are added here, so that a fragment says only what is its own. Each operation names its permission
// as x-permission, which a test compares with the registered routes in both directions.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace lilong::http {

nlohmann::json openapi_document();

} // namespace lilong::http
