// The change among the households that answered in both rounds, beside the change among all (ST-56): a panel shows
// whether the same people changed their minds, all households whether the neighbourhood did.
//
// Source: ST-53 with n1 = n2 = m, that is the paired difference of the panel.
#pragma once

#include "analysis/round_place.h"

namespace lilong::analysis
{

struct PanelNeed {
    std::string item;
    Estimate first, second, difference;
};

struct PanelChange {
    std::int64_t households = 0;  // m
    std::vector<PanelNeed> needs; // in the order of the questionnaire
};

// Both rounds with the same axes; `place` is one or more committees.
PanelChange panel_change(RoundCube const& before, RoundCube const& after, RoundPlace const& place);

} // namespace lilong::analysis
