// Answers to and from their stored form (docs/decisions/0003-coded-answers.md). Pure.
//     auto stored = TRY(encode(codebook, {{"canteen", "need"}, {"household_size", 3}}, groups));
//     stored.coded == "..1....", stored.answers == R"({"household_size":3})"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "survey/types.h"

namespace lilong::survey
{

inline constexpr char kNoAnswer = '-', kRefused = 'r', kNotAsked = '.';

// '1' … '9', 'a' … 'q' for the first, second, … option.
char code_of_position(std::size_t position); // 1, 2, …
std::size_t position_of_code(char code);     // 0: the answer is empty in one of its ways

struct Stored {
    std::string coded;
    std::string answers;             // JSON
    std::vector<FieldError> remarks; // recorded as written all the same (CO-107)
};

// Refuses survey.answers_wrong, naming every item whose value is not of its type or list.
Result<Stored> encode(Codebook const& codebook, Answers const& answers, GroupMask groups);
// What was stored, item by item, without those that were not asked. Refuses survey.answers_not_readable.
Result<Answers> decode(Codebook const& codebook, std::string_view coded, std::string_view answers);

// One cell of an imported table: an option's name, position or label; a number; a date; yes or no. An empty cell is "no
// answer" where the item was asked of these groups, else "not asked". The refusal has the code of the cell's fault.
Result<AnswerValue> read_cell(Codebook const& codebook, Item const& item, std::string_view text, GroupMask groups);

// All choice items not asked and nothing else: the start of a generated response.
std::string nothing_asked(Codebook const& codebook);

} // namespace lilong::survey
