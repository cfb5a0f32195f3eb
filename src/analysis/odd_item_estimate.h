// Surprise S3 (ST-71): what is odd about one need in one committee once the committee's general level and what is usual
// for that need in committees of the same age are taken away. It only orders the reading list; there is no test behind
// it.
//
//   logit P~_ij = a_i + b_j + c_{age class(i), j} + r_ij by weighted least squares, weights n_ij P~ (1 - P~): the
//   inverse variance of a logit (delta method). Every committee has one age class, so b_j + c is one effect per class
//   and need, and the classes are fitted apart; classes with fewer than five committees join the largest.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analysis/types.h"

namespace lilong::analysis
{

struct OddCell {
    std::int32_t area = 0, item = 0;
    double share = 0;   // P~ of ST-63, ST-64
    double answers = 0; // n; cells without answers take no part
};

struct OddItem {
    std::int32_t area = 0, item = 0;
    double residual = 0; // r on the logit scale
    double share = kUndefined;
    double expected = kUndefined; // the share that the committee's level and its age class would give
};

// `classes`: the age class of each area, by its number. One entry per cell used, in the order given.
std::vector<OddItem> odd_items(std::span<OddCell const> cells, std::span<std::string const> classes);

} // namespace lilong::analysis
