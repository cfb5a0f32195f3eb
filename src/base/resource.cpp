#include "base/resource.h"

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>

namespace {
struct Entry {
    char const* name;
    char const* bytes;
    std::size_t size;
};
} // namespace

extern "C" Entry const lilong_resource_table[];

namespace lilong {

std::vector<Resource> all_resources()
{
    std::vector<Resource> all;
    for (auto const* entry = lilong_resource_table; entry->name; ++entry) all.push_back({entry->name, {entry->bytes, entry->size}});
    return all;
}

std::vector<Resource> resources_matching(std::string_view infix, std::string_view suffix)
{
    auto found = all_resources();
    std::erase_if(found, [&](Resource const& r) { return r.name.find(infix) == std::string_view::npos || !r.name.ends_with(suffix); });
    std::ranges::sort(found, {}, &Resource::name);
    return found;
}

std::string_view resource(std::string_view name)
{
    for (auto const& r : all_resources())
        if (r.name == name) return r.bytes;
    throw std::runtime_error("the program does not carry " + std::string{name});
}

} // namespace lilong
