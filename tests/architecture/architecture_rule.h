// What the tree of sources must keep to: who may include whom (src/layers.txt), what a file's role allows, that only
// one file writes states, and that SQL stays in the part every database speaks. Pure: a tree goes in, sentences come
// out.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace lilong::architecture
{

struct SourceTree {
    std::string layers;                       // the text of src/layers.txt
    std::map<std::string, std::string> files; // "budgeting/approval_rule.cpp" → its text; *.cpp, *.h, *.sql below src/
};
SourceTree read_tree(std::string const& source_directory);

// "budgeting/approval_rule.cpp:3: a rule may not include storage"
std::vector<std::string> objections(SourceTree const& tree);

} // namespace lilong::architecture
