#include "analysis/guess_rule.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/false_discovery_rule.h"

namespace lilong::analysis
{

namespace
{

void check_bands(Guess const& guess, std::span<std::string const> items, std::vector<FieldError>& wrong)
{
    std::set<std::string> seen;
    for (std::size_t i = 0; i < guess.bands.size(); ++i) {
        auto const& band = guess.bands[i];
        auto const at = "/bands/" + std::to_string(i);
        if (std::ranges::find(items, band.item) == items.end())
            wrong.push_back({at + "/item", "analysis.guess_item_unknown", {{"item", band.item}}});
        if (!seen.insert(band.item).second)
            wrong.push_back({at + "/item", "analysis.guess_item_twice", {{"item", band.item}}});
        if (band.lower < 0 || band.upper > 100 || band.lower >= band.upper || band.upper - band.lower > kWidestGuess)
            wrong.push_back({at, "analysis.guess_band", {{"widest", std::to_string(kWidestGuess)}}});
    }
}

void check_top(Guess const& guess, std::span<std::string const> items, std::vector<FieldError>& wrong)
{
    if (guess.top.empty()) return;
    auto const wanted = std::min(kTopNeeds, items.size());
    if (guess.top.size() != wanted)
        wrong.push_back({"/top", "analysis.guess_top_size", {{"wanted", std::to_string(wanted)}}});
    std::set<std::string> seen;
    for (std::size_t i = 0; i < guess.top.size(); ++i) {
        auto const at = "/top/" + std::to_string(i);
        if (std::ranges::find(items, guess.top[i]) == items.end())
            wrong.push_back({at, "analysis.guess_item_unknown", {{"item", guess.top[i]}}});
        if (!seen.insert(guess.top[i]).second)
            wrong.push_back({at, "analysis.guess_item_twice", {{"item", guess.top[i]}}});
    }
}

double from_band(double share, GuessBand const& band)
{
    auto const lower = band.lower / 100.0, upper = band.upper / 100.0;
    return share > upper ? share - upper : share < lower ? share - lower : 0;
}

// The answers that those who did not answer would need, for the share among all to reach `wanted`.
double unseen_share(double share, double f, double wanted)
{
    return f < 1 ? (wanted - f * share) / (1 - f) : kUndefined;
}

bool may_be_compared(GuessedNeed const& need)
{
    return need.share.design != Design::convenience && !std::isnan(need.share.value); // ST-4
}

SurpriseVerdict verdict_of_band(GuessCell const& cell, GuessBand const& band, GuessOptions const& options)
{
    if (cell.estimate.flags.insufficient) return SurpriseVerdict::cannot_be_detected;
    auto const lower = band.lower / 100.0, upper = band.upper / 100.0;
    constexpr double kRounding = 1e-12; // an interval exactly delta outside counts
    auto const above = cell.adjusted.lower >= upper + options.smallest_gap - kRounding;
    auto const below = cell.adjusted.upper <= lower - options.smallest_gap + kRounding;
    if (above && cell.bands.nonresponse.lower <= upper) return SurpriseVerdict::possible;
    if (below && cell.bands.nonresponse.upper >= lower) return SurpriseVerdict::possible;
    if (above || below) return SurpriseVerdict::surprise;
    return cell.smallest_detectable_gap <= options.detectable_limit ? SurpriseVerdict::as_expected
                                                                    : SurpriseVerdict::cannot_be_detected;
}

Result<GuessCell> band_cell(GuessBand const& band, GuessedNeed const& need, double level, ShareAtLevel const& share_at,
                            GuessOptions const& options)
{
    GuessCell cell{.item = band.item,
                   .band = band,
                   .rank = need.rank,
                   .bands = need.bands,
                   .estimate = need.share,
                   .adjusted = {}};
    if (!may_be_compared(need)) return cell;
    cell.adjusted = TRY(share_at(band.item, level));
    cell.gap = from_band(need.share.value, band);
    auto const edge = (cell.gap < 0 ? band.lower : band.upper) / 100.0;
    auto const reach =
        cell.gap < 0 ? cell.adjusted.upper - cell.adjusted.value : cell.adjusted.value - cell.adjusted.lower;
    cell.smallest_detectable_gap = options.smallest_gap + reach;
    if (cell.gap != 0) cell.removed_by_unseen_share = unseen_share(need.share.value, need.share.f, edge);
    cell.verdict = verdict_of_band(cell, band, options);
    return cell;
}

// Needs whose rank interval lies inside the first five although nobody expected them there.
void add_missing_on_list(GuessComparison& out, std::span<GuessedNeed const> needs)
{
    std::vector<double> shares;
    for (auto const& need : needs)
        if (may_be_compared(need)) shares.push_back(need.share.value);
    std::ranges::sort(shares, std::greater{});
    for (auto const& need : needs) {
        if (std::ranges::find(out.guess.top, need.item) != out.guess.top.end() || !may_be_compared(need)) continue;
        if (!need.rank || need.rank->worst > static_cast<std::int64_t>(kTopNeeds)) continue;
        GuessCell cell{.item = need.item,
                       .kind = GuessKind::top_list,
                       .band = {},
                       .rank = need.rank,
                       .bands = need.bands,
                       .estimate = need.share,
                       .adjusted = {}};
        auto const sixth = shares.size() > kTopNeeds ? shares[kTopNeeds] : 0; // below it, it would leave the first five
        cell.removed_by_unseen_share = unseen_share(need.share.value, need.share.f, sixth);
        cell.verdict = need.bands.nonresponse.lower <= sixth ? SurpriseVerdict::possible : SurpriseVerdict::surprise;
        out.cells.push_back(std::move(cell));
    }
}

} // namespace

Result<void> check_guess(Guess const& guess, std::span<std::string const> items)
{
    if (guess.bands.empty() && guess.top.empty()) return refuse(ErrorKind::bad_input, "analysis.guess_empty");
    std::vector<FieldError> wrong;
    check_bands(guess, items, wrong);
    check_top(guess, items, wrong);
    if (wrong.empty()) return {};
    return refuse(ErrorKind::bad_input, "analysis.guess_not_usable", {}, std::move(wrong));
}

Result<GuessComparison> compare_guess(Guess const& guess, std::span<GuessedNeed const> needs,
                                      ShareAtLevel const& share_at, GuessOptions const& options)
{
    GuessComparison out{.guess = guess, .cells = {}};
    if (guess.waived) return out;
    std::vector<std::pair<GuessBand const*, GuessedNeed const*>> pairs;
    for (auto const& band : guess.bands) {
        auto const need = std::ranges::find(needs, band.item, &GuessedNeed::item);
        if (need == needs.end()) continue; // nobody was asked
        pairs.emplace_back(&band, &*need);
        if (!may_be_compared(*need)) continue;
        ++out.compared;
        if (std::abs(from_band(need->share.value, band)) >= options.smallest_gap) ++out.stood_out;
    }
    if (out.compared > 0)
        out.level = coverage_level(std::max<std::int64_t>(1, out.stood_out), out.compared, options.rate);
    for (auto const& [band, need] : pairs)
        out.cells.push_back(TRY(band_cell(*band, *need, out.level, share_at, options)));
    if (!guess.top.empty()) add_missing_on_list(out, needs);
    return out;
}

} // namespace lilong::analysis
