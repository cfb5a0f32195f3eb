// The yearly fund of a committee (domain.md 6): about 250,000 yuan in three lines, and a ledger that is only added to.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/machine_rule.h"
#include "base/money.h"
#include "base/time.h"

namespace lilong::budgeting
{

using SpendingId = Id<struct SpendingTag>;

enum class Line { office, party, service };
inline constexpr std::array kLines{Line::office, Line::party, Line::service};
constexpr std::string_view name(Line line)
{
    constexpr std::array<std::string_view, 3> names{"office", "party", "service"};
    return names[static_cast<std::size_t>(line)];
}
constexpr std::optional<Line> line_of(std::string_view wire)
{
    for (auto line : kLines)
        if (name(line) == wire) return line;
    return std::nullopt;
}

enum class EntryKind { commit, release, pay };
constexpr std::string_view name(EntryKind kind)
{
    constexpr std::array<std::string_view, 3> names{"commit", "release", "pay"};
    return names[static_cast<std::size_t>(kind)];
}

struct Fund {
    int year = 0;
    Money office, party, service;
    Money total() const { return office + party + service; }
    Money of(Line line) const { return line == Line::office ? office : line == Line::party ? party : service; }
};

struct LedgerEntry {
    LedgerEntryId id;
    int year = 0;
    std::int64_t seq = 0;
    Line line = Line::service;
    EntryKind kind = EntryKind::commit;
    Money amount;
    Date booked_on;
    std::string purpose_zh, purpose_en;
    std::string commitment; // the spending or project whose money this is
    std::optional<ProjectId> project;
    std::string voucher, payee;
    UserId actor;
    std::string actor_name;
    Instant at;
};

struct Spending {
    SpendingId id;
    int year = 0;
    Line line = Line::service;
    Money amount;
    std::string purpose_zh, purpose_en, payee;
    std::optional<ProjectId> project;
    UserId proposer;
    std::string proposer_name, approver_name;
    Instant made_at;
    std::string state;
    std::int64_t version = 1;
};

inline Machine const kSpendingMachine{
    "spending",
    {
        {"–", "propose", "proposed", {Role::committee_worker, Role::committee_secretary}, {}},
        {"proposed", "approve", "approved", {Role::committee_secretary}, {"not_the_proposer"}},
        {"proposed", "refuse", "refused", {Role::committee_secretary}, {}, NeedsReason::yes},
        {"approved", "pay", "paid", {Role::committee_worker, Role::committee_secretary}, {"voucher"}},
        {"approved", "release", "released", {Role::committee_secretary}, {}, NeedsReason::yes},
    },
    {"paid", "refused", "released"}};

} // namespace lilong::budgeting
