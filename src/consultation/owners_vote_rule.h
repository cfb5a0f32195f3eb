// The owners' vote in exact integers (LO-61; Civil Code of the PRC art. 278). Areas in 0.01 m²; with A, P all owners'
// area and heads, a, p of those taking part, a₊, p₊ in favour:
//     quorum 3a ≥ 2A and 3p ≥ 2P │ general 2a₊ > a and 2p₊ > p │ major 4a₊ ≥ 3a and 4p₊ ≥ 3p.
#pragma once

#include <cstdint>

namespace lilong::consultation
{

enum class Matter { general, major };
constexpr char const* name(Matter matter) { return matter == Matter::general ? "general" : "major"; }

struct Ownership {
    std::int64_t area = 0, heads = 0;
    auto operator<=>(Ownership const&) const = default;
};
struct OwnersResult {
    bool quorum = false, favour = false;
    bool passed() const { return quorum && favour; }
};
OwnersResult owners_vote(Matter matter, Ownership const& total, Ownership const& taking_part,
                         Ownership const& in_favour);

} // namespace lilong::consultation
