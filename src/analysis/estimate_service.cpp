#include "analysis/estimate_service.h"

#include <algorithm>

#include "analysis/peer_rule.h"
#include "analysis/round_place.h"
#include "survey/questionnaire_store.h"
#include "survey/response_store.h"
#include "survey/round_store.h"

namespace lilong::analysis
{

namespace
{

using areas::AreaKind;

std::int64_t yes_in(RoundCube const& cube, std::vector<std::int32_t> const& cells, std::int32_t domain, std::int32_t item)
{
    std::int64_t yes = 0;
    for (auto const cell : cells) yes += cube.cube.moments(cell, domain, item).b;
    return yes;
}

// Paired counts of an estate or a group come from the answers themselves: some hundred households (ST-75).
PairCounts count_pair(RoundCube const& cube, RoundPlace const& place, std::int32_t domain, std::int32_t first, std::int32_t second)
{
    auto const pair = cube.answers[static_cast<std::size_t>(place.strata.front())].pair(place.cell, domain, first, second);
    return {.yes_yes = pair.yes_yes, .yes_no = pair.yes_no, .no_yes = pair.no_yes, .no_no = pair.no_no};
}

// ST-66: only where the answers are too few, for a place that has peers, and for everybody in it.
std::optional<Estimate> model_based(SmallAreaService& small_areas, RoundCube const& cube, RoundPlace const& place, std::int32_t domain, std::int32_t item, Estimate const& direct)
{
    if (!direct.flags.insufficient || domain != 0 || place.strata.size() != 1) return {};
    auto const unit = place.cell ? SmallAreaUnit::estate : SmallAreaUnit::neighbourhood;
    auto out = small_areas.predicted(cube, unit, item, place.cell.value_or(place.strata.front()));
    if (out) {
        out->definition = direct.definition;
        out->data_date = direct.data_date;
    }
    return out;
}

} // namespace

Result<AreaEstimates> EstimateService::estimates(AreaId const& area, RoundId const& round, std::string const& group)
{
    AreaEstimates out;
    TRY(cubes_.with(round, [&](RoundCube const& cube) -> Result<void> {
        auto const place = TRY(place_in_round(cube, tree_, area));
        auto const domain = cube.axes.domain(group);
        if (!domain) return refuse(ErrorKind::bad_input, "analysis.no_group", {{"group", group}});
        auto const cells = cells_in(cube, place);
        out.round = cube.round;
        out.group = group.empty() ? "all" : group;
        out.groups = cube.axes.groups;
        out.cube_version = change_number(cube);
        out.answered = answered_in(cube, place, *domain);
        out.register_households = registered_in(cube, place);
        auto const options = shown_on_pages(cube);
        std::vector<NeedShare> shares;
        for (std::int32_t item = 0; item < static_cast<std::int32_t>(cube.axes.items.size()); ++item) {
            if (!asked_in(cube, cells, *domain, item)) continue;
            auto share = share_of(cube.cube, cube.population, {place.strata, place.cell, *domain, item}, options);
            if (share) shares.push_back({item, std::move(*share)});
            else if (share.error().code != "analysis.design_not_stated") return tl::unexpected(std::move(share).error());
        }
        // Ranks where one household answers once and one committee is asked; elsewhere the order stands without ranks.
        auto const ranked_here = place.strata.size() == 1 && cube.cube.shape().unit == Unit::household;
        std::vector<RankedNeed> ranked;
        if (ranked_here) {
            ranked = rank_needs(shares, [&](std::size_t i, std::size_t j) {
                auto const f = shares[i].estimate.f;
                return paired_difference(count_pair(cube, place, *domain, shares[i].need, shares[j].need), f);
            });
        } else {
            std::ranges::stable_sort(shares, std::greater{}, [](NeedShare const& s) { return s.estimate.value; });
            for (auto& share : shares) ranked.push_back({share.need, std::move(share.estimate), {}, {}});
        }
        auto const surprises = *domain == 0 ? found_surprises(cube) : nullptr;
        for (auto& need : ranked) {
            NeedEstimate row;
            row.item = cube.axes.items[static_cast<std::size_t>(need.need)];
            row.share = std::move(need.estimate);
            row.share.cube_version = out.cube_version;
            row.model_based = model_based(small_areas_, cube, place, *domain, need.need, row.share);
            row.bands = bands_of(row.share);
            if (auto households = count_of(cube.cube, cube.population, {place.strata, place.cell, *domain, need.need}, options)) row.households = std::move(*households);
            row.yes = yes_in(cube, cells, *domain, need.need);
            row.rank = need.rank;
            for (auto const other : need.not_told_apart) row.not_told_apart.push_back(cube.axes.items[static_cast<std::size_t>(other)]);
            if (surprises) {
                auto const& list = place.cell ? surprises->estates : surprises->committees;
                auto const wanted = place.cell ? *place.cell : place.strata.size() == 1 ? place.strata.front() : -1;
                for (auto const& found : list.cells)
                    if (found.item == need.need && found.area == wanted) {
                        row.verdict = found.verdict;
                        if (found.expected == found.expected) row.expected = found.expected;
                    }
            }
            out.needs.push_back(std::move(row));
        }
        return {};
    }));
    return out;
}

namespace
{

// The share of a flagged cell with the interval of ST-51, without finite correction (ST-29).
void adjust_flagged(RoundCube const& cube, SurpriseList& list, bool estates, ShareOptions options)
{
    options.fpc = FiniteCorrection::off;
    options.level = list.coverage_level;
    for (auto& cell : list.cells) {
        if (cell.verdict != SurpriseVerdict::surprise && cell.verdict != SurpriseVerdict::possible) continue;
        CellKey key{{cell.area}, {}, 0, cell.item};
        if (estates) key = {{cube.cube.shape().stratum_of_cell[static_cast<std::size_t>(cell.area)]}, cell.area, 0, cell.item};
        if (auto adjusted = share_of(cube.cube, cube.population, key, options)) cell.adjusted = std::move(*adjusted);
    }
}

bool asked_of_most(RoundCube const& cube, std::int32_t item)
{
    std::int64_t asked = 0, responding = 0;
    for (std::int32_t cell = 0; cell < static_cast<std::int32_t>(cube.axes.cells.size()); ++cell) {
        asked += cube.cube.moments(cell, 0, item).households;
        responding += cube.cube.households(cell);
    }
    return asked * 2 > responding; // group items: too few are asked in one place
}

// The age class that most households of a committee live in, by the register.
std::vector<std::string> age_classes_of_committees(RoundCube const& cube)
{
    std::vector<std::map<std::string, std::int64_t>> households(cube.axes.committees.size());
    for (std::size_t cell = 0; cell < cube.axes.cells.size(); ++cell) {
        auto const known = cube.population.households_of_cell.find(static_cast<std::int32_t>(cell));
        if (known == cube.population.households_of_cell.end()) continue;
        auto const stratum = static_cast<std::size_t>(cube.cube.shape().stratum_of_cell[cell]);
        households[stratum][age_class(cube.axes.facts[cell].build_year)] += known->second;
    }
    std::vector<std::string> out;
    for (auto const& counts : households) {
        auto const most = std::ranges::max_element(counts, {}, [](auto const& entry) { return entry.second; });
        out.push_back(most == counts.end() ? age_class({}) : most->first);
    }
    return out;
}

} // namespace

std::vector<OddItem> EstimateService::find_odd_items(RoundCube const& cube)
{
    std::vector<OddCell> cells;
    for (std::int32_t item = 0; item < static_cast<std::int32_t>(cube.axes.items.size()); ++item) {
        if (!asked_of_most(cube, item)) continue;
        for (auto const& [place, one] : small_areas_.shares(cube, SmallAreaUnit::neighbourhood, item))
            cells.push_back({place, item, one.share, static_cast<double>(one.answers)});
    }
    return odd_items(cells, age_classes_of_committees(cube));
}

std::shared_ptr<EstimateService::Found const> EstimateService::found_surprises(RoundCube const& cube, bool strict)
{
    auto const version = change_number(cube);
    {
        std::lock_guard lock{mutex_};
        if (auto const known = found_.find({cube.round.id, strict}); known != found_.end() && known->second->version == version) return known->second;
    }
    auto found = std::make_shared<Found>();
    found->version = version;
    auto options = shown_on_pages(cube);
    options.fpc = FiniteCorrection::on;
    std::vector<PeerFacts> estates, committees;
    std::vector<std::int32_t> estate_cells;
    for (std::int32_t cell = 0; cell < static_cast<std::int32_t>(cube.axes.cells.size()); ++cell) {
        auto const& facts = cube.axes.facts[static_cast<std::size_t>(cell)];
        if (cube.axes.stratum_of.contains(facts.area)) committees.push_back(facts);
        else if (cube.cube.households(cell) > 0) {
            estates.push_back(facts);
            estate_cells.push_back(cell);
        }
    }
    auto const like_estates = characteristics(estates), like_committees = characteristics(committees);
    std::vector<ItemAnswers> by_estate, by_committee;
    for (std::int32_t item = 0; item < static_cast<std::int32_t>(cube.axes.items.size()); ++item) {
        if (!asked_of_most(cube, item)) continue;
        ItemAnswers estate_answers{item, {}}, committee_answers{item, {}};
        for (std::size_t i = 0; i < estate_cells.size(); ++i) {
            auto const stratum = cube.cube.shape().stratum_of_cell[static_cast<std::size_t>(estate_cells[i])];
            if (auto answers = area_answers(cube.cube, cube.population, {{stratum}, estate_cells[i], 0, item}, estate_cells[i], like_estates[i], options)) estate_answers.areas.push_back(std::move(*answers));
        }
        for (std::size_t s = 0; s < committees.size(); ++s) {
            auto const stratum = static_cast<std::int32_t>(s);
            if (auto answers = area_answers(cube.cube, cube.population, {{stratum}, {}, 0, item}, stratum, like_committees[s], options)) committee_answers.areas.push_back(std::move(*answers));
        }
        by_estate.push_back(std::move(estate_answers));
        by_committee.push_back(std::move(committee_answers));
    }
    SurpriseOptions wanted;
    if (strict) wanted.control = Control::benjamini_yekutieli;
    found->estates = find_surprises(by_estate, wanted);
    found->committees = find_surprises(by_committee, wanted);
    adjust_flagged(cube, found->estates, true, options);
    adjust_flagged(cube, found->committees, false, options);
    found->odd = find_odd_items(cube);
    std::lock_guard lock{mutex_};
    return found_[{cube.round.id, strict}] = found;
}

Result<std::vector<GuessComparison>> EstimateService::compare_guesses(AreaId const& area, RoundId const& round, std::vector<Guess> const& guesses)
{
    std::vector<GuessComparison> out;
    if (guesses.empty()) return out;
    auto const page = TRY(estimates(area, round, "all"));
    std::vector<GuessedNeed> needs;
    for (auto const& need : page.needs) needs.push_back({need.item, need.share, need.bands, need.rank});
    TRY(cubes_.with(round, [&](RoundCube const& cube) -> Result<void> {
        auto const place = TRY(place_in_round(cube, tree_, area));
        auto const share_at = [&](std::string const& item, double level) -> Result<Estimate> {
            auto options = shown_on_pages(cube);
            options.fpc = FiniteCorrection::off;
            options.level = level;
            return share_of(cube.cube, cube.population, {place.strata, place.cell, 0, *cube.axes.item(item)}, options);
        };
        for (auto const& guess : guesses) out.push_back(TRY(compare_guess(guess, needs, share_at)));
        return {};
    }));
    return out;
}

Result<AreaSurprises> EstimateService::surprises(AreaId const& area, RoundId const& round, SurpriseWish const& wish)
{
    AreaSurprises out;
    out.guesses = TRY(compare_guesses(area, round, wish.guesses));
    TRY(cubes_.with(round, [&](RoundCube const& cube) -> Result<void> {
        auto const place = TRY(place_in_round(cube, tree_, area));
        auto const found = found_surprises(cube, wish.strict);
        auto const by_estate = !found->estates.cells.empty();
        auto const& list = by_estate ? found->estates : found->committees;
        auto const cells = cells_in(cube, place);
        out.unit = by_estate ? "estate" : "neighbourhood";
        out.tested = list.tested;
        out.rate = list.rate;
        out.threshold = list.threshold;
        out.control = list.control;
        out.flagged = list.flagged;
        out.coverage_level = list.coverage_level;
        for (auto const& cell : list.cells) {
            auto const mine = by_estate ? std::ranges::find(cells, cell.area) != cells.end() : std::ranges::find(place.strata, cell.area) != place.strata.end();
            if (!mine) continue;
            if (cell.verdict == SurpriseVerdict::cannot_be_detected) ++out.not_detectable;
            for (auto const gap : {cell.detectable_above, cell.detectable_below})
                if (gap == gap && !(out.smallest_detectable_gap <= gap)) out.smallest_detectable_gap = gap;
            if (cell.verdict != SurpriseVerdict::surprise && cell.verdict != SurpriseVerdict::possible) continue;
            auto const id = by_estate ? cube.axes.cells[static_cast<std::size_t>(cell.area)] : cube.axes.committees[static_cast<std::size_t>(cell.area)];
            out.cells.push_back({id, cube.axes.items[static_cast<std::size_t>(cell.item)], cell});
        }
        std::ranges::stable_sort(out.cells, {}, [](AreaSurprise const& s) { return std::pair{s.surprise.verdict != SurpriseVerdict::surprise, -std::abs(s.surprise.gap)}; });
        if (place.strata.size() == 1 && !place.cell)
            for (auto const& odd : found->odd)
                if (odd.area == place.strata.front()) out.odd.push_back({area, cube.axes.items[static_cast<std::size_t>(odd.item)], odd});
        std::ranges::stable_sort(out.odd, std::greater{}, [](OddNeed const& need) { return std::abs(need.odd.residual); });
        return {};
    }));
    return out;
}

Result<RoundComparison> EstimateService::comparison(AreaId const& area, RoundId const& first, RoundId const& second)
{
    RoundComparison out;
    TRY(cubes_.with(first, [&](RoundCube const& before) -> Result<void> {
        return cubes_.with(second, [&](RoundCube const& after) -> Result<void> {
            if (before.axes.cells != after.axes.cells || before.axes.items != after.axes.items || before.axes.groups != after.axes.groups)
                return refuse(ErrorKind::conflict, "analysis.rounds_differ");
            auto const place = TRY(place_in_round(after, tree_, area));
            if (place.cell) return refuse(ErrorKind::bad_input, "analysis.compare_committees");
            std::vector<HouseholdAnswers> one, two;
            for (auto const stratum : place.strata) {
                auto const& a = before.answers[static_cast<std::size_t>(stratum)];
                auto const& b = after.answers[static_cast<std::size_t>(stratum)];
                one.insert(one.end(), a.begin(), a.end());
                two.insert(two.end(), b.begin(), b.end());
            }
            Overlap const overlap{after.cube.shape(), one, two};
            out.first_households = static_cast<std::int64_t>(one.size());
            out.second_households = static_cast<std::int64_t>(two.size());
            auto const options = shown_on_pages(after);
            for (std::int32_t item = 0; item < static_cast<std::int32_t>(after.axes.items.size()); ++item) {
                CellKey const key{place.strata, {}, 0, item};
                if (!asked_in(after, cells_in(after, place), 0, item)) continue;
                auto const a = share_of(before.cube, before.population, key, options);
                auto const b = share_of(after.cube, after.population, key, options);
                auto const difference = change_of_share({&before.cube, &before.population}, {&after.cube, &after.population}, overlap, key, options);
                if (!a || !b || !difference) continue;
                out.needs.push_back({after.axes.items[static_cast<std::size_t>(item)], *a, *b, *difference});
            }
            for (auto const stratum : place.strata)
                if (!after.axes.items.empty()) out.in_both += overlap.counts(stratum, 0, 0).households;
            return {};
        });
    }));
    return out;
}

Result<EstimateService::Answered> EstimateService::households_that_answered(storage::Connection& connection,
                                                                           AreaId const& area, RoundId const& round_id,
                                                                           std::string const& item,
                                                                           std::string const& group)
{
    auto const round = TRY(survey::round_store::by_id(connection, round_id));
    auto const version =
        TRY(survey::questionnaire_store::version(connection, round.questionnaire, round.questionnaire_version));
    auto const wanted = std::ranges::find(version.codebook.items, item, &survey::Item::need_item);
    if (wanted == version.codebook.items.end() || wanted->place == 0)
        return refuse(ErrorKind::bad_input, "analysis.no_item", {{"item", item}});
    auto const bit = std::ranges::find(version.codebook.groups, group) - version.codebook.groups.begin();
    auto const everybody = group.empty() || group == survey::kAllGroups;
    auto const place = tree_.find(area);
    auto const only_estate = place && place->kind == AreaKind::estate ? area.text() : std::string{};
    auto const committee = tree_.ancestor(area, AreaKind::neighbourhood);
    Answered out;
    for (auto const& each : committee ? std::vector{*tree_.find(*committee)} : tree_.below(area, AreaKind::neighbourhood))
        survey::response_store::for_each_coded(connection, each.id, round_id, [&](survey::CodedRow const& row) {
            if (row.set_aside || (!only_estate.empty() && row.estate != only_estate)) return;
            if (!everybody && (row.groups >> bit & 1U) == 0) return;
            auto const said = counted(row.coded[static_cast<std::size_t>(wanted->place - 1)]);
            if (said < 0) return;
            auto& list = said == 1 ? out.yes : out.no;
            auto const household = HouseholdId{*Uuid::parse(row.household)};
            if (list.empty() || list.back() != household) list.push_back(household);
        });
    return out;
}

} // namespace lilong::analysis
