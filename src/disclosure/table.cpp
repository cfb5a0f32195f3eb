#include "disclosure/table.h"

#include <algorithm>

namespace lilong::disclosure
{

std::int32_t Table::add_inner(InnerCell inner)
{
    inner_.push_back(std::move(inner));
    return static_cast<std::int32_t>(inner_.size()) - 1;
}

void Table::add_cell(Cell cell)
{
    std::ranges::sort(cell.inner);
    cell.inner.erase(std::unique(cell.inner.begin(), cell.inner.end()), cell.inner.end());
    cells_.push_back(std::move(cell));
}

Counts Table::counts(std::size_t cell) const
{
    Counts out;
    auto const& wanted = cells_[cell];
    out.households = wanted.households;
    for (auto const index : wanted.inner) {
        auto const& inner = inner_[static_cast<std::size_t>(index)];
        out.persons += inner.persons;
        out.yes += inner.yes;
        out.weight += inner.weight * static_cast<double>(inner.persons);
        out.weighted_yes += inner.weight * static_cast<double>(inner.yes);
    }
    return out;
}

} // namespace lilong::disclosure
