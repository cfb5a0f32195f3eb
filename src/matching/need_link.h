// Matching beside needs: which needs are open for it, and what a need hears of its matches.
//     connect(matching, needs, states, tree, taxonomy, clock);   // once, in the wiring
#pragma once

#include "matching/match_service.h"
#include "needs/need_service.h"

namespace lilong::matching
{

void connect(MatchService& matching, needs::NeedService const& needs, loop::StateService const& states,
             areas::AreaTree const& tree, areas::Taxonomy const& taxonomy, Clock const& clock);

// The needs that may be matched at or below an area: confirmed or routed; shares that other routes serve are taken off.
std::vector<OpenNeed> open_needs(storage::Connection& connection, needs::NeedService const& needs,
                                 loop::StateService const& states, areas::AreaTree const& tree,
                                 areas::Taxonomy const& taxonomy, Date today, AreaId const& scope);

} // namespace lilong::matching
