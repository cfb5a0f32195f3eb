#include "budgeting/remaining_rule.h"

namespace lilong::budgeting
{

namespace
{
constexpr Money kOfficeCap = Money::yuan(50'000);
}

Figures figures(Fund const& fund, Line line, std::vector<LedgerEntry> const& entries)
{
    Figures out{fund.of(line), {}, {}};
    for (auto const& entry : entries) {
        if (entry.line != line) continue;
        if (entry.kind == EntryKind::commit)
            out.committed += entry.amount;
        else
            out.committed -= entry.amount;
        if (entry.kind == EntryKind::pay) out.paid += entry.amount;
    }
    return out;
}

Commitment commitment(std::string_view id, std::vector<LedgerEntry> const& entries)
{
    Commitment out;
    for (auto const& entry : entries) {
        if (entry.commitment != id) continue;
        if (entry.kind == EntryKind::commit)
            out.open += entry.amount;
        else
            out.open -= entry.amount;
        if (entry.kind == EntryKind::pay) out.paid += entry.amount;
    }
    return out;
}

Result<void> fits(LedgerEntry const& next, Fund const& fund, std::vector<LedgerEntry> const& entries)
{
    if (next.kind == EntryKind::commit) {
        auto const left = figures(fund, next.line, entries).left();
        if (next.amount > left)
            return refuse(ErrorKind::limit_reached, "budgeting.over_remaining",
                          {{"cost", next.amount.yuan_text()}, {"remaining", left.yuan_text()}});
        return {};
    }
    auto const open = commitment(next.commitment, entries).open;
    if (next.amount > open)
        return refuse(ErrorKind::limit_reached, "budgeting.over_commitment",
                      {{"cost", next.amount.yuan_text()}, {"open", open.yuan_text()}});
    return {};
}

Result<void> lines_in_order(Fund const& fund)
{
    if (fund.office > kOfficeCap)
        return refuse(ErrorKind::limit_reached, "budgeting.office_line_too_high", {{"cap", kOfficeCap.yuan_text()}});
    return {};
}

} // namespace lilong::budgeting
