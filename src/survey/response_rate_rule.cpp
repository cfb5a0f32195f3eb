#include "survey/response_rate_rule.h"

namespace lilong::survey
{

namespace
{

std::optional<double> ratio(std::int64_t part, double whole)
{
    if (whole <= 0) return std::nullopt;
    return static_cast<double>(part) / whole;
}

std::int64_t& counter(DispositionCounts& counts, DispositionClass disposition_class)
{
    switch (disposition_class) {
    case DispositionClass::complete:
        return counts.complete;
    case DispositionClass::partial:
        return counts.partial;
    case DispositionClass::refusal:
        return counts.refusal;
    case DispositionClass::non_contact:
        return counts.non_contact;
    case DispositionClass::other:
        return counts.other;
    case DispositionClass::unknown_household:
        return counts.unknown_household;
    case DispositionClass::unknown_other:
        return counts.unknown_other;
    case DispositionClass::not_eligible:
        break;
    }
    return counts.not_eligible;
}

} // namespace

void DispositionCounts::add(Disposition disposition, std::int64_t households)
{
    counter(*this, entry(disposition).disposition_class) += households;
}

DispositionCounts& DispositionCounts::operator+=(DispositionCounts const& more)
{
    complete += more.complete;
    partial += more.partial;
    refusal += more.refusal;
    non_contact += more.non_contact;
    other += more.other;
    unknown_household += more.unknown_household;
    unknown_other += more.unknown_other;
    not_eligible += more.not_eligible;
    return *this;
}

double eligible_share(DispositionCounts const& counts)
{
    return ratio(counts.eligible(), static_cast<double>(counts.eligible() + counts.not_eligible)).value_or(1);
}

ResponseRates response_rates(DispositionCounts const& c, double e)
{
    auto const known = static_cast<double>(c.eligible());
    auto const all = static_cast<double>(c.eligible() + c.unknown());
    auto const likely = known + e * static_cast<double>(c.unknown());
    auto const contacted = c.complete + c.partial + c.refusal + c.other;
    auto const either = c.complete + c.partial;
    return {.rr1 = ratio(c.complete, all),
            .rr2 = ratio(either, all),
            .rr3 = ratio(c.complete, likely),
            .rr4 = ratio(either, likely),
            .rr5 = ratio(c.complete, known),
            .rr6 = ratio(either, known),
            .coop1 = ratio(c.complete, static_cast<double>(contacted)),
            .ref1 = ratio(c.refusal, all),
            .con1 = ratio(contacted, all),
            .e = e};
}

} // namespace lilong::survey
