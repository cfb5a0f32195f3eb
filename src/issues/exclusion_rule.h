// Three parts on one issue, three people (trust.md X-2): who dispatches does not handle, who handled or dispatched does
// not call back and close. Read from what everybody has done on this issue so far.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/id.h"

namespace lilong::issues
{

enum class Part { none, dispatcher, handler, caller };
Part part_of(std::string_view action); // accept → dispatcher, sign → handler, confirm → caller

struct Deed {
    UserId actor;
    Part part = Part::none;
};

// issues.other_part_taken when this person already plays another part here.
Result<void> parts_differ(UserId const& actor, Part part, std::vector<Deed> const& so_far);

} // namespace lilong::issues
