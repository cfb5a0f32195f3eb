// The command line of `lilong analyse` (ST-93) as values: what the analyst asked for, checked for contradictions before
// any file is opened. A refusal from here is a usage error (exit 2).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/types.h"
#include "base/error.h"
#include "base/text.h"

namespace lilong::analysis
{

enum class Estimator { proportion, mean, total, ratio, quantile };
enum class OutputFormat { table, csv, json };

struct AnalyseOptions {
    bool help = false;
    Language language = Language::zh_cn;
    std::string file;
    std::vector<std::string> variables;
    Estimator estimator = Estimator::proportion;
    std::string denominator;
    std::vector<std::string> probs{"0.5"}; // as given, they name the rows
    std::vector<std::string> by;
    std::string weight, stratum, psu, population; // columns; empty when not given
    LonelyRule lonely = LonelyRule::fail;
    Method interval = Method::automatic;
    double level = 0.95;
    std::optional<std::string> value;
    std::vector<std::string> missing;
    std::optional<std::pair<std::string, std::string>> chisq;
    std::optional<std::pair<std::string, std::string>> post_stratify; // column, margins file
    std::vector<std::string> rake;                                    // margins files
    std::string wave, household;
    std::optional<std::pair<std::string, std::string>> waves;
    OutputFormat format = OutputFormat::table;
};

// The language is found first, so that even a refusal speaks it.
Language language_of_arguments(std::vector<std::string> const& arguments);
Result<AnalyseOptions> parse_analyse_options(std::vector<std::string> const& arguments);

} // namespace lilong::analysis
