// May this offer serve this need? Clause after clause in the order of LO-36; the first that fails is kept with its
// detail. For a need that stays unmet, the offer that came furthest tells why (LO-42).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "matching/types.h"

namespace lilong::matching
{

// Offers by the categories they name, so that a need looks only at those of its category and of the one above.
class OfferIndex
{
public:
    explicit OfferIndex(Problem const& problem);
    std::vector<std::size_t> of_category(std::string const& category) const; // by offer

private:
    Problem const& problem_;
    std::map<std::string, std::vector<std::size_t>, std::less<>> offers_;
};

Pair look_at(Problem const& problem, std::size_t need, std::size_t offer);
std::vector<Pair> admissible_pairs(Problem const& problem, OfferIndex const& index); // by need, then offer

// Of the offers of the need's category, the one that failed latest; ties: nearest, then id. Nothing: no such offer.
std::optional<Pair> furthest(Problem const& problem, OfferIndex const& index, std::size_t need);
Cause cause_of(Clause failed);

} // namespace lilong::matching
