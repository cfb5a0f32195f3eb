#include "disclosure/audit_rule.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <coin/ClpSimplex.hpp>
#include <coin/CoinPackedMatrix.hpp>

namespace lilong::disclosure
{

namespace
{

double const kUnlimited = COIN_DBL_MAX;
constexpr double kTolerance = 1e-6;

double required(double value) { return std::max(kNarrowest, kNarrowestShare * value); }

// Columns 2i and 2i + 1 are yes and no of inner cell i.
class Programme
{
public:
    Programme(Table const& table, std::vector<Known> const& known) : table_(table)
    {
        model_.setLogLevel(0);
        Rows rows;
        for (std::size_t position = 0; position < known.size(); ++position) add(rows, known[position], position);
        auto const columns = static_cast<int>(2 * table.inner().size());
        CoinPackedMatrix const matrix{false,
                                      columns,
                                      static_cast<int>(rows.lower.size()),
                                      static_cast<CoinBigIndex>(rows.columns.size()),
                                      rows.values.data(),
                                      rows.columns.data(),
                                      rows.starts.data(),
                                      rows.lengths.data()};
        for (auto const& inner : table.inner()) most_ += 4 * static_cast<double>(inner.persons);
        std::vector<double> const zero(2 * table.inner().size(), 0), most(zero.size(), most_);
        model_.loadProblem(matrix, zero.data(), most.data(), zero.data(), rows.lower.data(), rows.upper.data());
    }

    // A row over one cell whose bounds can be set and lifted again: what a contributor knows of itself.
    void fix(std::size_t cell, bool fixed)
    {
        for (auto const index : table_.cells()[cell].inner) {
            auto const& inner = table_.inner()[static_cast<std::size_t>(index)];
            auto const yes = static_cast<double>(inner.yes), no = static_cast<double>(inner.persons - inner.yes);
            model_.setColumnBounds(2 * index, fixed ? yes : 0, fixed ? yes : most_);
            model_.setColumnBounds(2 * index + 1, fixed ? no : 0, fixed ? no : most_);
        }
    }

    bool solve(std::vector<double> const& objective, double direction)
    {
        for (std::size_t column = 0; column < objective.size(); ++column)
            model_.setObjectiveCoefficient(static_cast<int>(column), objective[column]);
        model_.setOptimizationDirection(direction);
        model_.primal(0, 1); // from the last solution
        if (model_.isProvenOptimal()) return true;
        model_.allSlackBasis(true);
        model_.primal();
        return model_.isProvenOptimal();
    }
    double const* solution() const { return model_.primalColumnSolution(); }

    std::vector<std::size_t> binding() const
    {
        std::vector<std::size_t> out;
        for (std::size_t row = 0; row < known_of_row_.size(); ++row)
            if (std::abs(model_.dualRowSolution()[row]) > kTolerance) out.push_back(known_of_row_[row]);
        return out;
    }

private:
    struct Rows {
        std::vector<CoinBigIndex> starts;
        std::vector<int> lengths, columns;
        std::vector<double> values, lower, upper;
    };

    void add(Rows& rows, Known const& known, std::size_t position)
    {
        auto const put = [&](auto coefficients, double lower, double upper) {
            rows.starts.push_back(static_cast<CoinBigIndex>(rows.columns.size()));
            for (auto const index : known.inner) {
                auto const [yes, no] = coefficients(table_.inner()[static_cast<std::size_t>(index)].weight);
                for (auto const& [column, value] : {std::pair{2 * index, yes}, std::pair{2 * index + 1, no}}) {
                    if (value == 0) continue;
                    rows.columns.push_back(column);
                    rows.values.push_back(value);
                }
            }
            rows.lengths.push_back(
                static_cast<int>(static_cast<CoinBigIndex>(rows.columns.size()) - rows.starts.back()));
            rows.lower.push_back(lower);
            rows.upper.push_back(upper);
            known_of_row_.push_back(position);
        };
        put(
            [](double) {
                return std::pair{1.0, 1.0};
            },
            known.base.lower + known.more_base, known.base.upper + known.more_base);
        if (known.yes)
            put(
                [](double) {
                    return std::pair{1.0, 0.0};
                },
                known.yes->lower + known.more_yes, known.yes->upper + known.more_yes);
        if (!known.share) return;
        auto const more_no = known.more_weighted_base - known.more_weighted_yes;
        auto const side = [&](double share) {
            return [share](double weight) { return std::pair{weight * (1 - share), -weight * share}; };
        };
        auto const moved = [&](double share) { return (1 - share) * known.more_weighted_yes - share * more_no; };
        put(side(known.share->lower), moved(known.share->lower), kUnlimited);
        put(side(known.share->upper), -kUnlimited, moved(known.share->upper));
    }

    Table const& table_;
    double most_ = 1000; // in one inner cell: beyond what anybody would believe, so that every programme has an end
    ClpSimplex model_;
    std::vector<std::size_t> known_of_row_;
};

struct Seen {
    double lower = std::numeric_limits<double>::infinity();
    double upper = -std::numeric_limits<double>::infinity();
    void see(double value)
    {
        lower = std::min(lower, value);
        upper = std::max(upper, value);
    }
    double width() const { return upper - lower; }
};

constexpr Measure kMeasures[]{Measure::base, Measure::yes, Measure::no};

class Attacker
{
public:
    Attacker(Table const& table, std::vector<std::size_t> const& hidden, std::vector<Known> const& known)
        : table_(table), hidden_(hidden), programme_(table, known), columns_(2 * table.inner().size()),
          seen_(3 * hidden.size())
    {
        for (std::size_t i = 0; i < table.inner().size(); ++i) {
            truth_.push_back(static_cast<double>(table.inner()[i].yes));
            truth_.push_back(static_cast<double>(table.inner()[i].persons - table.inner()[i].yes));
        }
    }

