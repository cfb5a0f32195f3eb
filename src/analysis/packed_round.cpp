#include "analysis/packed_round.h"

namespace lilong::analysis
{

PackedRound::PackedRound(RoundCube const& cube)
    : items_(static_cast<std::int32_t>(cube.axes.items.size())),
      columns_(cube.cube.shape().strata, 2 * items_ + cube.cube.shape().domains), cells_(cube.answers.size())
{
    std::vector<std::uint64_t> bits;
    auto const set = [&](std::int32_t column) {
        bits[static_cast<std::size_t>(column) / 64] |= std::uint64_t{1} << (column % 64);
    };
    for (std::size_t s = 0; s < cube.answers.size(); ++s)
        for (auto const& household : cube.answers[s])
            for (auto const& record : household.records) {
                bits.assign(static_cast<std::size_t>(columns_.columns() + 63) / 64, 0);
                for (std::int32_t item = 0; item < items_; ++item) {
                    auto const value = record.values[static_cast<std::size_t>(item)];
                    if (value >= 0) set(valid(item));
                    if (value > 0) set(yes(item));
                }
                set(group(0));
                for (std::int32_t domain = 1; domain < cube.cube.shape().domains; ++domain)
                    if (((record.groups >> (domain - 1)) & 1U) != 0) set(group(domain));
                columns_.append(static_cast<std::int32_t>(s), bits);
                cells_[s].push_back(household.cell);
            }
}

RowMask PackedRound::of_cell(std::int32_t cell) const
{
    auto mask = columns_.nobody();
    for (std::size_t s = 0; s < cells_.size(); ++s)
        for (std::size_t row = 0; row < cells_[s].size(); ++row)
            if (cells_[s][row] == cell)
                columns_.let_in(mask, static_cast<std::int32_t>(s), static_cast<std::int32_t>(row));
    return mask;
}

} // namespace lilong::analysis
