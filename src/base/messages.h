// The one catalogue of sentences: src/*/messages/{zh-CN,en}.json, code → text with {facts}.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/text.h"

namespace lilong {

// The sentence for a code; facts fill its {placeholders}. An unknown code gives the code itself (a test forbids it).
std::string sentence(std::string_view code, Facts const& facts, Language language);
inline std::string sentence(Error const& error, Language language) { return sentence(error.code, error.facts, language); }

struct Message {
    std::string code, zh, en;
};
std::vector<Message> all_messages(); // sorted by code

} // namespace lilong
