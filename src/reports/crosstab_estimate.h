// A table of shares by rows and columns: each with its design-based error, whether it differs from the rest for a
// reason, and whether rows and columns hang together with the answer at all. Pure: counted units go in.
//
// Sources: shares ST-20, intervals ST-38. A cell is compared with all others who answered the same question: the
// difference of two ratios is linearised, z = (u - p v)/M of the cell less that of the rest, summed per unit and with
// the stratum's mean removed (ST-23, ST-24), without finite correction (ST-29). Benjamini & Hochberg (1995) over the
// cells that are shown (ST-50). Association: Rao & Scott (1984), second order (ST-28).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/rao_scott_estimate.h"
#include "analysis/types.h"
#include "base/error.h"
#include "disclosure/table.h"

namespace lilong::reports
{

// One answer of a household (or of one of its residents) and where in the table it counts.
struct Observation {
    std::int32_t question = 0;      // answers to different questions are never compared
    std::vector<std::int32_t> rows; // ascending; a group's member may stand in several, or in none
    std::vector<std::int32_t> columns;
    bool yes = false;
};
struct CrosstabUnit {
    std::int32_t stratum = 0;
    std::vector<Observation> answers; // of all its members
};
struct CrosstabStratum {
    std::int64_t units = 0, population = 0; // n_h, N_h
    analysis::Design design = analysis::Design::convenience;
};
struct CrosstabInput {
    std::int32_t rows = 0, columns = 0, questions = 1;
    bool rows_are_questions = false, columns_are_questions = false; // then there is no total over them
    std::vector<CrosstabStratum> strata;
    std::vector<CrosstabUnit> units;
};

enum class CellVerdict { cannot_tell, alike, above, below };
constexpr std::string_view name(CellVerdict verdict)
{
    constexpr std::string_view names[]{"cannot_tell", "alike", "above", "below"};
    return names[static_cast<int>(verdict)];
}

struct CrosstabCell {
    std::int32_t row = -1, column = -1; // -1: all of them together
    std::int32_t question = 0;
    std::int64_t n = 0, yes = 0, households = 0;
    analysis::Estimate share;
    double p_value = analysis::kUndefined; // against the rest
    double gap = analysis::kUndefined;
    CellVerdict verdict = CellVerdict::cannot_tell;
};
struct Association {
    bool of_rows = true;
    std::int32_t question = 0;
    analysis::TableTest test;
};
struct Crosstab {
    std::vector<CrosstabCell> cells; // those that somebody answered
    std::vector<Association> associations;
    std::vector<disclosure::Table> tables; // by question: cells in the order of `cells_of_table`
    std::vector<std::vector<std::size_t>> cells_of_table;
};

Result<Crosstab> crosstab_of(CrosstabInput const& input);
// Verdicts of the cells that are shown, with the rate of false discoveries over them.
void judge(Crosstab& table, std::vector<bool> const& shown, double rate = 0.05);

} // namespace lilong::reports
