#include "reports/crosstab_estimate.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <map>

#include "analysis/false_discovery_rule.h"
#include "analysis/presentation_rule.h"
#include "analysis/share_interval_estimate.h"

namespace lilong::reports
{

namespace
{

using analysis::StratumSums;

struct Sums {
    double u = 0, v = 0; // yes and answers of one unit
};

class Counting
{
public:
    explicit Counting(CrosstabInput const& input) : input_(input)
    {
        for (auto const& stratum : input.strata) {
            auto const units = static_cast<double>(std::max<std::int64_t>(stratum.units, 1));
            weights_.push_back(static_cast<double>(std::max(stratum.population, stratum.units)) / units);
        }
        out_.tables.resize(static_cast<std::size_t>(input.questions));
        out_.cells_of_table.resize(static_cast<std::size_t>(input.questions));
        inner_.resize(static_cast<std::size_t>(input.questions));
    }

    Result<Crosstab> run()
    {
        for (auto const& unit : input_.units) count(unit);
        for (auto const& [key, index] : index_) out_.cells[index].share = TRY(share_of(index));
        for (std::size_t cell = 0; cell < out_.cells.size(); ++cell) compare(cell);
        fill_tables();
        TRY(associate());
        return std::move(out_);
    }

private:
    std::size_t cell_of(std::int32_t question, std::int32_t row, std::int32_t column)
    {
        auto const [found, fresh] = index_.try_emplace({question, row, column}, out_.cells.size());
        if (fresh) {
            out_.cells.push_back({.row = row, .column = column, .question = question, .share = {}});
            strata_.emplace_back(input_.strata.size());
            members_.emplace_back();
        }
        return found->second;
    }

    // Every cell in which one answer counts: its own, and the totals that mean something.
    std::vector<std::size_t> cells_of(Observation const& answer)
    {
        std::vector<std::size_t> out;
        for (std::int32_t r = -1; r < static_cast<std::int32_t>(answer.rows.size()); ++r)
            for (std::int32_t c = -1; c < static_cast<std::int32_t>(answer.columns.size()); ++c) {
                if ((r < 0 && input_.rows_are_questions) || (c < 0 && input_.columns_are_questions)) continue;
                out.push_back(cell_of(answer.question, r < 0 ? -1 : answer.rows[static_cast<std::size_t>(r)],
                                      c < 0 ? -1 : answer.columns[static_cast<std::size_t>(c)]));
            }
        std::ranges::sort(out);
        return out;
    }

    void count(CrosstabUnit const& unit)
    {
        std::map<std::size_t, Sums> of_unit;
        auto const begin = of_units_.size();
        of_units_.resize(begin + static_cast<std::size_t>(input_.questions));
        auto const unit_index = begin / static_cast<std::size_t>(input_.questions);
        for (auto const& answer : unit.answers) {
            auto const cells = cells_of(answer);
            for (auto const cell : cells) {
                of_unit[cell].v += 1;
                of_unit[cell].u += answer.yes;
            }
            auto& total = of_units_[begin + static_cast<std::size_t>(answer.question)];
            total.v += 1;
            total.u += answer.yes;
            auto& inner = inner_[static_cast<std::size_t>(answer.question)][cells];
            ++inner.first;
            inner.second += answer.yes;
        }
        auto const w = weights_[static_cast<std::size_t>(unit.stratum)];
        for (auto const& [cell, sums] : of_unit) {
            auto& of_cell = out_.cells[cell];
            of_cell.n += static_cast<std::int64_t>(sums.v);
            of_cell.yes += static_cast<std::int64_t>(sums.u);
            ++of_cell.households;
            auto& s = strata_[cell][static_cast<std::size_t>(unit.stratum)];
            ++s.units_in_domain;
            s.b_u += w * sums.u;
            s.b_v += w * sums.v;
            s.a_uu += w * w * sums.u * sums.u;
            s.a_uv += w * w * sums.u * sums.v;
            s.a_vv += w * w * sums.v * sums.v;
            members_[cell].emplace_back(unit_index, sums);
        }
    }

