// The agenda item's states (loop.md 5.5), the same table at the sub-district and at the district. A raised item waits
// for the level above; its answer makes it decided or returned, and from there it goes down as if decided here.
#pragma once

#include "base/machine_rule.h"
#include "issues/types.h"

namespace lilong::issues
{

Machine const& agenda_machine(Level level); // sub_district or district

// Members join while it is open; a decided item answers a late member at once.
inline bool takes_members(std::string_view state)
{
    return state == "candidate" || state == "submitted" || state == "classified" || state == "accepted" ||
           state == "raised";
}
inline bool is_decided(std::string_view state)
{
    return state == "decided" || state == "executing" || state == "executed" || state == "fed_back";
}

} // namespace lilong::issues
