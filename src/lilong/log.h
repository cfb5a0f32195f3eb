// The program's log: one event is one line, whatever people typed (S-25).
#pragma once

#include <string>
#include <string_view>

namespace lilong
{

// Control characters (line ends, escape sequences) become visible: \x0a, \x1b.
std::string one_line(std::string_view text);
void set_up_log();

} // namespace lilong
