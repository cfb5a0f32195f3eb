// Files that the program carries: migrations, messages, API fragments, seed data; named by their path in the repository.
#pragma once

#include <string_view>
#include <vector>

namespace lilong {

struct Resource {
    std::string_view name; // src/access/migrations/0001-users.sql, data/taxonomy.csv
    std::string_view bytes;
};

std::vector<Resource> all_resources();
std::vector<Resource> resources_matching(std::string_view infix, std::string_view suffix); // sorted by name
std::string_view resource(std::string_view name);                                          // throws when it is not carried

} // namespace lilong
