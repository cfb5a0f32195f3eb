// The attacker: what the published numbers, their rounding and common sense (nothing is negative) leave possible for
// each hidden cell (ST-85). Written apart from the suppressor and knowing nothing of it: it sees numbers, not reasons.
//
// Source: the linear programme of cell bounds, Fischetti & Salazar (2001); solved with COIN-OR Clp. Unknowns are yes
// and no of every inner cell. Every solution found is a witness for all hidden cells at once, so a cell whose witnesses
// lie far enough apart needs no programme of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "disclosure/primary_rule.h"
#include "disclosure/table.h"

namespace lilong::disclosure
{

// One published figure as a reader must take it.
struct Known {
    std::vector<std::int32_t> inner;
    Range base;                 // of the number of records
    std::optional<Range> yes;   // where the count itself is told
    std::optional<Range> share; // where a percentage is told: of the weighted records
    // What has changed since it was published, which the attacker is assumed to know: new minus old.
    double more_base = 0, more_yes = 0, more_weighted_base = 0, more_weighted_yes = 0;
};

enum class Measure { base, yes, no };
constexpr std::string_view name(Measure measure)
{
    constexpr std::string_view names[]{"base", "yes", "no"};
    return names[static_cast<int>(measure)];
}

struct Finding {
    std::size_t cell = 0; // of the table
    Measure measure = Measure::yes;
    double value = 0, lower = 0, upper = 0;
    std::optional<std::size_t> contributor; // the cell whose only contributor finds it out
    std::vector<std::size_t> held_by;       // positions in `known` of the figures that hold the interval
};

struct AuditReport {
    std::vector<Finding> findings;
    std::int64_t programmes = 0; // solved
    bool impossible = false;     // some programme has no solution: then nothing may be published
};

inline constexpr double kNarrowest = 5;
inline constexpr double kNarrowestShare = 0.2; // of the value

AuditReport audit(Table const& table, std::vector<std::size_t> const& hidden, std::vector<Known> const& known);

} // namespace lilong::disclosure
