// What an issue says for itself when it rises, and the pack of an agenda item: canonical JSON (sorted keys, no spaces),
// so that the same facts give the same bytes on page, print and API, and one hash (LO-79). Households appear as a
// count.
#pragma once

#include "areas/taxonomy.h"
#include "issues/types.h"

namespace lilong::issues
{

struct IssueStep {
    Instant at;
    std::string action, to, role, reason;
};
std::string issue_evidence(Issue const& issue, std::vector<IssueStep> const& steps,
                           std::vector<IssueClock> const& clocks, std::size_t households,
                           areas::Taxonomy const& taxonomy);

struct PackFacts {
    AgendaItem item;
    std::string inputs; // of the rule that raised it
    std::vector<Member> members;
    std::vector<IssueStep> own_steps; // of this level, when it rises further
};
EvidencePack frozen_pack(PackFacts const& facts, areas::Taxonomy const& taxonomy, int seq, Instant at);

} // namespace lilong::issues
