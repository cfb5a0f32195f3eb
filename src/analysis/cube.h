// The integer cube (ST-11 … ST-15): everything the pages show is finished from these counters, so no page reads rows.
// A household is added or withdrawn whole, cubes of different committees are merged by addition, and every number is an
// exact 64-bit integer whatever the order.
//     Cube cube{shape};
//     for (auto const& household : loaded) cube.add(household);
//     cube.apply({.number = 17, .withdrawn = old, .added = corrected});   // one step; the same number twice is ignored
//     auto share = share_of(cube, population, {.strata = {committee}, .item = gate}, {});   // cube_estimate.h
//
// Source: level 1 sums inside a household (a = members of the domain with a valid answer, b = sum of their values),
// level 2 over households: p = #{a>0}, A, B, AA, AB, BB. With one record per household and a binary item all of these
// follow from n and x, and only those two are stored.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace lilong::analysis
{

inline constexpr std::int8_t kMissing = -128;  // refused or blank
inline constexpr std::int8_t kNotAsked = -127; // skip logic

enum class Unit { household, person };  // ST-1: does one record answer for the household?
enum class ItemKind { binary, scored }; // ordinal, integer: `scored`

// What the cube counts. Cells are the smallest areas (estates); each lies in one stratum (committee). Domain 0 is
// `all`; domain d > 0 is bit d - 1 of a record's groups.
struct CubeShape {
    Unit unit = Unit::household;
    std::int32_t strata = 0;
    std::vector<std::int32_t> stratum_of_cell;
    std::int32_t domains = 1;
    std::vector<ItemKind> items;
    std::vector<std::int32_t> paired_items; // binary items compared inside a committee (ST-25), in ascending order
    bool operator==(CubeShape const&) const = default;
};

struct Record {
    std::uint32_t groups = 0;        // bit d - 1 set: in domain d
    std::vector<std::int8_t> values; // one per item: 0/1, a code, kMissing or kNotAsked
    bool operator==(Record const&) const = default;
};

struct HouseholdAnswers {
    std::int64_t household = 0; // any stable number; joins waves (ST-54)
    std::int32_t cell = 0;
    std::vector<Record> records; // one for Unit::household
    bool operator==(HouseholdAnswers const&) const = default;
};

// Sums over the households of a cell × domain × item.
struct Moments {
    std::int64_t households = 0; // p: with at least one valid answer in the domain
    std::int64_t a = 0, b = 0;
    std::int64_t aa = 0, ab = 0, bb = 0;
    Moments& operator+=(Moments const& other);
    bool operator==(Moments const&) const = default;
};

struct PairTable {
    std::int64_t yes_yes = 0, yes_no = 0, no_yes = 0, no_no = 0;
    bool operator==(PairTable const&) const = default;
};

struct CubeChange {
    std::int64_t number = 0;                   // ST-15: ascending; a number not above the cube's version has no effect
    std::optional<HouseholdAnswers> withdrawn; // what the household counted for until now
    std::optional<HouseholdAnswers> added;
};

class Cube
{
public:
    explicit Cube(CubeShape shape);

    void add(HouseholdAnswers const& household);
    void withdraw(HouseholdAnswers const& household);
    bool apply(CubeChange const& change); // false: seen before
    void merge(Cube const& other);        // same shape; no household may be in both
    // Sums that were counted elsewhere, by a database for instance (ST-90).
    void add_counts(std::int32_t cell, std::int32_t domain, std::int32_t item, Moments const& counts);
    void add_households(std::int32_t cell, std::int32_t domain, std::int64_t households);

    CubeShape const& shape() const { return shape_; }
    std::int64_t version() const { return version_; }
    std::int64_t households(std::int32_t cell) const { return households_[index(cell, 0)]; } // responding
    std::int64_t households_in_domain(std::int32_t cell, std::int32_t domain) const
    {
        return households_[index(cell, domain)];
    }
    Moments moments(std::int32_t cell, std::int32_t domain, std::int32_t item) const;
    PairTable pair(std::int32_t stratum, std::int32_t item, std::int32_t other) const;
    std::vector<std::int32_t> const& cells_of(std::int32_t stratum) const
    {
        return cells_of_stratum_[static_cast<std::size_t>(stratum)];
    }
    std::size_t bytes() const;
    // Equal counters; the version does not count, a rebuilt copy must compare equal (ST-16).
    bool same_counters(Cube const& other) const;
    bool same_counters(Cube const& other, std::int32_t stratum) const;

    // The counters of one stratum as a row of integers, and back: for a cube that outlives its answers (ST-17).
    std::vector<std::int64_t> counters_of(std::int32_t stratum) const;
    void set_counters(std::int32_t stratum, std::span<std::int64_t const> counters);
    std::size_t counters_per_cell() const { return static_cast<std::size_t>(shape_.domains) * (block_ + 1); }

private:
    std::size_t index(std::int32_t cell, std::int32_t domain) const
    {
        return static_cast<std::size_t>(cell) * static_cast<std::size_t>(shape_.domains) +
               static_cast<std::size_t>(domain);
    }
    template <typename Visit>
    void for_each_counter(std::int32_t stratum, Visit visit) const; // positions, in a fixed order
    void check(HouseholdAnswers const& household) const;
    void count(HouseholdAnswers const& household, std::int64_t sign);
    void count_record(HouseholdAnswers const& household, std::int64_t sign);
    void count_members(HouseholdAnswers const& household, std::int64_t sign);
    void count_pairs(HouseholdAnswers const& household, std::int64_t sign);

    CubeShape shape_;
    std::vector<std::size_t> offset_; // of each item inside a block
    std::size_t block_ = 0;           // counters per cell × domain
    std::vector<std::int64_t> counters_;
    std::vector<std::int64_t> households_;      // per cell × domain
    std::vector<std::int64_t> pairs_;           // per stratum: triangle of 4 counters
    std::vector<std::int32_t> paired_position_; // of each item in paired_items, -1 when not paired
    std::vector<std::vector<std::int32_t>> cells_of_stratum_;
    std::int64_t version_ = 0;
};

// Sums over households that answered in both waves, of unit sums u = b and v = a (ST-54), per stratum × domain × item.
struct OverlapCounts {
    std::int64_t households = 0; // m
    std::int64_t u1 = 0, v1 = 0, u2 = 0, v2 = 0;
    std::int64_t u1u2 = 0, u1v2 = 0, v1u2 = 0, v1v2 = 0;
    bool operator==(OverlapCounts const&) const = default;
};

class Overlap
{
public:
    // Both waves with the same shape; a household counts where it lives in both waves in the same stratum.
    Overlap(CubeShape shape, std::span<HouseholdAnswers const> first, std::span<HouseholdAnswers const> second);
    OverlapCounts counts(std::int32_t stratum, std::int32_t domain, std::int32_t item) const;

private:
    void count(HouseholdAnswers const& first, HouseholdAnswers const& second);
    CubeShape shape_;
    std::vector<std::int64_t> households_;
    std::vector<OverlapCounts> counters_;
};

} // namespace lilong::analysis
