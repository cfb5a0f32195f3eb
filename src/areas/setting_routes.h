// Settings on the wire: what applies here, who set it and why; a change is a new version and acts forward only.
#pragma once

#include "areas/setting_service.h"
#include "http/router.h"

namespace lilong::areas
{

void add_setting_routes(http::Router& router, SettingService& settings);

} // namespace lilong::areas
