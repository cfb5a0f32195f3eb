// What belongs to the installation rather than to an area.
#pragma once

#include <string>

#include "base/chance.h"
#include "base/id.h"

namespace lilong::access
{

// Accounts, sessions and rights belong to the installation, not to a committee: their audit chain has this area.
AreaId installation_area();

// 32 random bytes in hexadecimal, for cookies and links; only their SHA-256 is stored.
std::string random_token(Rng& rng);

} // namespace lilong::access
