// Writes the invented district into an empty database: areas, register, questionnaire, two rounds with their answers.
// Deterministic: same seed, same data. The story itself is played afterwards through the services (story.h).
#pragma once

#include <functional>
#include <string>

#include "areas/area_tree.h"
#include "demo/plan_rule.h"
#include "storage/database.h"

namespace lilong::demo
{

struct DemoDistrict {
    AreaId district, story_sub_district, gate_committee, gate_estate, growers_committee, growers_estate;
    QuestionnaireId questionnaire;
    RoundId round_2025, round_2026;
    std::int64_t committees = 0, households = 0, answers_2025 = 0, answers_2026 = 0;
};

enum class GateAnswers { present, absent }; // absent: the story is about to import its 418 answers

using Progress = std::function<void(std::string const& what, double part)>; // 0 … 1

Result<DemoDistrict> write_district(storage::Database& database, areas::AreaTree& tree, PlanOptions const& options, GateAnswers gate, Instant now, Progress const& progress);

// The 418 answers of the gate estate as a table that `lilong import answers` and the import page read.
Result<std::string> gate_answers_csv(storage::Database& database, DemoDistrict const& district);

} // namespace lilong::demo
