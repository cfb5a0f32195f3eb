// Generated answers of one sub-district in one round: who answered, and what. Estates differ around the sub-district's
// share, and the number of yes answers per item is exactly the calibrated share of those who answered. Pure: the seed
// decides everything.
#pragma once

#include <string>
#include <vector>

#include "base/chance.h"
#include "demo/plan_rule.h"
#include "survey/types.h"

namespace lilong::demo
{

// One household that is asked; `estate` counts through the sub-district.
struct Asked {
    std::size_t committee = 0, estate = 0;
    bool of_gate = false;    // answers for the estate whose gate is the story
    bool of_growers = false; // the estate far from a market
    survey::GroupMask groups = 0;
};

struct AnswerOptions {
    std::map<std::string, double> shares; // by need item; group items without an entry get shares of their own
    bool newer_estates_need_less = true;  // `facilities` falls with the age of the estate
    double newer_share = 0.52;
    bool story = false; // 376 of 418 at the gate estate, 74 % "nearby" at the growers' estate
};

// What those asked answered, as coded texts in their order.
std::vector<std::string> generate_answers(survey::Codebook const& codebook, SubDistrictPlan const& plan, std::vector<Asked> const& asked, AnswerOptions const& options, Rng& rng);

survey::GroupMask random_groups(survey::Codebook const& codebook, Rng& rng);

} // namespace lilong::demo
