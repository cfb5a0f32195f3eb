#include "needs/candidate_service.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/estimate_json.h"

namespace lilong::needs {

namespace {

using analysis::NeedEstimate;
using analysis::SurpriseVerdict;
using nlohmann::json;

bool surprises_upward(NeedEstimate const& need)
{
    auto const flagged = need.verdict && (*need.verdict == SurpriseVerdict::surprise || *need.verdict == SurpriseVerdict::possible);
    return flagged && need.expected && need.share.value > *need.expected;
}

GateInput gate_input(NeedEstimate const& need)
{
    GateInput input;
    input.design = analysis::name(need.share.design);
    input.insufficient = need.share.flags.insufficient;
    input.lower_bound = std::isfinite(need.share.lower) ? need.share.lower : 0;
    input.rank_begin = need.rank ? static_cast<int>(need.rank->best) : 1;
    input.upward_surprise = surprises_upward(need);
    input.lower_without_nonresponse = std::isfinite(need.bands.nonresponse.lower) ? need.bands.nonresponse.lower : 0;
    return input;
}

std::int64_t rounded(double value) { return std::isfinite(value) ? static_cast<std::int64_t>(std::llround(value)) : 0; }

} // namespace

Result<void> CandidateService::collect(AreaId const& place, RoundId const& round, CandidateWish const& wish, bool only_surprises, std::vector<Found>& found)
{
    auto const estimates = TRY(estimates_.estimates(place, round, "all"));
    for (auto const& need : estimates.needs) {
        if (wish.item && *wish.item != need.item) continue;
        if (only_surprises && !surprises_upward(need)) continue;
        if (std::ranges::any_of(found, [&](Found const& f) { return f.estimate.item == need.item; })) continue; // its estate speaks already
        found.push_back({{need.item, gate_input(need), estimates.register_households}, place, need});
    }
    return {};
}

bool CandidateService::known(AreaId const& committee, RoundId const& round, Found const& found) const
{
    auto const place = found.place == committee ? std::string{} : found.place.text();
    for (auto const& need : needs_.list(committee, {.state = "", .item = found.estimate.item, .most = 500}))
        if (need.round == round && need.place == place) return true;
    return false;
}

Result<NeedId> CandidateService::nominate(AreaId const& committee, RoundId const& round, Found const& found)
{
    auto const* item = taxonomy_.need_item(found.estimate.item);
    auto const place = tree_.find(found.place);
    if (!item || !place) return refuse(ErrorKind::not_found, "needs.item_unknown", {{"item", found.estimate.item}});
    auto const answered = TRY(database_.read([&](storage::Connection& c) { return estimates_.households_that_answered(c, found.place, round, found.estimate.item, "all"); }));
    Nomination nomination;
    nomination.basis = found.signal.input.upward_surprise ? "surprise" : "estimate";
    nomination.item = found.estimate.item;
    nomination.round = round;
    nomination.title = {place->zh + ":" + item->zh, place->en + ": " + item->en};
    if (found.place != committee) nomination.place = found.place.text();
    nomination.heads = {rounded(found.estimate.households.value), rounded(found.estimate.households.lower), rounded(found.estimate.households.upper)};
    nomination.gate = found.signal.input;
    nomination.evidence = json{{"round", round.text()}, {"area", found.place.text()}, {"need", analysis::to_json(found.estimate)}}.dump();
    nomination.origins = answered.yes;
    return needs_.nominate(system_actor(), committee, nomination);
}

Result<std::vector<SignalSeen>> CandidateService::open_candidates(AreaId const& committee, RoundId const& round, CandidateWish const& wish)
{
    std::vector<Found> found;
    if (wish.estate) {
        TRY(collect(*wish.estate, round, wish, false, found));
    } else {
        for (auto const& estate : tree_.below(committee, areas::AreaKind::estate)) TRY(collect(estate.id, round, wish, true, found));
        TRY(collect(committee, round, wish, false, found));
    }
    std::erase_if(found, [&](Found const& f) { return known(committee, round, f); });
    std::vector<Signal> signals;
    for (auto const& f : found) signals.push_back(f.signal);
    auto open_now = 0;
    for (auto const& need : needs_.list(committee, {}))
        if (need.round == round && (need.state == "candidate" || need.state == "under_visit")) ++open_now;
    auto const order = to_open(signals, open_now);
    std::vector<SignalSeen> seen;
    for (std::size_t i = 0; i < found.size(); ++i) seen.push_back({found[i].estimate.item, found[i].place, judge(found[i].signal.input), found[i].signal.input.lower_bound, found[i].signal.households, {}});
    for (auto const i : order) seen[i].need = TRY(nominate(committee, round, found[i]));
    return seen;
}

} // namespace lilong::needs
