// A CSV file as the analyst's options see it: design columns checked row by row, answers as numbers or levels. Every
// refusal names file, row and column (ST-93).
#pragma once

#include <string>
#include <vector>

#include "analysis/analyse_options.h"
#include "analysis/calibration_estimate.h"
#include "base/csv.h"

namespace lilong::analysis
{

// How the rows were drawn: strata, units, weights. Rows that take no part (other waves) have stratum -1.
struct DesignFrame {
    struct Stratum {
        std::string name;
        std::int64_t units = 0;            // n_h
        double population = kNoPopulation; // N_h
        bool one_row_per_unit = true;
        bool equal_weights = true;
        double weight = -1; // of the first row
    };
    std::vector<Stratum> strata;
    std::vector<int> stratum;   // per row
    std::vector<int> unit;      // per row; numbered through all strata, the same for both waves of a household
    std::vector<double> weight; // per row
    std::vector<int> stratum_of_unit;
    bool population_known = false;
    std::vector<Margin> margins;     // empty unless calibrated; `weight` is final then
    std::vector<double> base_weight; // before calibration
};

// What is estimated: a value per row (NaN: no valid answer), and for ratios the denominator (empty: 1).
struct Target {
    std::string name;
    std::vector<double> y, x;
};

// Disjoint domains; -1: the row belongs to none.
struct Domains {
    std::vector<std::string> names; // "col=value;col2=value2"; empty for the whole
    std::vector<int> of_row;
};

// The distinct valid values of a column, in order (by number when all are numbers), and each row's level (-1: missing).
struct Levels {
    std::vector<std::string> names;
    std::vector<double> numbers; // NaN where a level is no number
    std::vector<int> of_row;
    bool numeric = true;
};

class AnalyseData
{
public:
    static Result<AnalyseData> read(AnalyseOptions const& options);

    std::size_t rows() const { return table_.rows.size(); }
    AnalyseOptions const& options() const { return options_; }
    // The rows of one wave, or all rows (wave empty). Refuses missing, negative or inconsistent design values.
    Result<DesignFrame> design(std::string const& wave = {}) const;
    // Weights that meet the totals of --post-stratify or --rake; nothing without them.
    Result<void> calibrate(DesignFrame& frame) const;
    Result<std::vector<Target>> targets() const;
    Result<Domains> domains() const;
    Result<Levels> levels(std::string const& column) const;
    // Refuses at a cell, with file, row and column among the facts; row counts from 0 in the data.
    Refusal refuse_at(std::string code, std::size_t row, std::string const& column, Facts facts = {}) const;
    Refusal refuse_column(std::string code, std::string const& column, Facts facts = {}) const; // at the header

private:
    Result<Margin> margin(std::string const& file, std::string column) const;
    Result<std::size_t> column(std::string const& name) const;
    std::string_view cell(std::size_t row, std::size_t column) const;
    bool is_missing(std::string_view text) const;
    Result<std::vector<double>> numbers(std::string const& column) const;
    Result<std::vector<Target>> proportion_targets(std::string const& variable) const;
    std::vector<double> indicator(std::size_t column, std::string const& value) const;

    AnalyseOptions options_;
    CsvTable table_;
};

} // namespace lilong::analysis
