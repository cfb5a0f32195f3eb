// The sentences for people: every code that the sources refuse with has both languages, none is unused, and both
// languages fill the same {facts}. Pure: texts go in, sentences come out.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/messages.h"

namespace lilong::messages
{

using Sources = std::map<std::string, std::string>; // path → text, without tests
Sources read_sources(std::string const& source_directory);

struct Catalogue {
    std::vector<Message> messages;
    std::map<std::string, std::string> home; // code → folder whose catalogue holds it
};
Catalogue carried_catalogue();

std::vector<std::string> objections(Sources const& sources, Catalogue const& catalogue);
std::string approved_text(std::vector<Message> const& messages); // tests/messages/all.txt

} // namespace lilong::messages
