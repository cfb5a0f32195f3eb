// The words of `lilong match` on paper: matches and unmet needs as tables, CSV or JSON, and one need explained.
#pragma once

#include <string>
#include <vector>

#include "matching/types.h"

namespace lilong::matching
{

enum class Format { table, csv, json };

std::string matches_text(Problem const& problem, Outcome const& outcome,
                         Format format); // need,resource,heads,distance_m,reason
std::string unmet_text(Problem const& problem, Outcome const& outcome, Format format); // need,heads,cause,detail
std::string json_text(Problem const& problem, Outcome const& outcome); // run, matches, unmet, shortages, groups
std::string need_explained(Problem const& problem, Outcome const& outcome, std::size_t need, Format format);
// Parts of the same JSON, for what is kept with a match and with an unmet need.
std::string explanation_text(Problem const& problem, Outcome const& outcome, std::size_t share);
std::string shortage_text(Problem const& problem, Shortage const& shortage);
std::string shortages_text(Problem const& problem, Outcome const& outcome);
std::string summary_text(Problem const& problem, Outcome const& outcome);

} // namespace lilong::matching