    AuditReport report()
    {
        witness(truth_.data(), seen_);
        look_around(seen_);
        for (std::size_t position = 0; position < hidden_.size() && !report_.impossible; ++position)
            for (auto const measure : kMeasures) bound(position, measure);
        for (std::size_t position = 0; position < hidden_.size() && !report_.impossible; ++position)
            if (table_.counts(hidden_[position]).persons == 1) as_contributor(position);
        return std::move(report_);
    }

private:
    std::size_t slot(std::size_t position, Measure measure) const
    {
        return 3 * position + static_cast<std::size_t>(measure);
    }

    double measured(std::size_t position, Measure measure, double const* solution) const
    {
        double sum = 0;
        for (auto const index : table_.cells()[hidden_[position]].inner) {
            if (measure != Measure::no) sum += solution[2 * index];
            if (measure != Measure::yes) sum += solution[2 * index + 1];
        }
        return sum;
    }

    void witness(double const* solution, std::vector<Seen>& seen) const
    {
        for (std::size_t position = 0; position < hidden_.size(); ++position)
            for (auto const measure : kMeasures)
                seen[slot(position, measure)].see(measured(position, measure, solution));
    }

    // Pushes many hidden cells up and down at once: most of them show their width in these few solutions.
    void look_around(std::vector<Seen>& seen)
    {
        if (hidden_.size() < 4) return;
        std::uint64_t state = 0x9e3779b97f4a7c15; // any fixed numbers do
        for (int attempt = 0; attempt < 6; ++attempt) {
            std::vector<double> objective(columns_, 0);
            for (auto const cell : hidden_) {
                state = state * 6364136223846793005ULL + 1442695040888963407ULL;
                auto const sign = (state >> 62 & 1U) != 0 ? 1.0 : -1.0;
                auto const also_no = (state >> 61 & 1U) != 0 ? 1.0 : -1.0;
                for (auto const index : table_.cells()[cell].inner) {
                    objective[static_cast<std::size_t>(2 * index)] += sign;
                    objective[static_cast<std::size_t>(2 * index + 1)] += sign * also_no;
                }
            }
            for (auto& each : objective) each = std::clamp(each, -1.0, 1.0);
            if (run(objective, 1)) witness(programme_.solution(), seen);
        }
    }

    bool run(std::vector<double> const& objective, double direction)
    {
        ++report_.programmes;
        auto const solved = programme_.solve(objective, direction);
        if (!solved) report_.impossible = true;
        return solved;
    }

    std::vector<double> objective_of(std::size_t position, Measure measure) const
    {
        std::vector<double> objective(columns_, 0);
        for (auto const index : table_.cells()[hidden_[position]].inner) {
            if (measure != Measure::no) objective[static_cast<std::size_t>(2 * index)] = 1;
            if (measure != Measure::yes) objective[static_cast<std::size_t>(2 * index + 1)] = 1;
        }
        return objective;
    }

    // The exact ends of one interval, as far as they are needed; who holds the upper end comes with it.
    std::vector<std::size_t> stretch(std::size_t position, Measure measure, double wanted, std::vector<Seen>& seen)
    {
        auto const objective = objective_of(position, measure);
        std::vector<std::size_t> held_by;
        for (auto const direction : {-1.0, 1.0}) { // the larger side first: it is the one that is free
            if (seen[slot(position, measure)].width() >= wanted) return {};
            if (!run(objective, direction)) return {};
            witness(programme_.solution(), seen);
            auto const binding = programme_.binding();
            held_by.insert(held_by.end(), binding.begin(), binding.end());
        }
        std::ranges::sort(held_by);
        held_by.erase(std::unique(held_by.begin(), held_by.end()), held_by.end());
        return held_by;
    }

    void bound(std::size_t position, Measure measure)
    {
        auto const value = measured(position, measure, truth_.data());
        auto const wanted = required(value) - kTolerance;
        auto held_by = stretch(position, measure, wanted, seen_);
        auto const& seen = seen_[slot(position, measure)];
        if (seen.width() < wanted)
            report_.findings.push_back(
                {hidden_[position], measure, value, seen.lower, seen.upper, {}, std::move(held_by)});
    }

    void as_contributor(std::size_t alone)
    {
        auto const& own = table_.cells()[hidden_[alone]].inner;
        std::vector<Seen> seen(seen_.size());
        programme_.fix(hidden_[alone], true);
        witness(truth_.data(), seen);
        look_around(seen);
        for (std::size_t position = 0; position < hidden_.size() && !report_.impossible; ++position) {
            if (std::ranges::includes(own, table_.cells()[hidden_[position]].inner)) continue; // nobody else is in it
            for (auto const measure : {Measure::yes, Measure::no}) {
                auto held_by = stretch(position, measure, 1 - kTolerance, seen);
                auto const& found = seen[slot(position, measure)];
                if (found.width() < 1 - kTolerance)
                    report_.findings.push_back({hidden_[position], measure, measured(position, measure, truth_.data()),
                                                found.lower, found.upper, hidden_[alone], std::move(held_by)});
            }
        }
        programme_.fix(hidden_[alone], false);
    }

    Table const& table_;
    std::vector<std::size_t> const& hidden_;
    Programme programme_;
    std::size_t columns_;
    std::vector<double> truth_;
    std::vector<Seen> seen_;
    AuditReport report_;
};

} // namespace

AuditReport audit(Table const& table, std::vector<std::size_t> const& hidden, std::vector<Known> const& known)
{
    if (hidden.empty()) return {};
    return Attacker{table, hidden, known}.report();
}

} // namespace lilong::disclosure
