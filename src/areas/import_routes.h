// Imports on the wire: preview, confirm, undo, and the wrong rows alone for mending (S20, SC-4).
#pragma once

#include "areas/import_service.h"
#include "http/router.h"

namespace lilong::areas
{

void add_import_routes(http::Router& router, ImportService& imports);

} // namespace lilong::areas
