#include "survey/round_rule.h"

#include <algorithm>

#include "base/text.h"

namespace lilong::survey
{

Result<void> check_round(Round const& round)
{
    if (trimmed(round.title.zh).empty()) return refuse(ErrorKind::bad_input, "survey.round_not_named");
    if (round.closes_on < round.opens_on) return refuse(ErrorKind::bad_input, "survey.round_dates_wrong");
    return {};
}

Result<void> accepts_answers(Round const& round, VersionState version)
{
    if (round.state != "open") return refuse(ErrorKind::conflict, "survey.round_not_open", {{"state", round.state}});
    if (version == VersionState::draft || version == VersionState::closed)
        return refuse(ErrorKind::conflict, "survey.version_closed");
    return {};
}

Design design_in(Round const& round, std::vector<CommitteePlan> const& plans, AreaId const& committee)
{
    auto const found = std::ranges::find(plans, committee, &CommitteePlan::committee);
    return found == plans.end() ? round.design : found->design;
}

} // namespace lilong::survey
