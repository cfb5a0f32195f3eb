// What matching speaks of: needs and offers as points with heads, places and times, the pairs that are admissible, and
// the allocation a run proposes with its reasons (LO-36 to LO-43). Needs and offers are held in byte order of their
// ids, so that a result does not depend on the order of the rows (LO-40).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/group_rule.h"
#include "base/text.h"
#include "base/time.h"
#include "resources/window_rule.h"

namespace lilong::matching
{

using resources::Stretch;
using resources::Windows;

struct PlanePoint { // metres of a local grid, held as whole millimetres
    std::int64_t x_mm = 0, y_mm = 0;
    bool operator==(PlanePoint const&) const = default;
};
struct GeoPoint { // WGS 84 degrees
    double lon = 0, lat = 0;
    bool operator==(GeoPoint const&) const = default;
};
using Place = std::variant<PlanePoint, GeoPoint>;

struct NeedPoint {
    std::string id, committee, sub_district, category;
    std::int64_t heads = 0;
    int severity = 1;
    int waiting_years = 0;
    std::optional<Place> place;
    Windows windows;
    PersonFacts facts;
    std::string zh, en; // as people call it; empty: the id
    std::int64_t weight() const { return std::int64_t{severity} * (1 + waiting_years); } // ω of LO-36
};

struct OfferPoint {
    std::string id;
    std::vector<std::string> categories;
    std::int64_t capacity = 0;
    std::optional<std::int64_t> radius_mm; // nothing: no radius
    std::set<std::string> areas;           // committees or sub-districts served; empty: all
    std::optional<Place> place;
    Windows windows;
    std::int64_t unit_cost_fen = 0;
    bool active = true;
    std::optional<Date> valid_until;
    GroupRule eligibility;
    std::string zh, en; // as people call it; empty: the id
};

inline std::string const& called(auto const& point, Language language)
{
    auto const& name = language == Language::en ? point.en : point.zh;
    return name.empty() ? point.id : name;
}

// Heads that stay where both sides have already agreed.
struct Pin {
    std::string need, offer;
    std::int64_t heads = 0;
};

struct Settings {
    int min_overlap_minutes = 30;
    std::optional<Date> on; // the day that decides expiry; without it nothing is expired
    unsigned threads = 1;
};

struct Problem {
    std::vector<NeedPoint> needs;   // in byte order of id
    std::vector<OfferPoint> offers; // in byte order of id
    std::vector<Pin> pins;
    std::set<std::pair<std::string, std::string>> refused; // need and offer whose match one side refused (ArcBan)
    std::map<std::string, std::string> parents;            // category to the one above it
    Settings settings;
};

// The conditions of a pair, in the order in which they are looked at.
enum class Clause { category, active, eligible, in_reach, window, not_refused, none };
constexpr std::string_view name(Clause clause)
{
    constexpr std::string_view names[]{"category", "active", "eligible", "in_reach", "window", "not_refused", "none"};
    return names[static_cast<std::size_t>(clause)];
}

// A need beside an offer: admissible when no clause failed.
struct Pair {
    std::size_t need = 0, offer = 0;
    Clause failed = Clause::none;
    std::string detail;                      // of the failed clause: the predicate's part, the day it expired
    std::optional<std::int64_t> distance_mm; // nothing when one side has no place
    std::int64_t burden = 0;                 // metres and fen a head
    Stretch common;                          // longest common stretch of the week
    bool admissible() const { return failed == Clause::none; }
};

struct Share {
    std::size_t pair = 0;   // in Allocation::pairs
    std::int64_t heads = 0; // pinned ones included
    std::int64_t pinned = 0;
};

struct Allocation {
    std::vector<Pair> pairs;                 // the admissible ones and the pinned ones, by need, then offer
    std::vector<Share> shares;               // heads > 0, by need, then offer
    std::vector<std::int64_t> unmet;         // heads left, by need
    std::vector<std::int64_t> capacity_left; // by offer
    std::vector<std::int64_t> price;         // of one more place, by offer, from the flow's potentials
    std::int64_t burden_factor = 1;          // B of LO-39
    std::int64_t served = 0, served_weight = 0, burden = 0;
    std::int64_t flow_cost = 0; // optimum of the exported flow, without pins
};

enum class Reason { only_offer, nearest, cheapest, rerouted };
constexpr std::string_view name(Reason reason)
{
    constexpr std::string_view names[]{"only_offer", "nearest", "cheapest", "rerouted"};
    return names[static_cast<std::size_t>(reason)];
}

struct NextOffer {
    std::string offer;
    Clause failed = Clause::none; // none: it was full
    std::string detail;
    std::optional<std::int64_t> distance_mm;
    std::int64_t capacity_left = 0; // of one that was not better, though it had room
    std::int64_t price = 0;         // of one more place there
};

struct Explanation {
    Reason reason = Reason::rerouted;
    std::vector<std::string> category_path; // the need's category, then the offer's if that is its parent
    std::optional<std::int64_t> distance_mm;
    std::optional<Stretch> common; // nothing when both have any time
    Clause failed = Clause::none;  // of a pin that is not admissible today
    std::string detail;
    std::int64_t heads = 0, pinned = 0, capacity_left = 0, weight = 0;
    std::size_t weight_rank = 1, competitors = 1;
    std::vector<std::string> full; // better offers that are full, of a rerouted match
    std::vector<NextOffer> next;   // up to three
};

enum class Cause { no_offer, inactive, ineligible, out_of_range, window, refused, capacity };
constexpr std::string_view name(Cause cause)
{
    constexpr std::string_view names[]{"no_offer", "inactive", "ineligible", "out_of_range",
                                       "window",   "refused",  "capacity"};
    return names[static_cast<std::size_t>(cause)];
}

struct UnmetNeed {
    std::size_t need = 0;
    std::int64_t heads = 0;
    Cause cause = Cause::no_offer;
    std::optional<Pair> nearest;         // the offer that came furthest
    std::optional<std::size_t> shortage; // of cause capacity
};

// A closed set: every admissible offer of these needs is among the offers, and all of them are full (LO-43).
struct Shortage {
    std::string id; // S-1, S-2 …
    std::vector<std::size_t> needs, offers;
    std::int64_t heads = 0, places = 0; // after pins; heads - places = unmet
    std::int64_t unmet = 0;
};

struct Outcome {
    Allocation allocation;
    std::vector<Explanation> explanations; // one per share
    std::vector<UnmetNeed> unmet;
    std::vector<Shortage> shortages;
};

} // namespace lilong::matching