    void complete(std::vector<StratumSums>& strata) const
    {
        for (std::size_t h = 0; h < strata.size(); ++h) {
            strata[h].units = input_.strata[h].units;
            strata[h].population = static_cast<double>(std::max(input_.strata[h].population, input_.strata[h].units));
        }
    }

    Result<analysis::Estimate> share_of(std::size_t index)
    {
        auto& strata = strata_[index];
        complete(strata);
        auto const found = TRY(analysis::ratio_of_sums(strata, {}));
        auto const& cell = out_.cells[index];
        analysis::Estimate out;
        out.value = found.value;
        out.se = found.se();
        out.df = found.df;
        out.n = cell.n;
        out.n_psu = found.n_psu;
        out.f = found.f;
        out.design = analysis::Design::census_attempt;
        for (std::size_t h = 0; h < strata.size(); ++h)
            if (strata[h].units_in_domain > 0) out.design = analysis::weakest(out.design, input_.strata[h].design);
        analysis::ShareFacts const facts{.share = found.value,
                                         .variance = found.variance,
                                         .df = found.df,
                                         .n = cell.n,
                                         .n_psu = found.n_psu,
                                         .f = found.f,
                                         .unseen = found.unseen,
                                         .boundary_deff = 1,
                                         .exact = {}};
        auto const interval = analysis::share_interval(facts, analysis::Method::automatic, out.level);
        out.lower = interval.interval.lower;
        out.upper = interval.interval.upper;
        out.method = interval.method;
        out.flags.boundary = interval.boundary;
        out.flags.lonely_psu = found.lonely;
        out.flags.over_coverage = found.over_coverage;
        out.flags.insufficient = analysis::presentation_of_share(facts).insufficient;
        return out;
    }

    void compare(std::size_t index)
    {
        auto& cell = out_.cells[index];
        double all_u = 0, all_v = 0, own_u = 0, own_v = 0;
        auto const questions = static_cast<std::size_t>(input_.questions);
        auto const total = [&](std::size_t unit) { return of_units_[unit * questions + static_cast<std::size_t>(cell.question)]; };
        for (std::size_t i = 0; i < input_.units.size(); ++i) {
            auto const w = weights_[static_cast<std::size_t>(input_.units[i].stratum)];
            all_u += w * total(i).u;
            all_v += w * total(i).v;
        }
        for (auto const& s : strata_[index]) own_u += s.b_u, own_v += s.b_v;
        auto const rest_v = all_v - own_v, rest_u = all_u - own_u;
        if (own_v <= 0 || rest_v <= 1e-9) return;
        auto const own = own_u / own_v, rest = rest_u / rest_v;
        std::vector<double> sum(input_.strata.size(), 0), squares(input_.strata.size(), 0);
        auto member = members_[index].begin();
        for (std::size_t i = 0; i < input_.units.size(); ++i) {
            Sums mine;
            if (member != members_[index].end() && member->first == i) mine = (member++)->second;
            auto const all = total(i);
            if (all.v <= 0) continue;
            auto const h = static_cast<std::size_t>(input_.units[i].stratum);
            auto const z = weights_[h] * ((mine.u - own * mine.v) / own_v -
                                          (all.u - mine.u - rest * (all.v - mine.v)) / rest_v);
            sum[h] += z;
            squares[h] += z * z;
        }
        double variance = 0, df = 0;
        for (std::size_t h = 0; h < sum.size(); ++h) {
            auto const n = static_cast<double>(input_.strata[h].units);
            if (n < 2) continue;
            variance += n / (n - 1) * (squares[h] - sum[h] * sum[h] / n);
            if (squares[h] > 0) df += n - 1;
        }
        cell.gap = own - rest;
        if (variance <= 0 || df < 1) return;
        cell.p_value = 2 * boost::math::cdf(boost::math::complement(boost::math::students_t{df},
                                                                    std::abs(cell.gap) / std::sqrt(variance)));
    }

