#include "analysis/surprise_rule.h"

#include <algorithm>
#include <cmath>

#include "analysis/beta_binomial_estimate.h"
#include "analysis/distribution_rule.h"

namespace lilong::analysis
{

namespace
{

struct Tested {
    std::size_t cell = 0;
    std::int64_t yes = 0, answers = 0;
    double mean = 0, precision = 0;
};

std::int64_t effective(std::int64_t count, double deff)
{
    return std::llround(static_cast<double>(count) / std::max(1.0, deff));
}

std::vector<AreaCount> counts_of(ItemAnswers const& item)
{
    std::vector<AreaCount> out;
    for (auto const& area : item.areas) {
        auto const usable = area.estimate.design != Design::convenience;
        auto const deff = std::max(1.0, area.deff);
        out.push_back({.yes = usable ? static_cast<double>(area.yes) / deff : 0,
                       .answers = usable ? static_cast<double>(area.answers) / deff : 0,
                       .characteristics = area.characteristics});
    }
    return out;
}

void describe(Surprise& cell, AreaAnswers const& area, double expected, SurpriseOptions const& options)
{
    cell.share = static_cast<double>(area.yes) / static_cast<double>(area.answers);
    cell.expected = expected;
    cell.gap = cell.share - expected;
    auto const f = area.estimate.f;
    auto const m = std::isnan(area.not_answered) ? 1 - f : area.not_answered;
    cell.bands = bands_of(area.estimate, m, options.nonresponse_gap);
    if (f < 1) cell.removed_by_unseen_share = (expected - f * cell.share) / (1 - f);
}

// ST-69: walk outwards from the expected share to the first count whose mid-p would be flagged.
void find_detectable_gaps(Surprise& cell, Tested const& t, double threshold, double smallest_gap)
{
    auto const p = beta_binomial_probabilities(t.answers, t.mean, t.precision);
    auto const n = static_cast<double>(t.answers);
    double tail = 0;
    for (auto k = t.answers; k >= 0; --k) { // from the top down: the lowest count still flagged above
        auto const here = p[static_cast<std::size_t>(k)];
        auto const gap = static_cast<double>(k) / n - t.mean;
        if (gap < smallest_gap || 2 * (tail + here / 2) > threshold) break;
        cell.detectable_above = gap;
        tail += here;
    }
    tail = 0;
    for (std::int64_t k = 0; k <= t.answers; ++k) {
        auto const here = p[static_cast<std::size_t>(k)];
        auto const gap = t.mean - static_cast<double>(k) / n;
        if (gap < smallest_gap || 2 * (tail + here / 2) > threshold) break;
        cell.detectable_below = gap;
        tail += here;
    }
}

bool within(Interval const& band, double value) { return band.lower <= value && value <= band.upper; }

SurpriseVerdict verdict_of(Surprise const& cell, SurpriseOptions const& options)
{
    if (cell.adjusted_p <= options.rate && std::abs(cell.gap) >= options.smallest_gap)
        return within(cell.bands.nonresponse, cell.expected) ? SurpriseVerdict::possible : SurpriseVerdict::surprise;
    auto const toward = cell.gap >= 0 ? cell.detectable_above : cell.detectable_below;
    auto const seen = !std::isnan(toward) && toward <= options.detectable_limit;
    return seen ? SurpriseVerdict::as_expected : SurpriseVerdict::cannot_be_detected;
}

// Cells of one item, with expected shares where a model could be fitted.
void add_item(ItemAnswers const& item, SurpriseOptions const& options, SurpriseList& list, std::vector<Tested>& tested)
{
    auto const model = fit_beta_binomial(counts_of(item), Robust::winsorised_once);
    ItemModel about{.item = item.item, .precision = kUndefined, .intercept_only = false, .refusal = {}};
    if (model) {
        about.precision = model->precision;
        about.intercept_only = model->intercept_only;
    } else {
        about.refusal = model.error().code;
    }
    for (std::size_t i = 0; i < item.areas.size(); ++i) {
        auto const& area = item.areas[i];
        Surprise cell{.area = area.area, .item = item.item};
        cell.estimate = area.estimate;
        auto const answers = effective(area.answers, area.deff);
        if (model && answers > 0 && area.estimate.design != Design::convenience) {
            describe(cell, area, model->means[i], options);
            Tested const t{list.cells.size(), std::min(answers, effective(area.yes, area.deff)), answers,
                           model->means[i], model->precision};
            cell.p_value = two_sided_mid_p(t.yes, t.answers, t.mean, t.precision);
            tested.push_back(t);
        }
        list.cells.push_back(std::move(cell));
    }
    list.models.push_back(std::move(about));
}

} // namespace

SurpriseList find_surprises(std::span<ItemAnswers const> items, SurpriseOptions const& options)
{
    SurpriseList list{.cells = {}, .models = {}, .tested = 0, .rate = options.rate, .control = options.control};
    std::vector<Tested> tested;
    for (auto const& item : items) add_item(item, options, list, tested);
    std::vector<double> p_values;
    for (auto const& t : tested) p_values.push_back(list.cells[t.cell].p_value);
    auto const adjusted = adjusted_p_values(p_values, options.control);
    list.tested = static_cast<std::int64_t>(tested.size());
    list.threshold = rejection_threshold(p_values, options.rate, options.control);
    for (std::size_t i = 0; i < tested.size(); ++i) {
        auto& cell = list.cells[tested[i].cell];
        cell.adjusted_p = adjusted[i];
        find_detectable_gaps(cell, tested[i], list.threshold, options.smallest_gap);
        cell.verdict = verdict_of(cell, options);
        if (cell.verdict == SurpriseVerdict::surprise || cell.verdict == SurpriseVerdict::possible) ++list.flagged;
    }
    if (list.flagged > 0) list.coverage_level = coverage_level(list.flagged, list.tested);
    return list;
}

} // namespace lilong::analysis
