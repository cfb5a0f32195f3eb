// The answers of a live round as packed columns: one row per record, for filters that no counter foresees.
//     PackedRound round{cube};
//     auto mask = round.columns().where(round.yes(gate)); mask &= round.of_cell(estate);
//     round.columns().count({.groups = {round.group(0), round.group(elderly)}, .first = 0, .last = round.values(),
//                            .filter = &mask}).at(stratum, 1, round.yes(lamps));
#pragma once

#include "analysis/packed_columns.h"
#include "analysis/round_cube.h"

namespace lilong::analysis
{

class PackedRound
{
public:
    explicit PackedRound(RoundCube const& cube);

    PackedColumns const& columns() const { return columns_; }
    std::int32_t valid(std::int32_t item) const { return item; }
    std::int32_t yes(std::int32_t item) const { return items_ + item; }
    std::int32_t values() const { return 2 * items_; }                          // columns [0, values()) are answers
    std::int32_t group(std::int32_t domain) const { return values() + domain; } // 0: everybody
    RowMask of_cell(std::int32_t cell) const;                                   // an estate

private:
    std::int32_t items_;
    PackedColumns columns_;
    std::vector<std::vector<std::int32_t>> cells_; // per stratum, of each row
};

} // namespace lilong::analysis
