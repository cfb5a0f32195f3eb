#include "matching/outcome_rule.h"

#include "matching/admissible_rule.h"
#include "matching/allocation_rule.h"
#include "matching/explanation_rule.h"
#include "matching/shortage_rule.h"

namespace lilong::matching
{

Result<Outcome> run_matching(Problem& problem)
{
    put_in_order(problem);
    OfferIndex const index{problem};
    Outcome outcome;
    outcome.allocation = TRY(allocate(problem, index));
    outcome.explanations = explain(problem, index, outcome.allocation);
    auto shortages = shortages_of(problem, outcome.allocation);
    for (std::size_t need = 0; need < problem.needs.size(); ++need) {
        auto const heads = outcome.allocation.unmet[need];
        if (heads == 0) continue;
        UnmetNeed unmet{.need = need,
                        .heads = heads,
                        .nearest = furthest(problem, index, need),
                        .shortage = shortages.shortage_of[need]};
        unmet.cause = !unmet.nearest ? Cause::no_offer : cause_of(unmet.nearest->failed);
        outcome.unmet.push_back(std::move(unmet));
    }
    outcome.shortages = std::move(shortages.all);
    return outcome;
}

} // namespace lilong::matching
