#include "analysis/rao_scott_estimate.h"

#include <utility>

#include <algorithm>
#include <cmath>
#include <eigen3/Eigen/LU>
#include <eigen3/Eigen/QR>

#include "analysis/distribution_rule.h"

namespace lilong::analysis
{

namespace
{

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

// Cells of the rows and columns that occur, renumbered.
struct Table {
    Eigen::Index rows = 0, columns = 0;
    std::vector<Eigen::Index> cell; // of each original cell; -1 when left out
    Eigen::Index cells() const { return rows * columns; }
};

Table occurring(std::size_t rows, std::size_t columns, std::span<TableStratum const> strata)
{
    std::vector<bool> row_seen(rows), column_seen(columns);
    for (auto const& s : strata)
        for (auto const& unit : s.answered)
            for (auto const& [cell, weight] : unit.weights)
                if (weight > 0) row_seen[cell / columns] = column_seen[cell % columns] = true;
    Table out;
    out.rows = std::ranges::count(row_seen, true);
    out.columns = std::ranges::count(column_seen, true);
    Eigen::Index r = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        Eigen::Index c = 0;
        for (std::size_t j = 0; j < columns; ++j)
            out.cell.push_back(row_seen[i] && column_seen[j] ? r * out.columns + c++ : -1);
        r += row_seen[i] ? 1 : 0;
    }
    return out;
}

Vector totals_of(TableUnit const& unit, Table const& table)
{
    Vector v = Vector::Zero(table.cells());
    for (auto const& [cell, weight] : unit.weights)
        if (table.cell[cell] >= 0) v(table.cell[cell]) += weight;
    return v;
}

Vector totals_of(std::span<TableStratum const> strata, Table const& table)
{
    Vector sum = Vector::Zero(table.cells());
    for (auto const& s : strata)
        for (auto const& unit : s.answered) sum += totals_of(unit, table);
    return sum;
}

// What one stratum adds to T^2 V: the residuals v - p (1'v) of its units about their mean. A lonely unit stands about
// 0, which is their mean over all units (ST-31).
Matrix stratum_variance(TableStratum const& s, Vector const& p, Table const& table, TaylorOptions const& options)
{
    Matrix sum = Matrix::Zero(p.size(), p.size());
    auto const n = static_cast<double>(s.units);
    auto const known = options.fpc == FiniteCorrection::on && std::isfinite(s.population);
    auto const unseen = known ? std::max(0.0, 1 - n / s.population) : 1;
    if (unseen == 0 || (s.units == 1 && options.lonely != LonelyRule::adjust)) return sum;
    Vector total = Vector::Zero(p.size());
    for (auto const& unit : s.answered) {
        Vector const v = totals_of(unit, table);
        Vector const z = v - p * v.sum();
        sum += z * z.transpose();
        total += z;
    }
    if (s.units == 1) return unseen * sum;
    return unseen * n / (n - 1) * (sum - total * total.transpose() / n);
}

// Columns of the interaction, orthogonal to the main effects.
Matrix interaction(Table const& table)
{
    Matrix main = Matrix::Zero(table.cells(), table.rows + table.columns - 1);
    Matrix both = Matrix::Zero(table.cells(), (table.rows - 1) * (table.columns - 1));
    for (Eigen::Index r = 0; r < table.rows; ++r)
        for (Eigen::Index c = 0; c < table.columns; ++c) {
            auto const cell = r * table.columns + c;
            main(cell, 0) = 1;
            if (r > 0) main(cell, r) = 1;
            if (c > 0) main(cell, table.rows - 1 + c) = 1;
            if (r > 0 && c > 0) both(cell, (r - 1) * (table.columns - 1) + c - 1) = 1;
        }
    return both - main * main.colPivHouseholderQr().solve(both);
}

double pearson_of(Vector const& p, Table const& table, double n)
{
    Vector rows = Vector::Zero(table.rows), columns = Vector::Zero(table.columns);
    for (Eigen::Index cell = 0; cell < p.size(); ++cell) {
        rows(cell / table.columns) += p(cell);
        columns(cell % table.columns) += p(cell);
    }
    double sum = 0;
    for (Eigen::Index cell = 0; cell < p.size(); ++cell) {
        auto const expected = rows(cell / table.columns) * columns(cell % table.columns);
        sum += (p(cell) - expected) * (p(cell) - expected) / expected;
    }
    return n * sum;
}

} // namespace

Result<TableTest> rao_scott_test(std::size_t table_rows, std::size_t table_columns, std::int64_t n,
                                 std::span<TableStratum const> strata, TaylorOptions const& options)
{
    TableTest out;
    for (auto const& s : strata) {
        if (s.answered.empty()) continue;
        out.df += static_cast<double>(s.answered.size()) - 1;
        if (s.units > 1 || s.population <= 1) continue;
        out.lonely = true;
        if (options.lonely == LonelyRule::fail)
            return refuse(ErrorKind::bad_input, "analysis.lonely_stratum", {{"stratum", s.name}});
    }
    auto const table = occurring(table_rows, table_columns, strata);
    if (table.rows < 2 || table.columns < 2) return out;
    Vector p = totals_of(strata, table);
    auto const all = p.sum();
    p /= all;
    Matrix variance = Matrix::Zero(p.size(), p.size());
    for (auto const& s : strata) variance += stratum_variance(s, p, table, options);
    variance /= all * all;
    Vector const inverse = p.unaryExpr([](double x) { return x > 0 ? 1 / x : 0.0; });
    Matrix const c = interaction(table);
    Matrix const weighted = inverse.asDiagonal() * c;
    Matrix const left = c.transpose() * weighted / static_cast<double>(n);
    Matrix const delta = left.fullPivLu().solve(weighted.transpose() * variance * weighted);
    auto const trace = delta.trace();
    out.pearson = pearson_of(p, table, static_cast<double>(n));
    out.f = out.pearson / trace;
    out.df1 = trace * trace / (delta * delta).trace();
    out.df2 = out.df1 * out.df;
    out.p_value = f_upper_p(out.f, out.df1, out.df2);
    return out;
}

} // namespace lilong::analysis
