// Rows over the inner cells in echelon form, modulo the prime 2^61 - 1. Small sparse linear algebra for
// suppression_rule; nothing else should need it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace lilong::disclosure
{

class Elimination
{
public:
    // Column and coefficient, columns ascending, no zeros.
    using Row = std::vector<std::pair<std::int32_t, std::uint64_t>>;

    explicit Elimination(std::size_t columns) : pivot_row_(columns, -1), dense_(columns, 0) {}

    Row reduced(std::span<std::int32_t const> ones) const; // a 0/1 row less its part in the span
    void add(Row const& reduced);                          // a reduced, non-empty row enters the basis
    // Takes `row` out of `target` at the row's pivot; both reduced before `row` entered.
    static Row without(Row const& target, Row const& row);
    static Row normalised(Row row); // first coefficient 1: equal for multiples of each other

private:
    std::vector<Row> basis_; // pivot coefficient 1
    std::vector<std::int32_t> pivot_row_;
    mutable std::vector<std::uint64_t> dense_; // between calls all zero
};

} // namespace lilong::disclosure
