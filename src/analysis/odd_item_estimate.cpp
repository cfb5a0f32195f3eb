#include "analysis/odd_item_estimate.h"

#include <algorithm>
#include <cmath>
#include <eigen3/Eigen/Core>
#include <eigen3/Eigen/QR>
#include <map>
#include <set>

namespace lilong::analysis
{

namespace
{

constexpr std::size_t kSmallestClass = 5;

double logit(double p) { return std::log(p / (1 - p)); }
double logistic(double x) { return 1 / (1 + std::exp(-x)); }

struct Point {
    std::size_t cell = 0; // of the list given
    Eigen::Index row = 0, column = 0;
    double value = 0, weight = 0;
};

// Nobody and everybody stay half an answer away from the end, where the logit would be infinite.
double inside(OddCell const& cell)
{
    return std::clamp(cell.share, .5 / (cell.answers + 1), 1 - .5 / (cell.answers + 1));
}

std::vector<std::string> joined_classes(std::span<OddCell const> cells, std::span<std::string const> classes)
{
    std::map<std::string, std::set<std::int32_t>> members;
    for (auto const& cell : cells)
        if (cell.answers > 0) members[classes[static_cast<std::size_t>(cell.area)]].insert(cell.area);
    std::vector<std::string> out(classes.begin(), classes.end());
    if (members.empty()) return out;
    auto const largest =
        std::ranges::max_element(members, {}, [](auto const& entry) { return entry.second.size(); })->first;
    for (auto& label : out)
        if (members[label].size() < kSmallestClass) label = largest;
    return out;
}

// a_i + b_j fitted to the points by weighted least squares; gives the fitted value of each. The rows are eliminated,
// what remains is a small system in b.
std::vector<double> fitted_values(std::vector<Point> const& points, Eigen::Index rows, Eigen::Index columns)
{
    Eigen::MatrixXd w = Eigen::MatrixXd::Zero(rows, columns);
    Eigen::VectorXd row_sum = Eigen::VectorXd::Zero(rows), row_weight = Eigen::VectorXd::Zero(rows);
    Eigen::VectorXd column_sum = Eigen::VectorXd::Zero(columns);
    for (auto const& p : points) {
        w(p.row, p.column) += p.weight;
        row_weight(p.row) += p.weight;
        row_sum(p.row) += p.weight * p.value;
        column_sum(p.column) += p.weight * p.value;
    }
    Eigen::MatrixXd normal = Eigen::MatrixXd{w.colwise().sum().transpose().asDiagonal()};
    Eigen::VectorXd right = column_sum;
    for (Eigen::Index i = 0; i < rows; ++i) {
        if (row_weight(i) <= 0) continue;
        normal.noalias() -= w.row(i).transpose() * w.row(i) / row_weight(i);
        right.noalias() -= w.row(i).transpose() * (row_sum(i) / row_weight(i));
    }
    // The level shared by all b is free: the smallest solution is as good as any, fitted values are the same.
    Eigen::VectorXd const b = normal.completeOrthogonalDecomposition().solve(right);
    std::vector<double> out;
    for (auto const& p : points) {
        auto const a = (row_sum(p.row) - w.row(p.row).dot(b)) / row_weight(p.row);
        out.push_back(a + b(p.column));
    }
    return out;
}

} // namespace

std::vector<OddItem> odd_items(std::span<OddCell const> cells, std::span<std::string const> classes)
{
    auto const labels = joined_classes(cells, classes);
    std::map<std::string, std::vector<std::size_t>> by_class;
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (cells[i].answers > 0) by_class[labels[static_cast<std::size_t>(cells[i].area)]].push_back(i);
    std::vector<OddItem> all(cells.size());
    for (auto const& [label, members] : by_class) {
        std::map<std::int32_t, Eigen::Index> rows, columns;
        std::vector<Point> points;
        for (auto const i : members) {
            auto const share = inside(cells[i]);
            auto const row = rows.try_emplace(cells[i].area, static_cast<Eigen::Index>(rows.size())).first->second;
            auto const column =
                columns.try_emplace(cells[i].item, static_cast<Eigen::Index>(columns.size())).first->second;
            points.push_back({i, row, column, logit(share), cells[i].answers * share * (1 - share)});
        }
        auto const fitted =
            fitted_values(points, static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(columns.size()));
        for (std::size_t k = 0; k < points.size(); ++k) {
            auto const& cell = cells[points[k].cell];
            all[points[k].cell] = {cell.area, cell.item, points[k].value - fitted[k], cell.share, logistic(fitted[k])};
        }
    }
    std::vector<OddItem> out;
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (cells[i].answers > 0) out.push_back(all[i]);
    return out;
}

} // namespace lilong::analysis
