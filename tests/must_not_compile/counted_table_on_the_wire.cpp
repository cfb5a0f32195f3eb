// must fail with: no matching function for call to .*basic_json.*Table
// Small numbers stay inside: only what protect() made of a table has a way out.
#include <nlohmann/json.hpp>

#include "disclosure/protect.h"

nlohmann::json shown(lilong::disclosure::Table const& table) { return nlohmann::json(table); }
