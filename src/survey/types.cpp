#include "survey/types.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <stdexcept>

namespace lilong::survey
{

namespace
{

constexpr std::array kItemTypes{"choice", "text", "integer", "decimal", "date", "flag"};
constexpr std::array kSensitivities{"ordinary", "personal", "sensitive", "minor"};
constexpr std::array kVersionStates{"draft", "open", "closing", "closed"};
constexpr std::array kUnits{"household", "person"};
constexpr std::array kDesigns{"census_attempt", "srs", "systematic", "convenience"};
constexpr std::array kModes{"door_collect", "door_web", "phone", "self_web", "paper", "import"};
constexpr std::array kReviews{"received", "approved", "set_aside"};

template <typename Enum, std::size_t N>
std::optional<Enum> found(std::array<char const*, N> const& words, std::string_view word)
{
    for (std::size_t n = 0; n < N; ++n)
        if (words[n] == word) return static_cast<Enum>(n);
    return std::nullopt;
}

template <typename Enum, std::size_t N>
std::string_view word(std::array<char const*, N> const& words, Enum value)
{
    return words[static_cast<std::size_t>(value)];
}

} // namespace

std::string_view name(ItemType type) { return word(kItemTypes, type); }
std::optional<ItemType> item_type_of(std::string_view name) { return found<ItemType>(kItemTypes, name); }
std::string_view name(Sensitivity sensitivity) { return word(kSensitivities, sensitivity); }
std::optional<Sensitivity> sensitivity_of(std::string_view name) { return found<Sensitivity>(kSensitivities, name); }
std::string_view name(VersionState state) { return word(kVersionStates, state); }
std::optional<VersionState> version_state_of(std::string_view name)
{
    return found<VersionState>(kVersionStates, name);
}
std::string_view name(Unit unit) { return word(kUnits, unit); }
std::optional<Unit> unit_of(std::string_view name) { return found<Unit>(kUnits, name); }
std::string_view name(Design design) { return word(kDesigns, design); }
std::optional<Design> design_of(std::string_view name) { return found<Design>(kDesigns, name); }
std::string_view name(Mode mode) { return word(kModes, mode); }
std::optional<Mode> mode_of(std::string_view name) { return found<Mode>(kModes, name); }
std::string_view name(Review review) { return word(kReviews, review); }
std::optional<Review> review_of(std::string_view name) { return found<Review>(kReviews, name); }

Item const* Codebook::item(std::string_view name) const
{
    auto const found = std::ranges::find(items, name, &Item::name);
    return found == items.end() ? nullptr : &*found;
}

ValueList const* Codebook::list(std::string_view name) const
{
    auto const found = std::ranges::find(lists, name, &ValueList::name);
    return found == lists.end() ? nullptr : &*found;
}

ValueList const& Codebook::list_of(Item const& item) const
{
    auto const* const found = list(item.list);
    if (!found) throw std::logic_error("a checked codebook has every list: " + item.list);
    return *found;
}

int Codebook::places() const { return static_cast<int>(std::ranges::count(items, ItemType::choice, &Item::type)); }

} // namespace lilong::survey
