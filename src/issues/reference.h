// The short reference people quote on the telephone (eight letters and digits without look-alikes) and the code that
// lets somebody without an account follow the own issue. Only the code's hash is stored.
#pragma once

#include <string>
#include <string_view>

#include "base/chance.h"

namespace lilong::issues
{

std::string new_reference(Rng& rng);
std::string new_code(Rng& rng);
std::string as_written(std::string_view typed); // "k7mq-42xd " → "K7MQ42XD"
std::string code_hash(std::string_view reference, std::string_view code);

} // namespace lilong::issues
