// The tags the register knows: facts about a person or a household, most of them sensitive, all of them named here in
// both languages so that a spreadsheet may use either.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "people/types.h"

namespace lilong::people
{

enum class TagOf { person, household };
struct Tag {
    std::string_view key, zh, en;
    TagOf of = TagOf::person;
};
std::span<Tag const> known_tags();
std::optional<std::string> tag_key(std::string_view word, TagOf of); // by key or Chinese name

// A cell with several tags, separated by | ; , 、 or their full-width forms.
struct TagCell {
    Tags tags;
    std::vector<std::string> unknown;
};
TagCell read_tags(std::string_view cell, TagOf of);

} // namespace lilong::people
