// Do two questions hang together? The Pearson statistic of a weighted table, corrected for the design (ST-28).
//
// Source: Rao & Scott (1984), second order; Thomas & Rao (1987). v = weighted cell indicators of a unit, p = cell
// shares, T = sum of weights, X_h = sum v v', s_h = B_h - p S_h:
//   V = T^-2 sum g_h { X_h - p(X_h 1)' - (X_h 1)p' + pp' 1'X_h 1 - s_h s_h'/n_h }
//   Delta = (C'D^-1 C/n)^-1 C'D^-1 V D^-1 C,  F = X2/tr Delta,  df1 = (tr Delta)^2/tr Delta^2,  df2 = df1 nu.
// C: interaction columns of the 0/1 model matrix less their regression on the main effects; D = diag p.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/taylor_estimate.h"

namespace lilong::analysis
{

// The answers of one unit: weights in the cells row * columns + column of the table.
struct TableUnit {
    std::vector<std::pair<std::size_t, double>> weights;
};

struct TableStratum {
    std::int64_t units = 0; // n_h: also those without an answer to both
    double population = kNoPopulation;
    std::vector<TableUnit> answered;
    std::string name;
};

struct TableTest {
    double pearson = kUndefined;
    double f = kUndefined, df1 = kUndefined, df2 = kUndefined, p_value = kUndefined;
    double df = 0; // nu
    bool lonely = false;
};

// Rows and columns with total 0 are left out; with fewer than two of either the numbers stay undefined.
Result<TableTest> rao_scott_test(std::size_t table_rows, std::size_t table_columns, std::int64_t n,
                                 std::span<TableStratum const> strata, TaylorOptions const& options);

} // namespace lilong::analysis
