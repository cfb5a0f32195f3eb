#include "survey/progress_rule.h"

#include <algorithm>

namespace lilong::survey
{

Progress& Progress::operator+=(Progress const& more)
{
    households += more.households;
    target += more.target;
    visited += more.visited;
    answered += more.answered;
    responses += more.responses;
    refused += more.refused;
    not_reached += more.not_reached;
    dispositions += more.dispositions;
    return *this;
}

std::optional<double> Progress::coverage() const
{
    if (households <= 0) return std::nullopt;
    return std::min(1.0, static_cast<double>(answered) / static_cast<double>(households));
}

void count_household(Progress& progress, Disposition final, std::int64_t responses)
{
    auto const answered = responses > 0;
    // An answer that arrived without a visit form (paper, import) is a completed interview all the same.
    if (answered && entry(final).disposition_class != DispositionClass::partial) final = Disposition::complete;
    progress.visited += 1;
    progress.answered += answered;
    progress.responses += responses;
    auto const kind = entry(final).disposition_class;
    progress.refused += kind == DispositionClass::refusal;
    progress.not_reached += kind == DispositionClass::non_contact || kind == DispositionClass::unknown_household ||
                            kind == DispositionClass::unknown_other;
    progress.dispositions.add(final);
}

void close_count(Progress& progress)
{
    if (progress.households > progress.visited)
        progress.dispositions.add(Disposition::not_attempted, progress.households - progress.visited);
}

} // namespace lilong::survey
