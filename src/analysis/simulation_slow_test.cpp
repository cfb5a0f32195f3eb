// What only many draws can show, with stored seeds: the table of waves (ST-53), small areas against the direct share
// (ST-63, ST-64), planted surprises (ST-69). The figures are printed.
#include <cmath>
#include <cstdio>
#include <gtest/gtest.h>
#include <numeric>

#include "analysis/distribution_rule.h"
#include "analysis/random_draw_rule.h"
#include "analysis/small_area_estimate.h"
#include "analysis/surprise_rule.h"
#include "analysis/wave_difference_estimate.h"

namespace lilong::analysis
{
namespace
{

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

// ---- waves

struct WavesPlan {
    int n1, n2, both;
};

struct Verdicts {
    double variance = 0, covered = 0;
    void add(double estimated, double error, double t)
    {
        variance += estimated;
        covered += std::abs(error) <= t * std::sqrt(estimated) + 1e-12 ? 1 : 0;
    }
};

StratumSums wave_sums(std::vector<int> const& y, std::vector<int> const& sample, double population)
{
    auto const n = static_cast<double>(sample.size()), w = population / n;
    double yes = 0;
    for (auto const i : sample) yes += y[static_cast<std::size_t>(i)];
    StratumSums out;
    out.units = out.units_in_domain = static_cast<std::int64_t>(sample.size());
    out.population = population;
    out.b_u = w * yes;
    out.b_v = w * n;
    out.a_uu = out.a_uv = w * w * yes;
    out.a_vv = w * w * n;
    return out;
}

OverlapSums overlap_sums(std::vector<int> const& y1, std::vector<int> const& y2, std::vector<int> const& both,
                         double w1, double w2)
{
    OverlapSums out;
    out.households = static_cast<std::int64_t>(both.size());
    for (auto const i : both) {
        auto const a = y1[static_cast<std::size_t>(i)], b = y2[static_cast<std::size_t>(i)];
        out.u1 += w1 * a;
        out.v1 += w1;
        out.u2 += w2 * b;
        out.v2 += w2;
        out.u1u2 += w1 * w2 * a * b;
        out.u1v2 += w1 * w2 * a;
        out.v1u2 += w1 * w2 * b;
        out.v1v2 += w1 * w2;
    }
    return out;
}

// One design with the union of the households as units: what must not be done.
double stacked_variance(std::vector<int> const& y1, std::vector<int> const& y2, std::vector<int> const& first,
                        std::vector<int> const& second, double population)
{
    std::vector<double> z(y1.size(), 0);
    std::vector<bool> in(y1.size(), false);
    auto const add = [&](std::vector<int> const& y, std::vector<int> const& sample, double sign) {
        double yes = 0;
        for (auto const i : sample) yes += y[static_cast<std::size_t>(i)];
        auto const n = static_cast<double>(sample.size());
        for (auto const i : sample) {
            z[static_cast<std::size_t>(i)] += sign * (y[static_cast<std::size_t>(i)] - yes / n) / n;
            in[static_cast<std::size_t>(i)] = true;
        }
    };
    add(y1, first, -1);
    add(y2, second, 1);
    double n = 0, sum = 0, squares = 0;
    for (std::size_t i = 0; i < z.size(); ++i) {
        if (!in[i]) continue;
        n += 1;
        sum += z[i];
        squares += z[i] * z[i];
    }
    return (1 - n / population) * n / (n - 1) * (squares - sum * sum / n);
}

TEST(WavesSimulated, the_overlap_formula_covers_and_the_two_shortcuts_do_not)
{
    constexpr int kPopulation = 500, kDraws = 20'000;
    SeededRng rng{53};
    std::vector<int> y1, y2;
    for (int i = 0; i < kPopulation; ++i) {
        y1.push_back(rng.unit() < .3 ? 1 : 0);
        y2.push_back(rng.unit() < .7 ? y1.back() : rng.unit() < .4 ? 1 : 0);
    }
    auto const truth =
        (std::accumulate(y2.begin(), y2.end(), 0.0) - std::accumulate(y1.begin(), y1.end(), 0.0)) / kPopulation;
    std::printf(
        "n1, n2, both      overlap          stacked          independent   (estimated/true variance, coverage)\n");
    for (auto const& plan : {WavesPlan{300, 250, 200}, {450, 430, 400}, {100, 100, 60}, {490, 485, 480}}) {
        std::vector<int> order(kPopulation);
        std::iota(order.begin(), order.end(), 0);
        Verdicts ours, stacked, independent;
        double error_squares = 0;
        auto const t = t_quantile(.975, std::min(plan.n1, plan.n2) - 1);
        for (int draw = 0; draw < kDraws; ++draw) {
            auto const needed = plan.n1 + plan.n2 - plan.both;
            for (int k = 0; k < needed; ++k)
                std::swap(order[static_cast<std::size_t>(k)],
                          order[static_cast<std::size_t>(k) + rng.below(static_cast<std::uint64_t>(kPopulation - k))]);
            std::vector<int> const both(order.begin(), order.begin() + plan.both);
            std::vector<int> const first(order.begin(), order.begin() + plan.n1);
            std::vector<int> second(both);
            second.insert(second.end(), order.begin() + plan.n1, order.begin() + needed);
            WaveStratum const stratum{wave_sums(y1, first, kPopulation),
                                      wave_sums(y2, second, kPopulation),
                                      overlap_sums(y1, y2, both, kPopulation / static_cast<double>(plan.n1),
                                                   kPopulation / static_cast<double>(plan.n2)),
                                      {}};
            auto const change = wave_difference(std::vector{stratum}, Statistic::ratio, {}).value();
            auto const error = change.difference - truth;
            error_squares += error * error;
            ours.add(change.variance, error, t);
            stacked.add(stacked_variance(y1, y2, first, second, kPopulation), error, t);
            independent.add(change.first.variance + change.second.variance, error, t);
        }
        std::printf("%3d, %3d, %3d     %.2f / %.3f     %.2f / %.3f     %.2f / %.3f\n", plan.n1, plan.n2, plan.both,
                    ours.variance / error_squares, ours.covered / kDraws, stacked.variance / error_squares,
                    stacked.covered / kDraws, independent.variance / error_squares, independent.covered / kDraws);
        EXPECT_GE(ours.covered / kDraws, .935);
        EXPECT_LE(ours.covered / kDraws, .965);
        EXPECT_LT(stacked.covered / kDraws, .935);     // far too short
        EXPECT_GT(independent.covered / kDraws, .955); // too long
        EXPECT_NEAR(ours.variance / error_squares, 1, .05);
    }
}

// ---- small areas

TEST(SmallAreasSimulated, predicted_shares_are_nearer_to_the_truth_than_direct_ones_and_the_stretched_interval_holds_it)
{
    std::printf("answered   error^2 against direct   coverage without / with the model's own error\n");
    for (auto const fraction : {.12, .3, .62}) {
        SeededRng rng{63};
        double direct = 0, predicted = 0, narrow = 0, wide = 0, all = 0;
        for (int world = 0; world < 12; ++world) {
            std::vector<SmallArea> areas;
            std::vector<double> truth;
            for (int i = 0; i < 40; ++i) {
                SmallArea area{.population = 100 + static_cast<std::int64_t>(rng.below(200)),
                               .group = i % 4,
                               .characteristics = {}};
                area.answers = std::llround(fraction * static_cast<double>(area.population));
                area.weight = static_cast<double>(area.population) / static_cast<double>(area.answers);
                auto const theta = draw_beta(rng, .3 * 15, .7 * 15);
                area.yes = draw_binomial(rng, area.answers, theta);
                truth.push_back(
                    static_cast<double>(area.yes + draw_binomial(rng, area.population - area.answers, theta)) /
                    static_cast<double>(area.population));
                areas.push_back(area);
            }
            auto const fitted = predict_areas(areas).value();
            auto const uncertainty = bootstrap_areas(areas, fitted, kBootstrapDraws, rng);
            for (std::size_t i = 0; i < areas.size(); ++i) {
                auto const& one = fitted.areas[i];
                auto const stretched = with_model_uncertainty(one, uncertainty.inflation[i], areas[i]);
                direct +=
                    std::pow(static_cast<double>(areas[i].yes) / static_cast<double>(areas[i].answers) - truth[i], 2);
                predicted += std::pow(one.share - truth[i], 2);
                narrow += one.interval.lower - 1e-9 <= truth[i] && truth[i] <= one.interval.upper + 1e-9 ? 1 : 0;
                wide +=
                    stretched.interval.lower - 1e-9 <= truth[i] && truth[i] <= stretched.interval.upper + 1e-9 ? 1 : 0;
                all += 1;
            }
        }
        std::printf("  %.2f            %.2f                    %.3f / %.3f\n", fraction, predicted / direct,
                    narrow / all, wide / all);
        EXPECT_LT(predicted, direct);
        EXPECT_GE(wide / all, .92);
        EXPECT_GE(wide, narrow);
    }
}

// ---- surprises

struct Found {
    double right = 0, wrong = 0, planted = 0;
};

// 275 committees, eight needs; `outliers` of the cells leave their peers by 2.2 logits.
Found search(SeededRng& rng, std::int64_t answers, double outliers, double spread)
{
    std::vector<ItemAnswers> items;
    std::vector<std::vector<bool>> planted;
    Found out;
    for (std::int32_t j = 0; j < 8; ++j) {
        ItemAnswers item{.item = j, .areas = {}};
        planted.emplace_back();
        for (std::int32_t i = 0; i < 275; ++i) {
            auto const is_planted = rng.unit() < outliers;
            planted.back().push_back(is_planted);
            out.planted += is_planted ? 1 : 0;
            auto const eta =
                -.6 + .15 * j + spread * draw_normal(rng) + (is_planted ? (rng.unit() < .5 ? 2.2 : -2.2) : 0);
            auto const yes = draw_binomial(rng, answers, logistic(eta));
            Estimate estimate;
            estimate.value = static_cast<double>(yes) / static_cast<double>(answers);
            estimate.lower = std::max(0.0, estimate.value - .03);
            estimate.upper = std::min(1.0, estimate.value + .03);
            estimate.n = answers;
            estimate.f = .62;
            estimate.design = Design::census_attempt;
            item.areas.push_back(
                {.area = i, .yes = yes, .answers = answers, .characteristics = {}, .estimate = estimate});
        }
        items.push_back(std::move(item));
    }
    for (auto const& cell : find_surprises(items).cells) {
        if (cell.verdict != SurpriseVerdict::surprise && cell.verdict != SurpriseVerdict::possible) continue;
        auto const is_planted = planted[static_cast<std::size_t>(cell.item)][static_cast<std::size_t>(cell.area)];
        (is_planted ? out.right : out.wrong) += 1;
    }
    return out;
}

TEST(SurprisesSimulated, planted_surprises_are_found_with_few_false_ones_and_a_quiet_district_stays_quiet)
{
    SeededRng rng{69};
    constexpr int kLists = 20;
    std::printf("answers   spread of peers   false share   power\n");
    for (auto const& [answers, spread, least] :
         {std::tuple{600, .4, .7}, {600, .6, .3}, {100, .4, .3}, {12, .4, 0.0}}) {
        double false_share = 0, right = 0, planted = 0;
        for (int list = 0; list < kLists; ++list) {
            auto const found = search(rng, answers, .04, spread);
            false_share += found.right + found.wrong > 0 ? found.wrong / (found.right + found.wrong) / kLists : 0;
            right += found.right;
            planted += found.planted;
        }
        std::printf("  %4d          %.1f            %.3f        %.2f\n", answers, spread, false_share, right / planted);
        EXPECT_LE(false_share, .12);
        EXPECT_GE(right / planted, least);
    }
    double loud = 0, flagged = 0;
    for (int list = 0; list < kLists; ++list) {
        auto const found = search(rng, 600, 0, .4);
        loud += found.wrong > 0 ? 1 : 0;
        flagged += found.wrong;
    }
    std::printf("nothing planted: %.0f of %d lists name anything, %.1f cells in all of %d\n", loud, kLists, flagged,
                kLists * 2200);
    EXPECT_LE(flagged / kLists, 1);
}

} // namespace
} // namespace lilong::analysis
