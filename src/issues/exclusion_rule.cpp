#include "issues/exclusion_rule.h"

#include <algorithm>
#include <array>

namespace lilong::issues
{

namespace
{

constexpr std::array<std::string_view, 7> kDispatching{"accept", "refuse", "dispatch", "merge",
                                                       "extend", "park",   "unmerge"};
constexpr std::array<std::string_view, 6> kHandling{"sign", "return", "contact", "work", "finish", "ask_extension"};
constexpr std::array<std::string_view, 2> kCalling{"confirm", "redo"};

char const* word(Part part)
{
    return part == Part::dispatcher ? "dispatcher" : part == Part::handler ? "handler" : "callback";
}

} // namespace

Part part_of(std::string_view action)
{
    auto const in = [&](auto const& actions) { return std::ranges::find(actions, action) != actions.end(); };
    return in(kDispatching) ? Part::dispatcher
           : in(kHandling)  ? Part::handler
           : in(kCalling)   ? Part::caller
                            : Part::none;
}

Result<void> parts_differ(UserId const& actor, Part part, std::vector<Deed> const& so_far)
{
    if (part == Part::none) return {};
    for (auto const& deed : so_far)
        if (deed.actor == actor && deed.part != Part::none && deed.part != part)
            return refuse(ErrorKind::not_permitted, "issues.other_part_taken",
                          {{"part", word(deed.part)}, {"wanted", word(part)}});
    return {};
}

} // namespace lilong::issues
