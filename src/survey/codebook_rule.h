// What makes a codebook usable: names, lists and groups that exist, a purpose where one must be stated. Pure.
//     auto codebook = TRY(checked(draft));   // numbers the places of the choice items
#pragma once

#include <vector>

#include "base/error.h"
#include "survey/types.h"

namespace lilong::survey
{

inline constexpr std::size_t kMostOptions = 26; // characters 1 … 9 and a … q of a coded answer
inline constexpr std::size_t kMostGroups = 32;  // bits of a group mask
inline constexpr std::size_t kMostItems = 2000; // CO-142
inline constexpr std::size_t kMostAskedOfAll = 90;

// The codebook with its places numbered; refuses survey.codebook_wrong with every fault at its place.
Result<Codebook> checked(Codebook codebook);

// CO-15: what should be confirmed before a version is opened; does not stop it.
std::vector<FieldError> remarks_before_opening(Codebook const& codebook);

GroupMask mask_of(Codebook const& codebook, std::vector<std::string> const& groups, std::vector<std::string>* unknown);
std::vector<std::string> groups_of(Codebook const& codebook, GroupMask mask);

// Is this item put to a household with these groups? (The relevance text is the form's business.)
bool asked_of(Codebook const& codebook, Item const& item, GroupMask groups);

} // namespace lilong::survey
