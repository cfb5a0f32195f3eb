// Response rates of the AAPOR Standard Definitions (2023), from final dispositions (ST-77, ST-78). Pure.
//     RR1 = I / (I+P+R+NC+O+UH+UO)      RR3 = I / (I+P+R+NC+O + e(UH+UO))      RR5 = I / (I+P+R+NC+O)
//     RR2, RR4, RR6: the same with I+P above;  COOP1 = I/(I+P+R+O);  REF1 = R, CON1 = I+P+R+O, each over RR1's base.
// e = eligible / (eligible + NE) among the households whose status is known.
#pragma once

#include "survey/disposition_rule.h"

namespace lilong::survey
{

struct DispositionCounts {
    std::int64_t complete = 0, partial = 0, refusal = 0, non_contact = 0, other = 0, unknown_household = 0,
                 unknown_other = 0, not_eligible = 0;
    void add(Disposition disposition, std::int64_t households = 1);
    DispositionCounts& operator+=(DispositionCounts const& more);
    std::int64_t eligible() const { return complete + partial + refusal + non_contact + other; }
    std::int64_t unknown() const { return unknown_household + unknown_other; }
    bool operator==(DispositionCounts const&) const = default;
};

// Nothing where the denominator is zero.
struct ResponseRates {
    std::optional<double> rr1, rr2, rr3, rr4, rr5, rr6, coop1, ref1, con1;
    double e = 1;
};

double eligible_share(DispositionCounts const& counts); // e; 1 when no household's status is known
ResponseRates response_rates(DispositionCounts const& counts, double e);

} // namespace lilong::survey
