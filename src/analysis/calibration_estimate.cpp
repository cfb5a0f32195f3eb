#include "analysis/calibration_estimate.h"

#include <algorithm>
#include <cmath>
#include <eigen3/Eigen/QR>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace lilong::analysis
{

namespace
{

constexpr int kMostRounds = 1000;
constexpr double kMet = 1e-9; // relative

// Rows with the same level in every margin share one factor.
struct Cell {
    std::vector<int> levels; // one per margin
    double base = 0, factor = 1;
};

struct Cells {
    std::vector<Cell> cells;
    std::vector<std::size_t> of_row;
};

Cells cells_of(std::vector<double> const& base, std::vector<Margin> const& margins)
{
    Cells out;
    std::map<std::vector<int>, std::size_t> known;
    for (std::size_t row = 0; row < base.size(); ++row) {
        std::vector<int> levels;
        for (auto const& margin : margins) levels.push_back(margin.of_row[row]);
        auto const [found, fresh] = known.try_emplace(levels, out.cells.size());
        if (fresh) out.cells.push_back({std::move(levels)});
        out.cells[found->second].base += base[row];
        out.of_row.push_back(found->second);
    }
    return out;
}

std::vector<double> weighted_totals(Cells const& cells, std::size_t margin, std::size_t levels)
{
    std::vector<double> totals(levels);
    for (auto const& cell : cells.cells)
        totals[static_cast<std::size_t>(cell.levels[margin])] += cell.base * cell.factor;
    return totals;
}

// The margin and level that are furthest from their total, relative to it.
struct Worst {
    double distance = 0;
    std::size_t margin = 0, level = 0;
};

Worst worst_of(Cells const& cells, std::vector<Margin> const& margins)
{
    Worst worst;
    for (std::size_t m = 0; m < margins.size(); ++m) {
        auto const totals = weighted_totals(cells, m, margins[m].levels.size());
        for (std::size_t l = 0; l < totals.size(); ++l) {
            auto const wanted = margins[m].totals[l];
            auto const distance = std::abs(totals[l] - wanted) / (wanted > 0 ? wanted : 1);
            if (distance > worst.distance) worst = {distance, m, l};
        }
    }
    return worst;
}

} // namespace

Result<std::vector<double>> calibrated_weights(std::vector<double> const& base, std::vector<Margin> const& margins)
{
    auto cells = cells_of(base, margins);
    Worst worst;
    for (int round = 0; round < kMostRounds; ++round) {
        for (std::size_t m = 0; m < margins.size(); ++m) {
            auto const totals = weighted_totals(cells, m, margins[m].levels.size());
            for (auto& cell : cells.cells) {
                auto const level = static_cast<std::size_t>(cell.levels[m]);
                if (totals[level] > 0) cell.factor *= margins[m].totals[level] / totals[level];
            }
        }
        worst = worst_of(cells, margins);
        if (worst.distance > kMet) continue;
        std::vector<double> out;
        for (std::size_t row = 0; row < base.size(); ++row)
            out.push_back(base[row] * cells.cells[cells.of_row[row]].factor);
        return out;
    }
    auto const& margin = margins[worst.margin];
    return refuse(ErrorKind::bad_input, "analysis.margin_not_met",
                  {{"column", margin.column},
                   {"level", margin.levels[worst.level]},
                   {"distance", fmt::format("{:.2g} %", worst.distance * 100)}});
}

std::vector<double> calibration_residuals(std::vector<double> const& values, std::vector<double> const& base,
                                          std::vector<Margin> const& margins)
{
    std::vector<Eigen::Index> first; // column of each margin's first level
    Eigen::Index columns = 0;
    for (auto const& margin : margins) {
        first.push_back(columns);
        columns += static_cast<Eigen::Index>(margin.levels.size());
    }
    auto const column_of = [&](std::size_t m, std::size_t row) { return first[m] + margins[m].of_row[row]; };
    Eigen::MatrixXd normal = Eigen::MatrixXd::Zero(columns, columns);
    Eigen::VectorXd right = Eigen::VectorXd::Zero(columns);
    for (std::size_t row = 0; row < values.size(); ++row)
        for (std::size_t m = 0; m < margins.size(); ++m) {
            right(column_of(m, row)) += base[row] * values[row];
            for (std::size_t k = 0; k < margins.size(); ++k) normal(column_of(m, row), column_of(k, row)) += base[row];
        }
    // Several margins overlap by their common total: any solution gives the same residuals.
    Eigen::VectorXd const slope = normal.completeOrthogonalDecomposition().solve(right);
    std::vector<double> out;
    for (std::size_t row = 0; row < values.size(); ++row) {
        double fitted = 0;
        for (std::size_t m = 0; m < margins.size(); ++m) fitted += slope(column_of(m, row));
        out.push_back(values[row] - fitted);
    }
    return out;
}

} // namespace lilong::analysis
