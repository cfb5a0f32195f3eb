// What is left of a line, always from the entries (BU-22): left = allocated − committed − paid; a payment uses up its
// commitment first. No line and no commitment may become negative.
#pragma once

#include <vector>

#include "base/error.h"
#include "budgeting/types.h"

namespace lilong::budgeting
{

struct Figures {
    Money allocated, committed, paid;
    Money left() const { return allocated - committed - paid; }
};
Figures figures(Fund const& fund, Line line, std::vector<LedgerEntry> const& entries);

struct Commitment {
    Money open, paid;
};
Commitment commitment(std::string_view id, std::vector<LedgerEntry> const& entries);

// budgeting.over_remaining, budgeting.over_commitment: refused with the figures.
Result<void> fits(LedgerEntry const& next, Fund const& fund, std::vector<LedgerEntry> const& entries);
// Lines within the caps of DM-1: office at most 50,000 yuan. budgeting.office_line_too_high
Result<void> lines_in_order(Fund const& fund);

} // namespace lilong::budgeting
