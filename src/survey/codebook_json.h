// The codebook and answers as JSON, on the wire and in the database (CO-19).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/error.h"
#include "survey/types.h"

namespace lilong::survey
{

nlohmann::json to_json(Names const& names);
nlohmann::json to_json(Codebook const& codebook);
std::string codebook_text(Codebook const& codebook);
// Refuses survey.codebook_wrong, also for members nobody knows.
Result<Codebook> codebook_of(nlohmann::json const& document);
Result<Codebook> parse_codebook(std::string_view text);

// {"canteen": "need", "lift": null (no answer), "pets": {"refused": true}, "household_size": 3}; absent: not asked.
nlohmann::json to_json(Answers const& answers);
// A choice may also be given as its position, as it is keyed from paper: {"canteen": 1}. Refuses survey.answers_wrong.
Result<Answers> answers_of(Codebook const& codebook, nlohmann::json const& document);

} // namespace lilong::survey
