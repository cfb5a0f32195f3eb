#include "access/installation.h"

#include <array>

#include "base/text.h"

namespace lilong::access
{

AreaId installation_area() { return AreaId{Uuid{}}; }

std::string random_token(Rng& rng)
{
    std::array<std::uint8_t, 32> bytes{};
    rng.fill(bytes);
    return hex(bytes);
}

} // namespace lilong::access
