// From answers to candidates: reads the estimates of a committee, asks the gate (LO-16, LO-17) and nominates what passes,
// with its frozen evidence and the households that said so. Estates that surprise come first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/estimate_service.h"
#include "areas/area_tree.h"
#include "areas/taxonomy.h"
#include "needs/gate_rule.h"
#include "needs/need_service.h"

namespace lilong::needs {

struct CandidateWish {
    std::optional<std::string> item; // nothing: every item
    std::optional<AreaId> estate;    // nothing: the committee and its surprising estates
};

struct SignalSeen {
    std::string item;
    AreaId place; // committee or estate
    GateAnswer answer = GateAnswer::opens;
    double lower_bound = 0;
    std::int64_t households = 0;
    std::optional<NeedId> need; // opened now; nothing: a signal not opened
};

class CandidateService {
public:
    CandidateService(storage::Database& database, analysis::EstimateService& estimates, NeedService const& needs, areas::AreaTree const& tree, areas::Taxonomy const& taxonomy)
        : database_(database), estimates_(estimates), needs_(needs), tree_(tree), taxonomy_(taxonomy)
    {
    }

    // `committee`: the neighbourhood. What is open already for the same item, place and round is left alone.
    Result<std::vector<SignalSeen>> open_candidates(AreaId const& committee, RoundId const& round, CandidateWish const& wish);

private:
    struct Found {
        Signal signal;
        AreaId place;
        analysis::NeedEstimate estimate;
    };
    Result<void> collect(AreaId const& place, RoundId const& round, CandidateWish const& wish, bool only_surprises, std::vector<Found>& found);
    Result<NeedId> nominate(AreaId const& committee, RoundId const& round, Found const& found);
    bool known(AreaId const& committee, RoundId const& round, Found const& found) const;

    storage::Database& database_;
    analysis::EstimateService& estimates_;
    NeedService const& needs_;
    areas::AreaTree const& tree_;
    areas::Taxonomy const& taxonomy_;
};

} // namespace lilong::needs