    void fill_tables()
    {
        for (std::size_t question = 0; question < out_.tables.size(); ++question) {
            auto& table = out_.tables[question];
            std::map<std::size_t, std::vector<std::int32_t>> inner_of;
            for (auto const& [cells, counts] : inner_[question]) {
                std::string key;
                for (auto const cell : cells)
                    key += std::to_string(out_.cells[cell].row) + "," + std::to_string(out_.cells[cell].column) + ";";
                auto const inner = table.add_inner({key, counts.first, counts.second, 1});
                for (auto const cell : cells) inner_of[cell].push_back(inner);
            }
            for (auto& [cell, inner] : inner_of) {
                auto const& c = out_.cells[cell];
                auto const level = (c.row >= 0 ? 1 : 0) + (c.column >= 0 ? 1 : 0);
                table.add_cell(
                    {std::to_string(c.row) + "," + std::to_string(c.column), level, std::move(inner), c.households});
                out_.cells_of_table[question].push_back(cell);
            }
        }
    }

    Result<void> associate()
    {
        for (auto const of_rows : {true, false}) {
            if (of_rows ? input_.rows_are_questions : input_.columns_are_questions) continue;
            auto const many = static_cast<std::size_t>(of_rows ? input_.rows : input_.columns);
            for (std::int32_t question = 0; question < input_.questions; ++question) {
                std::vector<analysis::TableStratum> strata(input_.strata.size());
                for (std::size_t h = 0; h < strata.size(); ++h)
                    strata[h] = {input_.strata[h].units,
                                 static_cast<double>(std::max(input_.strata[h].population, input_.strata[h].units)),
                                 {},
                                 {}};
                std::int64_t n = 0;
                for (auto const& unit : input_.units) {
                    analysis::TableUnit counted;
                    auto const h = static_cast<std::size_t>(unit.stratum);
                    for (auto const& answer : unit.answers)
                        if (answer.question == question)
                            for (auto const place : of_rows ? answer.rows : answer.columns) {
                                counted.weights.emplace_back(static_cast<std::size_t>(place) * 2 + (answer.yes ? 0 : 1),
                                                             weights_[h]);
                                ++n;
                            }
                    if (!counted.weights.empty()) strata[h].answered.push_back(std::move(counted));
                }
                auto test = TRY(analysis::rao_scott_test(many, 2, n, strata, {.fpc = analysis::FiniteCorrection::off}));
                out_.associations.push_back({of_rows, question, test});
            }
        }
        return {};
    }

    CrosstabInput const& input_;
    std::vector<double> weights_;
    Crosstab out_;
    std::map<std::tuple<std::int32_t, std::int32_t, std::int32_t>, std::size_t> index_;
    std::vector<std::vector<StratumSums>> strata_;                   // by cell
    std::vector<std::vector<std::pair<std::size_t, Sums>>> members_; // by cell: unit and its sums
    std::vector<Sums> of_units_; // unit × question
    std::vector<std::map<std::vector<std::size_t>, std::pair<std::int64_t, std::int64_t>>> inner_;
};

} // namespace

Result<Crosstab> crosstab_of(CrosstabInput const& input) { return Counting{input}.run(); }

void judge(Crosstab& table, std::vector<bool> const& shown, double rate)
{
    std::vector<double> p_values;
    std::vector<std::size_t> judged;
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        auto const& cell = table.cells[i];
        if (!shown[i] || !std::isfinite(cell.p_value) || (cell.row < 0 && cell.column < 0)) continue;
        judged.push_back(i);
        p_values.push_back(cell.p_value);
    }
    auto const adjusted = analysis::benjamini_hochberg(p_values);
    for (std::size_t i = 0; i < judged.size(); ++i) {
        auto& cell = table.cells[judged[i]];
        cell.verdict = adjusted[i] > rate ? CellVerdict::alike : cell.gap > 0 ? CellVerdict::above : CellVerdict::below;
    }
}

} // namespace lilong::reports
