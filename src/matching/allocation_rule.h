// Model A of LO-36 with the weighted objective: pins stay; then most heads served, most severity served, least burden,
// strictly one after the other. Components of the pair graph are solved apart and put together in canonical order, so
// the result is the same for any order of rows and any number of threads.
#pragma once

#include "base/error.h"
#include "matching/admissible_rule.h"
#include "matching/flow.h"
#include "matching/types.h"

namespace lilong::matching
{

void put_in_order(Problem& problem); // needs, offers, pins: byte order of ids

// Refuses matching.pins_exceed_heads, matching.pins_exceed_capacity (all at once, as fields) and
// matching.numbers_too_large. The problem is in order.
Result<Allocation> allocate(Problem const& problem, OfferIndex const& index);

// The exact flow of goals 3 to 5 for the whole problem, after pins; what --export-dimacs writes.
FlowProblem whole_flow(Problem const& problem, Allocation const& allocation);

} // namespace lilong::matching
